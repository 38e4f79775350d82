import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { SECOND_MS } from '../../server/domain/clock.ts';
import type { GiftCards } from '../../server/domain/order/gift-cards.ts';
import { DIALECTS } from '../support/databases.ts';
import { startScriptedUpstream } from '../support/scripted-upstream.ts';
import { startOrdering } from './ordering.ts';
import { LEASE_MS, realGiftCards, workerOn } from './worker-on.ts';

const RATE = 5;
const PAGES = 5;
/** The send, the pages of the list and the look at what stands in the last of them. */
const REQUESTS = PAGES + 2;

/** An upstream that has every order already, names none in its 409s and shows them on a late page of its list. */
describe.each(DIALECTS)('an order that is found on page five of the list, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const { deps, clock } = goodturn;
  const upstream = await startScriptedUpstream();
  afterAll(() => upstream.stop());

  const askedAt: number[] = [];
  const numbers: string[] = [];
  beforeEach(() => {
    askedAt.length = 0;
    numbers.length = 0;
    clock.now += 3600 * SECOND_MS;
  });
  const orderOf = (number: string) => ({
    Id: `up-${number}`,
    Type: 'Links',
    Status: 'Completed',
    PONumber: number,
    LineItems: [
      {
        ProductId: 'CVS',
        Value: 15,
        Quantity: 1,
        ClaimData: [{ ClaimLink: `https://cards.example/${number}`, ClaimLinkChallengeAnswer: '7' }],
      },
    ],
  });
  upstream.on('POST /v1/Orders', ({ body }) => {
    askedAt.push(clock.now);
    const number: string = JSON.parse(body).PONumber;
    numbers.push(number);
    upstream.on(`GET /v1/Orders/up-${number}`, () => {
      askedAt.push(clock.now);
      return { body: orderOf(number) };
    });
    return { status: 409, body: {} };
  });
  upstream.on('GET /v1/Orders', ({ path }) => {
    askedAt.push(clock.now);
    const page = Number(new URL(path, upstream.url).searchParams.get('pageIndex'));
    const others = Array.from({ length: 100 }, (_, at) => ({ Id: `other-${page}-${at}`, PONumber: 'other' }));
    return { body: { Data: page < PAGES ? others : numbers.map(orderOf) } };
  });

  const real = realGiftCards(deps);
  const giftCards: GiftCards = {
    ...real,
    place: (account, intent) => real.place({ ...account, url: upstream.url }, intent),
  };
  const worker = (name: string, ratePerSecond: number) =>
    workerOn(deps, name, {
      giftCards,
      settings: { ratePerSecond, concurrency: 1 },
      // Time goes on by waiting alone.
      async pause(ms) {
        clock.now += ms;
      },
    });
  const nextTurn = async () => (await deps.store.read.accounts.find('installation'))?.nextSendAt ?? 0;

  test('takes a turn of the account for every request, in one line with the others', async () => {
    const startedAt = clock.now;
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    await worker('one', RATE).settle();

    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'completed' });
    expect(askedAt).toHaveLength(REQUESTS);
    const gaps = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND_MS / RATE);
    // Whoever comes next, in any process, waits behind all of them.
    expect(await nextTurn()).toBe(startedAt + (REQUESTS * SECOND_MS) / RATE);
  });

  test('is unknown, and still in its lease, where the turns come too slowly to find it', async () => {
    const startedAt = clock.now;
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    await worker('slow', 1 / 6).settle();

    const { poNumber } = await goodturn.orderOf(reward);
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'unknown', claimed: 'no', deaths: 0 });
    expect(numbers).toEqual([poNumber]);
    expect(askedAt.length).toBeLessThan(REQUESTS);
    expect(askedAt.length).toBeGreaterThan(1);
    expect(Math.max(...askedAt)).toBeLessThan(startedAt + LEASE_MS);
  });
});
