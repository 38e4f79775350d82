import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Event } from '../../shared/contract/event.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { issuedCount, makeReferrer, openStand, type Stand } from './stand.ts';

const MOST_EVENTS = 500;
/** trust.md 21: how soon after room returns the product is itself again. */
const RECOVERS_WITHIN_MS = 10_000;

const volume = mkdtempSync(join(tmpdir(), 'goodturn-volume-'));
/** A volume of a known size takes the right to mount one: where nobody has it, test/http/full-disk.test.ts stands alone. */
const isMounted =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', volume]).status === 0;

describe.runIf(isMounted)('a server whose volume fills up', () => {
  const ballast = join(volume, 'ballast');
  let stand: Stand;
  let server: ServerProcess;
  let code: string;
  let told = 0;

  beforeAll(async () => {
    mkdirSync(join(volume, 'data'));
    stand = await openStand(`file:${join(volume, 'data', 'goodturn.db')}`);
    server = await stand.start();
    code = await makeReferrer(server, 'ada');
  });
  afterAll(async () => {
    await server.kill('SIGKILL');
    await stand.stop();
    spawnSync('umount', [volume]);
    rmSync(volume, { recursive: true, force: true });
  });

  function buy(eventId: string): Promise<Response> {
    const amount = { amount: 4200, currency: 'USD' };
    const customer = { id: `friend_of_${eventId}` };
    return server.site('/v1/events', {
      body: { type: 'purchase', eventId, customer, referralCode: code, amount },
    });
  }

  async function buyUntilRefused(): Promise<{ kept: string[]; refused: string; answer: Response }> {
    const kept: string[] = [];
    while (told < MOST_EVENTS) {
      told += 1;
      const eventId = `purchase_${told}`;
      const answer = await buy(eventId);
      if (!answer.ok) return { kept, refused: eventId, answer };
      kept.push(eventId);
    }
    throw new Error('The volume never filled up.');
  }

  test('keeps all that it answered 2xx for, reads on, and goes on by itself when room returns', async () => {
    const { bavail, bsize } = statfsSync(volume);
    // A few pages are left, so that it fills up in the middle of the work.
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - 256 * 1024));
    const { kept, refused, answer } = await buyUntilRefused();
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    for (const eventId of kept) {
      const read = await server.site(`/v1/events/${eventId}`);
      expect(((await read.json()) as Event).rewards).toHaveLength(2);
    }

    rmSync(ballast);
    const room = performance.now();
    await expect.poll(async () => (await buy(refused)).ok, { timeout: RECOVERS_WITHIN_MS }).toBe(true);
    expect(performance.now() - room).toBeLessThan(RECOVERS_WITHIN_MS);
    for (const eventId of [...kept, refused]) {
      await expect.poll(() => issuedCount(server, eventId), { timeout: RECOVERS_WITHIN_MS }).toBe(2);
    }
    const file = new SqliteConnection(join(volume, 'data', 'goodturn.db'), { readonly: true });
    expect(file.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    file.close();
    expect(await stand.sandbox.orders()).toHaveLength(2 * (kept.length + 1));
  });
});
