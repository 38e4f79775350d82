import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dialect, freshDatabaseUrl } from '../support/databases.ts';
import { mountVolume, type Volume } from '../support/volume.ts';
import { AcknowledgedLog } from './acknowledged.ts';
import { EFFORTS } from './effort.ts';
import { DISASTERS } from './havoc.ts';
import { readJournal } from './journal.ts';
import { type Evidence, judge } from './judge.ts';
import { type Proof, prove } from './prove.ts';
import { openRows } from './rows.ts';

const SEED = Number(process.env['PROVE_SEED'] ?? 1);
/** Three seeds in every run (trust.md 2). The judge's own test reads what the first leaves. */
const RUNS: [Dialect, number][] = [
  ['sqlite', SEED],
  ['postgres', SEED + 1],
  ['sqlite', SEED + 2],
];

/** Three times what it takes on two quiet cores: how busy the machine is proves nothing. */
const MOST_MS = 240_000;
/** trust.md 21: how soon after room returns writes are taken again. */
const ROOM_TO_WRITE_MS = 10_000;

let folder: string;
/** The file that the first run leaves. */
let first: string;
const volumes: Volume[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goodturn-prove-'));
});
afterAll(async () => {
  for (const volume of volumes) volume.remove();
  await rm(folder, { recursive: true, force: true });
});

async function short(dialect: Dialect, seed: number): Promise<Proof> {
  const own = join(folder, String(seed));
  await mkdir(own);
  const volume = dialect === 'sqlite' ? mountVolume() : null;
  if (volume) volumes.push(volume);
  const databaseUrl =
    dialect === 'sqlite'
      ? `file:${join(volume?.folder ?? own, 'goodturn.db')}`
      : await freshDatabaseUrl(dialect);
  if (seed === SEED) first = databaseUrl.slice('file:'.length);
  const place = { databaseUrl, volume, folder: own };
  return prove({ database: dialect, place, seed, effort: EFFORTS.short, onProgress: () => {} });
}

describe('under kills, frozen processes, broken networks, a full disk and a failing upstream', () => {
  test.each(RUNS)(
    'every invariant holds on %s, seed %i',
    async (dialect, seed) => {
      const proof = await short(dialect, seed);
      expect(proof.verdicts.filter(({ faults }) => faults.length > 0)).toEqual([]);
      expect(proof.conversions).toBe(EFFORTS.short.conversions);
      expect(proof.rewards).toBe(2 * EFFORTS.short.conversions);
      const possible = DISASTERS.filter((disaster) => !(disaster in proof.leftOut));
      expect(possible.filter((disaster) => proof.disasters[disaster] === 0)).toEqual([]);
      expect(proof.roomToWriteMs ?? 0).toBeLessThan(ROOM_TO_WRITE_MS);
    },
    MOST_MS,
  );
});

/** A judge who finds nothing wrong whatever lies before him proves nothing. */
describe('the judge sees', () => {
  type Tampering = { broken: string; sql?: string; evidence?: (honest: Evidence) => Partial<Evidence> };
  const [oldest, newest] = ['order by id limit 1', 'order by id desc limit 1'];
  const tamperings: Record<string, Tampering> = {
    'an order that was sold twice': {
      broken: 'I1',
      evidence: ({ sold }) => ({ sold: [...sold, ...sold.slice(0, 1)] }),
    },
    'an order that nobody knows': {
      broken: 'I1',
      evidence: ({ sold }) => ({
        sold: [...sold, { poNumber: 'GTSTRANGER', valueMinor: 1500, secrets: [] }],
      }),
    },
    'a reward that was never bought': { broken: 'I1', evidence: ({ sold }) => ({ sold: sold.slice(1) }) },
    'a budget that was overdrawn for a moment': {
      broken: 'I2',
      evidence: () => ({ overdrawn: ['friends'] }),
    },
    'a conversion that was answered and is gone': {
      broken: 'I3',
      evidence: ({ acknowledged }) => ({
        acknowledged: [...acknowledged, { site: 'acme', eventId: 'gone', rewardIds: [] }],
      }),
    },
    'an entry of the ledger that is missing': {
      broken: 'I4',
      sql: `delete from "budgetEntry" where id = (select id from "budgetEntry" ${oldest})`,
    },
    'a final state that changed': {
      broken: 'I5',
      sql: `update "order" set status = 'failed' where id = (select id from "order" ${oldest})`,
      evidence: (honest) => ({ finals: honest.finals }),
    },
    'a claim link in a log': {
      broken: 'I6',
      evidence: ({ sold }) => ({ said: [`opened ${sold[0]?.secrets[0]}`] }),
    },
    'an altered entry of the audit': {
      broken: 'I7',
      sql: `update audit set status = 'opened' where id = (select "auditId" from "auditLink" where sequence = 5)`,
    },
    'a message that did not arrive': { broken: 'I8', evidence: () => ({ taken: new Map() }) },
    'a reward of one site at a person of another': {
      broken: 'I9',
      sql: `update reward set "siteId" = 'globex' where id = (select id from reward where "siteId" = 'acme' ${newest})`,
    },
    'a request that was answered with 500': {
      broken: 'answers',
      evidence: () => ({ failed: ['/v1/events'] }),
    },
    'an order that is still on its way': {
      broken: 'I10',
      sql: `update "order" set status = 'unknown', "dueAt" = 1 where id = (select id from "order" ${newest})`,
    },
  };

  test.each(Object.entries(tamperings))('%s', async (name, { broken, sql, evidence }) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.db`);
    await copyFile(first, file);
    if (sql !== undefined) tamper(file, sql);
    const rows = await openRows(`file:${file}`);
    const honest = await evidenceOf(rows);
    const verdicts = await judge({ ...honest, ...evidence?.(honest) });
    await rows.close();
    expect(verdicts.filter(({ faults }) => faults.length > 0).map(({ id }) => id)).toContain(broken);
  });

  test('nothing wrong where nothing is', async () => {
    const rows = await openRows(`file:${first}`);
    const verdicts = await judge(await evidenceOf(rows));
    await rows.close();
    expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
  });

  async function evidenceOf(rows: Awaited<ReturnType<typeof openRows>>): Promise<Evidence> {
    const delivered = await rows.all<{ messageId: string }>('select "messageId" from "webhookDelivery"');
    const orders = await rows.all<{ id: string }>('select id from "order"');
    return {
      rows,
      sold: readJournal(join(folder, String(SEED), 'upstream.jsonl')),
      acknowledged: new AcknowledgedLog(join(folder, String(SEED), 'acknowledged.jsonl')).all(),
      said: [],
      files: [],
      taken: new Map(delivered.map(({ messageId }) => [messageId, 1])),
      finals: new Map(orders.map(({ id }) => [id, 'completed'])),
      looks: 1,
      overdrawn: [],
      requests: 1,
      failed: [],
    };
  }
});

/** Past the guards that the schema has against it. */
function tamper(file: string, sql: string): void {
  const database = new SqliteConnection(file);
  const triggers = database.prepare(`select name from sqlite_schema where type = 'trigger'`).all() as {
    name: string;
  }[];
  for (const { name } of triggers) database.exec(`drop trigger "${name}"`);
  database.pragma('ignore_check_constraints = on');
  const { changes } = database.prepare(sql).run();
  database.close();
  if (changes === 0) throw new Error('Nothing was tampered with.');
}
