import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigFile } from '../../shared/contract/site.ts';
import type { Chance } from '../simulation/chance.ts';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';
import { type ServerProcess, SHORT_LEASES, startServerProcess } from '../support/server-process.ts';
import type { Volume } from '../support/volume.ts';
import { Mailbox } from './mailbox.ts';

export const SITES = ['acme', 'globex'] as const;
export type SiteId = (typeof SITES)[number];

const BUDGET = { amount: 1_000_000_000, currency: 'USD' };
/** Made up here and used nowhere else. */
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 'prove').toString('base64')}`;
const ENDLESS_FUNDS = '9999999.00';
/** The first look at an order finds it done: waiting for cards is no disaster. */
const COMPLETION_SECONDS = 1;

/** Where a run keeps what it makes: its database, and a folder for everything else. */
export type Place = { databaseUrl: string; volume: Volume | null; folder: string };

/** Real processes on one database: servers that come back when they die, and the upstream behind a network. */
export class Stage {
  readonly databaseUrl: string;
  readonly journal: string;
  readonly checkpoints: string;
  readonly sandbox: SandboxProcess;
  readonly mailbox: Mailbox;
  /** Between the servers and the upstream. */
  readonly network: FaultProxy;
  /** Between the servers and a database that is reached over a network; null for a file. */
  readonly databaseNetwork: FaultProxy | null;
  /** On which the database lies, where that is a volume of its own. */
  readonly volume: Volume | null;
  /** What every server said, for the search for secrets. */
  readonly said: string[] = [];
  starts = 0;
  readonly #slots: (ServerProcess | null)[] = [];
  #ended = false;

  private constructor(
    parts: Pick<
      Stage,
      | 'databaseUrl'
      | 'journal'
      | 'checkpoints'
      | 'sandbox'
      | 'mailbox'
      | 'network'
      | 'databaseNetwork'
      | 'volume'
    >,
  ) {
    this.databaseUrl = parts.databaseUrl;
    this.journal = parts.journal;
    this.checkpoints = parts.checkpoints;
    this.sandbox = parts.sandbox;
    this.mailbox = parts.mailbox;
    this.network = parts.network;
    this.databaseNetwork = parts.databaseNetwork;
    this.volume = parts.volume;
  }

  /** A file has one server, a PostgreSQL two; all are up when this resolves. */
  static async open({ databaseUrl, volume, folder }: Place, chance: Chance): Promise<Stage> {
    await mkdir(folder, { recursive: true });
    const journal = join(folder, 'upstream.jsonl');
    const sandbox = await startSandboxProcess(journal);
    await sandbox.control('funding', { available: ENDLESS_FUNDS });
    await sandbox.control('settings', { completionSeconds: COMPLETION_SECONDS });
    const isFile = databaseUrl.startsWith('file:');
    const stage = new Stage({
      databaseUrl,
      volume,
      journal,
      checkpoints: join(folder, 'audit-checkpoints.jsonl'),
      sandbox,
      mailbox: await Mailbox.open(chance),
      network: await startFaultProxy(Number(new URL(sandbox.url).port)),
      databaseNetwork: isFile ? null : await startFaultProxy(Number(new URL(databaseUrl).port)),
    });
    for (let slot = 0; slot < (isFile ? 1 : 2); slot += 1) await stage.#fill(slot);
    return stage;
  }

  /** Servers that are up. */
  alive(): ServerProcess[] {
    return this.#slots.filter((server) => server !== null);
  }

  async stop(): Promise<void> {
    this.#ended = true;
    for (const server of this.alive()) {
      process.kill(server.pid, 'SIGCONT');
      await server.kill('SIGTERM');
    }
    await this.network.stop();
    await this.databaseNetwork?.stop();
    await this.sandbox.kill();
    this.mailbox.close();
  }

  async #fill(slot: number): Promise<void> {
    this.#slots[slot] = null;
    const server = await startServerProcess({
      databaseUrl: this.#databaseSeenByServers(),
      sandboxUrl: `http://127.0.0.1:${this.network.port}`,
      config: twoSites(this.mailbox.url),
      env: {
        ...SHORT_LEASES,
        SANDBOX_CLOCK: 'on',
        ...MAILBOX_ENV,
        AUDIT_CHECKPOINTS: this.checkpoints,
        GIFT_CARD_API_CONCURRENCY: '8',
        LOG_LEVEL: 'info',
      },
    });
    this.starts += 1;
    this.#slots[slot] = server;
    void server.exited.then(() => {
      this.said.push(...server.lines);
      if (!this.#ended) void this.#again(slot);
    });
  }

  /** As a supervisor does: a start that fails, because the database is away, is tried again. */
  async #again(slot: number): Promise<void> {
    while (!this.#ended) {
      try {
        return await this.#fill(slot);
      } catch (error) {
        this.said.push(String(error));
      }
    }
  }

  #databaseSeenByServers(): string {
    if (!this.databaseNetwork) return this.databaseUrl;
    const url = new URL(this.databaseUrl);
    url.port = String(this.databaseNetwork.port);
    return url.href;
  }
}

/** The site whose rewards go out at once, and one whose rewards wait a day, so that a jump of the clock lets them go. */
function twoSites(mailbox: string): ConfigFile {
  const config = acmeConfig({ budget: BUDGET, fraud: { level: 'off' } } as Parameters<typeof acmeConfig>[0]);
  const waiting = programLike({ id: 'waiting', budget: BUDGET, fraud: { level: 'off' }, hold: { days: 1 } });
  const globex = config.sites.find(({ id }) => id === 'globex');
  if (!globex) throw new Error('The test configuration has no second site.');
  globex.programs = [waiting as (typeof globex.programs)[number]];
  return toldAt(mailbox, config);
}

/** What a server needs beside such a configuration. */
export const MAILBOX_ENV = { WEBHOOK_LOOPBACK: 'on', MAILBOX_SECRET: WEBHOOK_SECRET };

/** The configuration in which every site is told everything at this address. */
export function toldAt(mailbox: string, config: ConfigFile): ConfigFile {
  const endpoint = { name: 'mailbox', url: mailbox, events: null, secrets: [{ env: 'MAILBOX_SECRET' }] };
  return { ...config, sites: config.sites.map((site) => ({ ...site, webhooks: [endpoint] })) };
}

export function keyOf(site: SiteId): string {
  return site === 'acme' ? SECRETS.ACME_SECRET_KEY : SECRETS.GLOBEX_SECRET_KEY;
}
