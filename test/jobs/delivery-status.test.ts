import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import { followDeliveries } from '../../server/domain/delivery/follow-deliveries.ts';
import { openReward } from '../../server/domain/delivery/open-reward.ts';
import type { GiftCards, OrderSnapshot } from '../../server/domain/order/gift-cards.ts';
import type { DeliveryStatus } from '../../shared/contract/fields.ts';
import { seededRandom } from '../domain/order/seeded-random.ts';
import { fresh } from '../http/support/people.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';
import { realGiftCards } from './worker-on.ts';

const SEED = 4711;
const gift = (on: string, delivery: string) => ({
  ...{ id: on, on, when: {}, milestone: null },
  rewards: [{ to: 'participant', productId: 'CVS', value: { amount: 1500, currency: 'USD' }, delivery }],
});
const CONFIG = acmeConfig({
  rules: [gift('post', 'PhysicalShipment'), gift('mail', 'DigitalDelivery'), gift('link', 'Links')],
  fraud: { level: 'off' },
  budget: null,
} as Parameters<typeof acmeConfig>[0]);

const SAM = { name: 'Sam Doe', line1: '1 Main Street', city: 'New York', state: 'NY', zip: '10001' };
const ADDRESS = { kind: 'postal', ...SAM, country: 'US' } as const;
const TRACKING = { carrier: 'Post', number: '9102', url: null };
const RANKS = ['awaiting_address', 'preparing', 'sent', 'delivered'] as const satisfies DeliveryStatus[];

describe.each(DIALECTS)('how far a card has come, on %s', async (dialect) => {
  /** What a look shows beside what the upstream itself says. */
  let shown: Partial<OrderSnapshot> = {};
  const real = realGiftCards({ clock: Date.now });
  const giftCards: GiftCards = {
    ...real,
    async look(...asked) {
      const found = await real.look(...asked);
      return found.kind === 'found' ? { ...found, order: { ...found.order, ...shown } } : found;
    },
  };
  const goodturn = await startOrdering(dialect, { config: CONFIG, overrides: { giftCards } });
  const { deps } = goodturn;
  await goodturn.control('settings', { shipping: 'parcel', completionSeconds: 30_000_000 });

  async function earn(type: string, customer: object = {}): Promise<string> {
    const told = { type, eventId: fresh(type), customer: { id: fresh('sam'), ...customer } };
    const { rewards } = await (await goodturn.post('/v1/events', told)).json();
    return rewards[0].id;
  }
  const rewardOf = async (id: string) => (await goodturn.get(`/v1/rewards/${id}`)).json();
  /** As the reward and its order tell it, which must agree. */
  async function statusOf(id: string): Promise<DeliveryStatus | null> {
    const { deliveryStatus = null, orderId } = await rewardOf(id);
    if (orderId === null) return deliveryStatus;
    const order = await (await goodturn.get(`/v1/orders/${orderId}`)).json();
    expect(order.deliveryStatus ?? null).toBe(deliveryStatus);
    return deliveryStatus;
  }
  async function pageOf(id: string): Promise<string> {
    const { claimPageUrl } = await (await goodturn.post(`/v1/rewards/${id}/claim-page`, {})).json();
    return (await goodturn.app.request(new URL(claimPageUrl).pathname)).text();
  }
  const follow = () => followDeliveries({ ...deps, pause: async () => {}, ratePerSecond: 1000 });
  async function pass(ms: number, show: Partial<OrderSnapshot>) {
    shown = show;
    await goodturn.pass(ms);
    await follow();
  }

  test('is told by reward, order, timeline and claim page, from the address to the arrival', async () => {
    const id = await earn('post');
    expect(await statusOf(id)).toBe('awaiting_address');
    await openReward(deps, id, { actor: 'claim-page', address: ADDRESS });
    await deps.worker.settle();
    expect(await statusOf(id)).toBe('preparing');
    await pass(DAY_MS, { tracking: TRACKING });
    expect([await statusOf(id), (await rewardOf(id)).status]).toEqual(['sent', 'ordering']);
    expect(await pageOf(id)).toMatch(/is in the post[\s\S]*9102/);
    await pass(DAY_MS, { state: 'completed', statusWord: 'Completed', tracking: null });
    expect([await statusOf(id), (await rewardOf(id)).status]).toEqual(['sent', 'issued']);
    expect(await pageOf(id), 'a number once told stays').toMatch(/is in the post[\s\S]*9102/);
    await pass(DAY_MS / 2, { isDelivered: true });
    expect(await statusOf(id), 'asked about once a day').toBe('sent');
    // A hint has it asked about in the next round.
    await goodturn.hint(await goodturn.orderOf({ id }));
    await follow();
    expect(await statusOf(id)).toBe('delivered');
    expect(await pageOf(id)).toMatch(/has arrived[\s\S]*help@acme\.example/);
    const { timeline } = await rewardOf(id);
    const steps = timeline.map(({ status, reason }: { status: string; reason: string }) => [status, reason]);
    expect(steps, 'statuses of the reward all along').toEqual([
      ['earned', expect.any(String)],
      ['approved', expect.any(String)],
      ['ordering', expect.any(String)],
      ['ordering', 'card_sent'],
      ['issued', expect.any(String)],
      ['issued', 'card_delivered'],
    ]);
    const order = await goodturn.orderOf({ id });
    expect(order).toMatchObject({ status: 'completed', followAt: null });
  });

  test('is nothing any more once the upstream has given the order up', async () => {
    const id = await earn('post');
    await openReward(deps, id, { actor: 'claim-page', address: ADDRESS });
    await deps.worker.settle();
    await pass(DAY_MS, { tracking: TRACKING });
    expect(await statusOf(id)).toBe('sent');
    await pass(DAY_MS, { state: 'failed', tracking: null });
    expect([await statusOf(id), (await rewardOf(id)).status]).toEqual([null, 'failed']);
    expect(await goodturn.orderOf({ id })).toMatchObject({ status: 'failed', followAt: null });
  });

  test('ends for a mail when it was sent, and says nothing of a link', async () => {
    await goodturn.control('settings', { shipping: 'at_once' });
    const mail = await earn('mail', { email: 'sam@people.example' });
    const link = await earn('link');
    await deps.worker.settle();
    expect([await statusOf(mail), await statusOf(link)]).toEqual(['sent', null]);
    expect(await goodturn.orderOf({ id: mail })).toMatchObject({ followAt: null });
    await goodturn.control('settings', { shipping: 'parcel' });
  });

  test('is asked about for a month and no longer', async () => {
    const id = await earn('post');
    await openReward(deps, id, { actor: 'claim-page', address: ADDRESS });
    await deps.worker.settle();
    await pass(DAY_MS, { state: 'completed' });
    for (let day = 0; day < 31; day += 1) await pass(DAY_MS, { state: 'completed' });
    expect(await goodturn.orderOf({ id })).toMatchObject({ deliveryStatus: 'sent', followAt: null });
  });

  test(`never goes back, nor does its order or reward, in whatever order things are shown and hinted (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
    const SHOWS: Partial<OrderSnapshot>[] = [
      { state: 'pending', tracking: null, isDelivered: false },
      { state: 'pending', tracking: TRACKING, isDelivered: false },
      { state: 'completed', tracking: null, isDelivered: false },
      { state: 'completed', tracking: TRACKING, isDelivered: true },
      { state: 'failed', tracking: null, isDelivered: false },
    ];
    for (let story = 0; story < (dialect === 'sqlite' ? 25 : 8); story += 1) {
      const id = await earn('post');
      await openReward(deps, id, { actor: 'claim-page', address: ADDRESS });
      await deps.worker.settle();
      let before = { rank: 0, isIssued: false };
      for (let step = 0; step < 8; step += 1) {
        const order = await goodturn.orderOf({ id });
        if (random() < 0.5) await goodturn.hint(order);
        // Given up for good is another story.
        await pass(pick([DAY_MS / 4, DAY_MS, 2 * DAY_MS]), pick(before.isIssued ? SHOWS : SHOWS.slice(0, 4)));
        const rank = RANKS.indexOf((await statusOf(id)) ?? 'awaiting_address');
        const isIssued = (await rewardOf(id)).status === 'issued';
        expect(rank).toBeGreaterThanOrEqual(before.rank);
        expect(isIssued || !before.isIssued).toBe(true);
        before = { rank, isIssued };
      }
      await pass(2 * DAY_MS, { state: 'completed', tracking: TRACKING, isDelivered: true });
      await pass(DAY_MS, { state: 'pending', tracking: TRACKING, isDelivered: false });
      expect(await statusOf(id)).toBe('delivered');
      const steps = (await rewardOf(id)).timeline.map(({ reason }: { reason: string }) => reason);
      expect(new Set(steps).size, steps.join(' ')).toBe(steps.length);
    }
  });
});
