import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SECRETS } from '../support/acme.ts';
import { freshDatabaseUrl } from '../support/databases.ts';
import { startProcess } from '../support/processes.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { issuedCount, makeReferrer, openStand, tellPurchase } from './stand.ts';

const GOODTURN = fileURLToPath(new URL('../../server/goodturn.mjs', import.meta.url));
const GATED = /This database is a restored backup, and no order is sent from it/;

/** One SQLite database, one upstream, and the command line beside the servers. */
async function openGround() {
  const databaseUrl = await freshDatabaseUrl('sqlite');
  const path = databaseUrl.replace(/^file:/, '');
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-restore-'));
  const stand = await openStand(databaseUrl);
  onTestFinished(async () => {
    await stand.stop();
    await rm(folder, { recursive: true });
  });
  return {
    stand,
    path,
    backup: join(folder, 'backup.db'),
    async start() {
      const server = await stand.start({ LOG_LEVEL: 'warn' });
      onTestFinished(async () => void (await server.kill('SIGKILL')));
      return server;
    },
    async run(...line: string[]) {
      const env = { DATABASE_URL: databaseUrl, GIFT_CARD_API_RATE: '1000', ...SECRETS };
      const { exited, lines } = await startProcess({
        command: process.execPath,
        args: [GOODTURN, ...line],
        env,
      });
      return { code: (await exited).code, lines };
    },
    /** What a person does who brings a backup back: its file in place of the database's. */
    async restore(from: string) {
      for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true });
      await copyFile(from, path);
    },
    /** How often each order was sent. */
    sends: async () => (await stand.sandbox.orders()).map(({ Creates }) => Creates),
  };
}

async function tellAll(server: ServerProcess, events: string[], code: string): Promise<void> {
  for (const eventId of events) expect(await tellPurchase(server, eventId, code)).toBe(true);
}

async function allIssued(server: ServerProcess, events: string[]): Promise<void> {
  for (const eventId of events) {
    await expect.poll(() => issuedCount(server, eventId), { timeout: 30_000, interval: 50 }).toBe(2);
  }
}

function names(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${name}-${at}`);
}

describe('a server that is killed and started on a backup', () => {
  test('made by goodturn backup under load sends nothing until it is reconciled, and then everything once', async () => {
    const ground = await openGround();
    const first = await ground.start();
    const code = await makeReferrer(first, 'ada');
    const [before, during, since] = [names('before', 3), names('during', 6), names('since', 6)];
    await tellAll(first, before, code);
    await allIssued(first, before);
    const [made] = await Promise.all([ground.run('backup', ground.backup), tellAll(first, during, code)]);
    expect(made.code).toBe(0);
    await tellAll(first, since, code);
    await allIssued(first, [...during, ...since]);
    await first.kill('SIGKILL');
    const ordered = await ground.sends();
    expect(ordered).toHaveLength(30);

    await ground.restore(ground.backup);
    const restored = await ground.start();
    expect(restored.lines.join('\n')).toMatch(GATED);
    // The site tells again what it told since the backup.
    await tellAll(restored, [...during, ...since], code);
    expect((await restored.site('/v1/rewards?limit=200')).status).toBe(200);
    const plain = await ground.run('reconcile');
    expect([plain.code, plain.lines.at(-1)]).toEqual([
      2,
      expect.stringMatching(/^This is a restored backup/),
    ]);
    expect(await ground.sends()).toEqual(ordered);

    const adopted = await ground.run('reconcile', '--adopt');
    expect([adopted.code, adopted.lines.at(-1)]).toEqual([
      0,
      expect.stringMatching(/orders go out again\.$/),
    ]);
    await allIssued(restored, [...before, ...during, ...since]);
    expect(await ground.sends()).toHaveLength(30);

    await tellAll(restored, ['after'], code);
    await allIssued(restored, ['after']);
    expect(await ground.sends()).toHaveLength(32);
    expect((await ground.run('reconcile')).code).toBe(0);
    await restored.kill('SIGKILL');
    const again = await ground.start();
    expect(again.lines.join('\n')).not.toMatch(GATED);
  });

  test('that is a plain copy of its file notices it by the marks beside the database', async () => {
    const ground = await openGround();
    const first = await ground.start();
    const code = await makeReferrer(first, 'ada');
    await first.kill('SIGTERM');
    await copyFile(ground.path, ground.backup);
    const second = await ground.start();
    expect(second.lines.join('\n')).not.toMatch(GATED);
    await tellAll(second, ['lost'], code);
    await allIssued(second, ['lost']);
    await second.kill('SIGKILL');

    await ground.restore(ground.backup);
    const restored = await ground.start();
    expect(restored.lines.join('\n')).toMatch(GATED);
    await tellAll(restored, ['lost'], code);
    expect((await ground.run('reconcile', '--adopt')).code).toBe(0);
    await allIssued(restored, ['lost']);
    expect(await ground.sends()).toHaveLength(2);
  });
});
