import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { buildApp } from './app.ts';
import { applySites } from './apply-sites.ts';
import { type Config, readConfig } from './config/config.ts';
import { readConfigFile, siteWarnings } from './config/config-file.ts';
import { type Env, readEnv } from './config/env.ts';
import { ConfigError } from './config/faults.ts';
import { readSecrets, type Secrets } from './config/secrets.ts';
import { crashAt } from './crash-at.ts';
import { createDeps, type Deps } from './deps.ts';
import { toIso } from './domain/clock.ts';
import { noticeRestore } from './domain/restore/notice-restore.ts';
import type { ResolvedSite } from './domain/site/apply-config.ts';
import { createHttpServer } from './http/http-server.ts';
import { logProcessFaults } from './observe/process-faults.ts';
import { openingFault } from './opening-fault.ts';

/** The built widget lies beside the built server. */
const WIDGET_FOLDER = fileURLToPath(new URL('../widget', import.meta.url));

await run(readEnv());

/** Reads the settings, opens everything, listens, and stops in order on SIGTERM or SIGINT. */
async function run(env: Env): Promise<void> {
  try {
    const config = readConfig(env);
    const secrets = readSecrets(env, { production: config.production });
    const sites = config.configFile === null ? [] : readConfigFile(config.configFile, env);
    const { deps, unsure } = await open(config, secrets, sites).catch((error: unknown) => {
      throw openingFault(error);
    });
    logProcessFaults(deps.log);
    const warnings = [
      ...config.warnings,
      ...secrets.warnings,
      ...siteWarnings(sites),
      ...unsure,
      ...(await clockWarnings(deps)),
      ...(await sealingWarnings(deps, secrets)),
    ];
    for (const warning of warnings) deps.log.warn({}, warning);
    await tellGate(deps);
    const server = await listen(deps);
    deps.startBackground();
    stopOnSignal(deps, server);
  } catch (error) {
    stopWithSentence(error);
  }
}

/**
 * Opens everything and makes the declared sites true. Proves first that the database's seals open. `unsure` says what
 * could not be checked now.
 */
async function open(
  config: Config,
  secrets: Secrets,
  sites: ResolvedSite[],
): Promise<{ deps: Deps; unsure: string[] }> {
  const deps = await createNoticed(config, secrets);
  if (sites.length === 0) return { deps, unsure: await noSiteWarnings(deps) };
  const { warnings } = await applySites(deps, sites);
  return { deps, unsure: warnings };
}

/** Finds out whether the database is a restored backup, before anything is sent from it. */
async function createNoticed(config: Config, secrets: Secrets): Promise<Deps> {
  const deps = await createDeps(config, secrets, crashAt(config.crashAt));
  await deps.ready();
  if (!(await noticeRestore(deps))?.isNew) return deps;
  // Order numbers of the restored database carry another epoch, which everything has read by now.
  await deps.close();
  const renewed = await createDeps(config, secrets, crashAt(config.crashAt));
  await renewed.ready();
  return renewed;
}

/** What holds orders back is an alarm at each start. */
async function tellGate({ store, alerts }: Deps): Promise<void> {
  const gate = await store.read.gate.closed();
  if (!gate) return;
  alerts.raise({
    kind: 'ordering_gated',
    summary:
      'This database is a restored backup, and no order is sent from it: use "goodturn reconcile --adopt", which takes over what was ordered since. Events are accepted meanwhile.',
    data: { reason: gate.reason, since: toIso(gate.since), closedAt: toIso(gate.closedAt) },
  });
}

/** A server without a file serves what was applied before, which may be nothing. */
async function noSiteWarnings({ store }: Deps): Promise<string[]> {
  if ((await store.read.sites.sites()).length > 0) return [];
  return [
    'GOODTURN_CONFIG is not set and no site was applied before: no site is served. Name a file, or use "goodturn apply FILE".',
  ];
}

/** What a sandbox left in the future would wait there for a clock that no longer moves. */
async function clockWarnings({ config, store }: Deps): Promise<string[]> {
  const { clockAheadMs } = await store.read.sites.installation();
  if (config.sandboxClock)
    return ['SANDBOX_CLOCK is on: whoever has a key with programs:write can move the time.'];
  if (clockAheadMs === 0) return [];
  return [
    'The clock of this database was moved ahead, and SANDBOX_CLOCK is not on: what happened ahead of real time lies in the future now.',
  ];
}

/** A rotation that was begun in the settings and not in the database, or the other way round. */
async function sealingWarnings({ store, rotation }: Deps, { previous }: Secrets): Promise<string[]> {
  if (previous === null) return [];
  const records = await store.read.sealingKeys.all();
  if (records.length === 1 && records[0]?.id === rotation.to) {
    return ['GOODTURN_SECRET_PREVIOUS is needed no longer: nothing is sealed with it. Take it away.'];
  }
  return ['Values are still sealed with GOODTURN_SECRET_PREVIOUS: use "goodturn keys rotate".'];
}

function listen(deps: Deps): Promise<Server> {
  const { host, port } = deps.config.http;
  const app = buildApp(deps, { widgetFolder: WIDGET_FOLDER });
  const server = createHttpServer(app, deps.telemetry);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listeningFault(error, deps.config.http)));
    server.listen(port, host, () => {
      console.log(readyLine(deps.publicUrl, server.address()));
      resolve(server);
    });
  });
}

/** Names the address beside the public one where they differ: behind a proxy, or on a port that the system chose. */
function readyLine(publicUrl: string, bound: AddressInfo | string | null): string {
  if (bound === null || typeof bound === 'string') return `Goodturn on ${publicUrl}`;
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  const address = `http://${host}:${bound.port}`;
  return address === publicUrl ? `Goodturn on ${publicUrl}` : `Goodturn on ${publicUrl} at ${address}`;
}

function listeningFault(error: NodeJS.ErrnoException, { host, port }: Deps['config']['http']): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError([`PORT ${port} is taken by another program; choose another one.`]);
    case 'EACCES':
      return new ConfigError([`PORT ${port} needs rights that this process lacks; choose one above 1023.`]);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError([`HOST ${host} is not an address of this machine.`]);
    default:
      return error;
  }
}

/** Of the drain time, what answers get, ours and others' to us; the rest is for writing down what became of them. */
const ANSWERS_SHARE = 0.8;

/**
 * No new requests and no new orders, then the database: what was accepted is finished within the drain time. Orders
 * without an answer by then go back into the queue.
 */
function stopOnSignal(deps: Deps, server: Server): void {
  const { drainMs } = deps.config.http;
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    deps.log.info({ signal }, 'stopping');
    const hurry = setTimeout(() => process.exit(1), drainMs);
    setTimeout(() => {
      deps.leaveUnanswered();
      server.closeAllConnections();
    }, drainMs * ANSWERS_SHARE);
    // Streams would stay open for ever; their pages come back to another process.
    deps.changes.close();
    await Promise.all([closeServer(server), deps.worker.stop(), deps.deliveries.stop()]);
    await deps.close();
    clearTimeout(hurry);
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

const SWEEP_MS = 20;

/**
 * Resolves when every accepted request is answered. Kept-alive connections would hold the server up as long as
 * their clients please: each is told to close with its next answer, or closed when it has none to wait for.
 */
async function closeServer(server: Server): Promise<void> {
  server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'));
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
}

/** Mistakes of the configuration are sentences for a person; everything else is a fault and keeps its stack. */
function stopWithSentence(error: unknown): never {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
