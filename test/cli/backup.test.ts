import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { member, purchase } from '../http/support/people.ts';
import { freshDatabaseUrl } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { goodturn } from './run.ts';

describe('goodturn backup on sqlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-backup-'));
  afterAll(() => rm(folder, { recursive: true }));
  const server = await startHarness('sqlite');
  const { code } = await member(server);
  const backup = (path: string) => goodturn(server.databaseUrl, ['backup', path]);
  const buy = async () => (await server.post('/v1/events', purchase({ referralCode: code }))).json();

  async function purchases(count: number): Promise<string[]> {
    const bought: { eventId: string }[] = [];
    for (let made = 0; made < count; made += 1) bought.push(await buy());
    return bought.map(({ eventId }) => eventId);
  }

  test('copies while the server writes; the copy is proved, whole, one file, and for its owner only', async () => {
    const before = await purchases(5);
    await server.deps.worker.settle();
    await server.deps.auditSealer.seal({ now: true });
    const path = join(folder, 'under-load.db');
    const [{ code: exit, said, complained }] = await Promise.all([backup(path), purchases(30)]);
    expect({ exit, complained }).toEqual({ exit: 0, complained: [] });
    expect(said).toEqual([
      expect.stringMatching(/is whole: .+ \d+ sealed entries of the audit are what was sealed\.$/),
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['under-load.db']);

    // Restored: a server on the copy has everything that was there before, and goes on from it.
    const { sandboxUrl } = server;
    const restored = await startHarness('sqlite', { databaseUrl: `file:${path}`, sandboxUrl });
    for (const eventId of before) {
      const answer = await restored.get(`/v1/events/${eventId}`);
      expect(await answer.json()).toEqual(await (await server.get(`/v1/events/${eventId}`)).json());
    }
    const rewards = await (await restored.get('/v1/rewards?status=issued')).json();
    expect(rewards.data).toHaveLength(10);
    const page = await restored.post(`/v1/rewards/${rewards.data[0].id}/claim-page`, {});
    expect(page.status).toBe(200);
    expect((await restored.post('/v1/events', purchase({ referralCode: code }))).status).toBe(201);
  });

  test('holds no gift card in the clear', async () => {
    const path = join(folder, 'sealed.db');
    await backup(path);
    const bytes = await readFile(path);
    const links = (await server.upstreamOrders()).flatMap(({ LineItems }) =>
      LineItems.flatMap(({ ClaimData }) => ClaimData.flatMap(({ ClaimLink }) => ClaimLink ?? [])),
    );
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(bytes.includes(link)).toBe(false);
  });

  test('never writes over a file, and leaves that as it is', async () => {
    const path = join(folder, 'earlier.db');
    await writeFile(path, 'an earlier backup');
    expect(await backup(path)).toMatchObject({ code: 1, complained: [`${path} is there already.`] });
    expect(await readFile(path, 'utf8')).toBe('an earlier backup');
    expect(await backup('/nowhere/at/all.db')).toMatchObject({
      code: 1,
      complained: [expect.stringMatching(/^\/nowhere\/at\/all\.db cannot be used: ENOENT/)],
    });
  });

  test('keeps no copy in which the audit does not verify', async () => {
    const damaged = await startHarness('sqlite');
    await damaged.post('/v1/participants', { externalId: 'ada' });
    await damaged.post('/v1/events', purchase({ customer: { id: 'ada' } }));
    await damaged.deps.auditSealer.seal({ now: true });
    const connection = new SqliteConnection(damaged.databaseUrl.replace(/^file:/, ''));
    connection.exec('drop trigger audit_no_update');
    connection.exec(`update audit set actor = 'somebody'`);
    connection.close();
    const path = join(folder, 'damaged.db');
    const { code: exit, complained } = await goodturn(damaged.databaseUrl, ['backup', path]);
    expect([exit, complained]).toEqual([
      1,
      ['The audit in the copy does not verify. Entry 1 (ID) is not what was sealed.'].map((sentence) =>
        expect.stringMatching(new RegExp(sentence.replace('(ID)', '\\(aud_\\w+\\)'))),
      ),
    ]);
    expect((await readdir(folder)).filter((name) => name.startsWith('damaged'))).toEqual([]);
  });
});

test('on postgres the command says what to use instead', async () => {
  const { code, complained } = await goodturn(await freshDatabaseUrl('postgres'), ['backup', '/unused']);
  expect(code).toBe(1);
  expect(complained[0]).toMatch(/pg_dump --format=custom/);
});
