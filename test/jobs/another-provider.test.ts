import { afterAll, describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { reconcile } from '../../server/domain/reconciliation/reconcile.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { clickThrough, fresh, member, purchase, signIn } from '../http/support/people.ts';
import { startHarness } from '../support/harness.ts';
import { PEBBLE_KEY, startPebble } from '../support/pebble/api.ts';
import { createPebble } from '../support/pebble/create-pebble.ts';

/** Nothing but the folder `test/support/pebble` knows which provider this is: the port is as wide as that. */
describe('the road of a reward with a provider that does everything the other way', async () => {
  const pebble = await startPebble();
  afterAll(() => pebble.stop());
  const goodturn = await startHarness('sqlite', {
    sandboxUrl: pebble.url,
    env: { GIFT_CARD_API_TOKEN: PEBBLE_KEY },
    overrides: { giftCards: createPebble(), random: () => 0.5 },
  });
  const { deps, clock } = goodturn;

  /** A friend's purchase, by which both of them earn a card. */
  async function earn() {
    const ada = await member(goodturn);
    const bea = fresh('friend');
    const told = purchase({
      customer: { id: bea },
      referralToken: await clickThrough(goodturn, ada.code),
    });
    const { rewards }: { rewards: Reward[] } = await (await goodturn.post('/v1/events', told)).json();
    expect(rewards).toHaveLength(2);
    return { rewards, people: [ada.externalId, bea] };
  }

  async function statusesOf(rewards: Reward[]): Promise<(string | undefined)[]> {
    const orders = await deps.store.read.orders.ofRewards(rewards.map(({ id }) => id));
    return orders.map(({ status }) => status);
  }

  /** Opens the card of each person as the widget does: the link has to be a good one, and only theirs. */
  async function expectClaimed(people: string[]): Promise<void> {
    const opened = new Set<string>();
    for (const externalId of people) {
      const session = await signIn(goodturn, { externalId });
      const me = await (await goodturn.widget('GET', '/v1/widget/me', { session })).json();
      expect(me.rewards).toMatchObject([{ status: 'issued', claimable: true }]);
      const path = `/v1/widget/rewards/${me.rewards[0].id}/reveal`;
      const { claimLink } = await (await goodturn.widget('POST', path, { session })).json();
      expect((await fetch(claimLink)).status).toBe(200);
      opened.add(pebble.links.get(claimLink) ?? '');
    }
    expect(opened.size).toBe(people.length);
  }

  test('a purchase becomes two orders and two claims', async () => {
    const { rewards, people } = await earn();
    await deps.worker.settle();
    expect(await statusesOf(rewards)).toEqual(['completed', 'completed']);
    expect(pebble.books).toHaveLength(2);
    await expectClaimed(people);
  });

  test('a link that was lost with its reply is had anew, and the card is ordered once', async () => {
    const before = pebble.books.length;
    pebble.next('lose_reply');
    const { rewards, people } = await earn();
    await deps.worker.settle();
    expect((await statusesOf(rewards)).toSorted()).toEqual(['completed', 'unknown']);
    clock.now += MINUTE_MS;
    await deps.worker.settle();
    expect(await statusesOf(rewards)).toEqual(['completed', 'completed']);
    expect(pebble.books).toHaveLength(before + 2);
    await expectClaimed(people);
  });

  test('links that come late are found by asking, since nobody tells', async () => {
    pebble.state.isLate = true;
    const { rewards, people } = await earn();
    await deps.worker.settle();
    expect(await statusesOf(rewards)).toEqual(['pending', 'pending']);
    pebble.finish();
    pebble.state.isLate = false;
    clock.now += 2 * SECOND_MS;
    await deps.worker.settle();
    expect(await statusesOf(rewards)).toEqual(['completed', 'completed']);
    await expectClaimed(people);
  });

  test('an account without funds is parked, and goes on when it has some', async () => {
    pebble.state.cents = 0;
    const { rewards, people } = await earn();
    await deps.worker.settle();
    const [{ status }] = (await (await goodturn.get('/v1/accounts')).json()).data;
    expect(status).toBe('parked');
    pebble.state.cents = 100_000;
    for (const _ of [1, 2]) {
      clock.now += MINUTE_MS;
      await deps.worker.settle();
    }
    expect(await statusesOf(rewards)).toEqual(['completed', 'completed']);
    await expectClaimed(people);
  });

  test('books are compared by number, no new links are made for that, and what cannot be seen is said', async () => {
    const { rewards } = await earn();
    const [order] = await deps.store.read.orders.ofRewards(rewards.map(({ id }) => id));
    if (!order) throw new Error('nothing was ordered');
    // Somebody paid for it already, and nobody here knows.
    const { cents, currency } = { cents: order.value.amount, currency: order.value.currency };
    await fetch(`${pebble.url}/rewards`, {
      method: 'POST',
      headers: { 'X-Api-Key': PEBBLE_KEY },
      body: JSON.stringify({ reference: order.poNumber, sku: order.productId, cents, currency }),
    });
    const shown = pebble.links.size;
    const report = await reconcile(
      {
        ...deps,
        pause: async () => {},
        ratePerSecond: 1000,
        concurrency: 5,
        worker: 'test',
        leaseMs: 30_000,
        progress() {},
      },
      { from: 0, adopt: false },
    );
    expect(report).toMatchObject({
      compared: 10,
      listed: 0,
      findings: [{ kind: 'status_differs', orderId: order.id, here: 'queued', there: 'completed (sent)' }],
      unread: [expect.stringContaining('lists no orders')],
    });
    expect(pebble.links.size).toBe(shown);
  });
});
