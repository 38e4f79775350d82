import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabaseUrl } from '../support/databases.ts';
import type { ServerProcess } from '../support/server-process.ts';
import {
  balancedBooks,
  makeReferrer,
  openStand,
  readBooks,
  type Stand,
  tellPurchase,
  workersSeen,
} from './stand.ts';

const LEASE_MS = 2000;
const POLL_MS = 50;
/** For a busy machine to do the work itself. */
const SLACK_MS = 5000;
const SETTINGS = {
  ORDER_LEASE_MS: String(LEASE_MS),
  GIFT_CARD_API_TIMEOUT_MS: String(LEASE_MS - 100),
  ORDER_POLL_MS: String(POLL_MS),
};
const MOST_ROUNDS = 30;

describe('two servers on one PostgreSQL', () => {
  let stand: Stand;
  let one: ServerProcess;
  let other: ServerProcess;
  let code: string;
  let events = 0;

  beforeAll(async () => {
    stand = await openStand(await freshDatabaseUrl('postgres'));
    // At once, so that they also migrate and apply the configuration side by side.
    [one, other] = await Promise.all([stand.start(SETTINGS), stand.start(SETTINGS)]);
    code = await makeReferrer(one, 'ada');
  });
  afterAll(() => stand.stop());

  async function buy(server: ServerProcess): Promise<boolean> {
    events += 1;
    return tellPurchase(server, `order-${events}`, code);
  }

  async function expectBalanced(server: ServerProcess, withinMs: number): Promise<void> {
    const nothingReserved = async () => (await readBooks(stand, server)).budget.reserved;
    await expect.poll(nothingReserved, { timeout: withinMs }).toBe(0);
    const books = await readBooks(stand, server);
    expect(books).toEqual(balancedBooks(books, events));
  }

  test('both serve and both order, each reward once', async () => {
    for (
      let round = 0;
      round < MOST_ROUNDS && (await workersSeen(stand.databaseUrl)).length < 2;
      round += 1
    ) {
      expect(await Promise.all([buy(one), buy(other)])).toEqual([true, true]);
    }
    expect(await workersSeen(stand.databaseUrl)).toHaveLength(2);
    await expectBalanced(one, SLACK_MS);
  });

  test('the same event at both at once is one event', async () => {
    events += 1;
    const both = [one, other].map((server) => tellPurchase(server, `order-${events}`, code));
    expect(await Promise.all(both)).toEqual([true, true]);
    await expectBalanced(other, SLACK_MS);
  });

  test('a session that one opened is valid at the other, and signed out at both', async () => {
    const minted = await one.site('/v1/participant-tokens', { body: { externalId: 'ada' } });
    const { participantToken } = (await minted.json()) as { participantToken: string };
    const opened = await one.widget('/v1/widget/sessions', {
      body: { participantToken, programId: 'friends' },
    });
    const { sessionToken: session } = (await opened.json()) as { sessionToken: string };
    expect((await other.widget('/v1/widget/me', { session })).status).toBe(200);

    await one.site('/v1/participants/ada/sign-out', { method: 'POST' });
    expect((await other.widget('/v1/widget/me', { session })).status).toBe(401);
  });

  test('the orders of a killed server are finished by the other within lease and poll', async () => {
    const dying = await stand.start({ ...SETTINGS, GOODTURN_CRASH_AT: 'claim-orders:after-commit' });
    let answered = true;
    for (let round = 0; round < MOST_ROUNDS && answered; round += 1) answered = await buy(dying);
    const { signal } = await dying.exited;
    expect(signal).toBe('SIGKILL');
    // Whoever posted the last one does not know its fate, and asks the other.
    expect(await tellPurchase(other, `order-${events}`, code)).toBe(true);
    await expectBalanced(other, LEASE_MS + POLL_MS + SLACK_MS);
  });

  test('both stop in order', async () => {
    const exits = await Promise.all([one.kill(), other.kill()]);
    expect(exits).toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ]);
  });
});
