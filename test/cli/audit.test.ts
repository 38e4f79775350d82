import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAuditSealer } from '../../server/domain/audit/seal-audit.ts';
import { checkpointFile } from '../../server/storage/checkpoint-file.ts';
import { createCheckpointSigner } from '../../server/vault/checkpoint-signer.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { member, purchase } from '../http/support/people.ts';
import { auditOf } from '../storage/rows/open-rows.ts';
import { SECRETS } from '../support/acme.ts';
import { DIALECTS, type Dialect } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { quietLog } from '../support/quiet-log.ts';
import { goodturn } from './run.ts';

/** Rows are changed as by somebody who owns the database: no trigger and no reference is in the way. */
async function tamper(dialect: Dialect, url: string, statements: string[]): Promise<void> {
  if (dialect === 'sqlite') {
    const connection = new SqliteConnection(url.replace(/^file:/, ''));
    connection.pragma('foreign_keys = off');
    for (const table of ['audit', 'auditLink']) {
      for (const verb of ['update', 'delete'])
        connection.exec(`drop trigger if exists "${table}_no_${verb}"`);
    }
    for (const statement of statements) connection.exec(statement);
    connection.close();
    return;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('set session_replication_role = replica');
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const KEEP = [
  'create table kept as select * from audit',
  'create table "keptLink" as select * from "auditLink"',
];
const RESTORE = [
  'delete from "auditLink"',
  'delete from audit',
  'insert into audit select * from kept',
  'insert into "auditLink" select * from "keptLink"',
];
const row = (id: string, reason = 'order_completed') =>
  `('${id}', 'acme', 'reward', 'rwd_1', 'issued', 'system', '${reason}', 0)`;
/** Moves the links from 5 on by so many places; in two steps, since no two may be at one place meanwhile. */
const shift = (by: number) => [
  `update "auditLink" set sequence = -sequence where sequence >= 5`,
  `update "auditLink" set sequence = -sequence + ${by} where sequence < 0`,
];

const ALTERATIONS: [string, string[], RegExp][] = [
  [
    'an altered byte',
    [`update audit set actor = 'systen' where id = 'aud_05'`],
    /^Entry 5 \(aud_05\) is not what was sealed/,
  ],
  ['an altered time', [`update audit set "createdAt" = "createdAt" + 1 where id = 'aud_05'`], /^Entry 5 /],
  ['an altered hash', [`update "auditLink" set hash = 'x' where sequence = 5`], /^Entry 5 \(aud_05\) is not/],
  ['a removed row', [`delete from audit where id = 'aud_05'`], /^Entry 5 \(aud_05\) was removed/],
  ['a removed entry', [`delete from "auditLink" where sequence = 5`], /^Entry 5 is missing/],
  [
    'a removed entry whose gap was closed',
    [`delete from "auditLink" where sequence = 5`, ...shift(-1)],
    /^Entry 5 \(aud_06\) is not/,
  ],
  [
    'an inserted entry',
    [
      ...shift(1),
      `insert into audit values ${row('aud_99')}`,
      `insert into "auditLink" values (5, 'aud_99', 'x')`,
    ],
    /^Entry 5 \(aud_99\) is not/,
  ],
  [
    'two entries that were swapped',
    [
      `update "auditLink" set sequence = -1 where sequence = 5`,
      `update "auditLink" set sequence = 5 where sequence = 6`,
      `update "auditLink" set sequence = 6 where sequence = -1`,
    ],
    /^Entry 5 \(aud_06\) is not/,
  ],
  [
    'a cut end',
    [`delete from "auditLink" where sequence > 8`, `delete from audit where id > 'aud_08'`],
    /^The end was cut off: entry 9 and all up to entry 12/,
  ],
  [
    'an audit that was emptied',
    ['delete from "auditLink"', 'delete from audit'],
    /^The end was cut off: entry 1 /,
  ],
];

describe.each(DIALECTS)('goodturn audit on %s', async (dialect) => {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-audit-'));
  afterAll(() => rm(folder, { recursive: true }));
  const AUDIT_CHECKPOINTS = join(folder, 'checkpoints');
  const server = await startHarness(dialect, { env: { AUDIT_CHECKPOINTS } });
  const { deps, databaseUrl: url, clock } = server;
  const run = (...line: string[]) => goodturn(url, ['audit', ...line], { AUDIT_CHECKPOINTS });
  const change = (statements: string[]) => tamper(dialect, url, statements);
  const append = (...ids: string[]) =>
    deps.store.write('accept-event', (rows) => rows.audit.append(ids.map((id) => auditOf(id, 'rwd_1'))));

  await deps.auditSealer.seal({ now: true });
  await change(['delete from "auditLink"', 'delete from audit']);
  await rm(AUDIT_CHECKPOINTS, { force: true });
  const numbers = Array.from({ length: 12 }, (_, index) => `aud_${String(index + 1).padStart(2, '0')}`);
  await append(...numbers.slice(0, 6));
  await deps.auditSealer.seal({ now: true });
  await append(...numbers.slice(6));
  await deps.auditSealer.seal({ now: true });
  await change(KEEP);

  beforeEach(async () => {
    clock.now += 60_000;
    await change(RESTORE);
  });

  test('verifies what is whole, and counts what waits', async () => {
    await append('aud_13', 'aud_14');
    const { code, said, complained } = await run('verify');
    expect({ code, complained }).toEqual({ code: 0, complained: [] });
    expect(said[0]).toMatch(
      /^12 entries are what was sealed\. The newest checkpoint, of .+Z, states entry 12\.$/,
    );
    expect(said[1]).toBe('Committed and not sealed yet: 2.');
  });

  test.each(ALTERATIONS)('names the first bad entry: %s', async (_, statements, says) => {
    await change(statements);
    const { code, complained } = await run('verify');
    expect(complained).toEqual([expect.stringMatching(says)]);
    expect(code).toBe(1);
  });

  test('finds by the checkpoints that everything was written anew, with any key', async () => {
    const forge = async (path: string, seed: string) => {
      await change([
        ...RESTORE,
        `update audit set reason = 'order_failed' where id = 'aud_03'`,
        'delete from "auditLink"',
      ]);
      const signer = createCheckpointSigner(deriveKeys(seed).auditCheckpoint);
      const parts = {
        ...deps.audit,
        store: deps.store,
        clock: () => clock.now,
        log: quietLog,
        breathe: deps.breathe,
      };
      await createAuditSealer({ ...parts, signer, checkpoints: checkpointFile(path) }).seal({ now: true });
    };
    await forge(join(folder, 'unused'), 'a-secret-that-the-forger-has-made-up-1');
    const rewritten = await run('verify');
    expect(rewritten.complained).toEqual([
      expect.stringMatching(/^The chain was written anew: entry 1, or one after it up to entry 6,/),
    ]);

    const forged = join(folder, 'forged');
    await forge(forged, 'a-secret-that-the-forger-has-made-up-1');
    const trusted = await run('verify', '--checkpoints', forged);
    expect(trusted.complained).toEqual([
      expect.stringMatching(/^The checkpoint at entry 12 was not signed with the key/),
    ]);
    expect([rewritten.code, trusted.code]).toEqual([1, 1]);
  });

  test('does not call an audit proved for which there is no checkpoint', async () => {
    const empty = join(folder, 'empty');
    await writeFile(empty, '');
    const { code, complained } = await run('verify', '--checkpoints', empty);
    expect([code, complained]).toEqual([
      1,
      [expect.stringMatching(/there is no checkpoint in .+--checkpoints\.$/)],
    ]);
  });

  test('reads past the half line that a crash leaves, and says so', async () => {
    const torn = join(folder, 'torn');
    await cp(AUDIT_CHECKPOINTS, torn);
    await writeFile(torn, `${await readFile(torn, 'utf8')}{"sequence":12,"ha`);
    const { code, complained } = await run('verify', '--checkpoints', torn);
    expect([code, complained]).toEqual([0, ['Lines of checkpoints that cannot be read: 1.']]);
  });

  test('writes an export that verifies without database and secrets, and never over a file', async () => {
    const file = join(folder, 'export.jsonl');
    const written = await run('export', file);
    expect(written).toMatchObject({ code: 0, complained: [] });
    const nowhere = `file:${tmpdir()}`;
    const alone = await goodturn(nowhere, ['audit', 'verify', '--export', file], { GOODTURN_SECRET: '' });
    expect(alone).toMatchObject({ code: 0, complained: [] });
    expect(alone.said.at(-1)).toBe(`The checkpoints are signed with the key ${deps.audit.signer.key}.`);
    expect(await run('export', file)).toMatchObject({ code: 1, complained: [`${file} is there already.`] });

    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const cut = join(folder, 'cut.jsonl');
    await writeFile(cut, `${lines.slice(0, -1).join('\n')}\n`);
    expect(await run('verify', '--export', cut)).toMatchObject({
      code: 1,
      complained: [expect.stringMatching(/^The end was cut off: entry 12 /)],
    });
    const otherKey = await run('verify', '--export', file, '--key', 'A'.repeat(43));
    expect(otherKey.complained).toEqual([expect.stringMatching(/was not signed with the key/)]);
  });

  // The last: it adds to the checkpoints.
  test('erasing a person leaves the chain whole', async () => {
    const { id, code } = await member(server, { email: 'ada@shop.example', displayName: 'Ada' });
    await server.post('/v1/events', purchase({ referralCode: code }));
    await deps.auditSealer.seal({ now: true });
    const erased = await server.app.request(`/v1/participants/${id}`, {
      method: 'DELETE',
      body: JSON.stringify({ reason: 'case 4711' }),
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    });
    expect(erased.status).toBe(204);
    await deps.auditSealer.seal({ now: true });
    const { code: exit, said } = await run('verify');
    expect([exit, said[1]]).toEqual([0, 'Committed and not sealed yet: 0.']);
  });
});
