import type { Log } from '../../server/domain/log.ts';
import type { Order } from '../../server/domain/order/order.ts';
import { TRY_EVERY_MS } from '../../server/domain/order/schedule.ts';
import type { Reward as StoredReward } from '../../server/domain/reward/reward.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { createHookMacs } from '../../server/vault/hook-mac.ts';
import { createMac } from '../../server/vault/mac.ts';
import type { Event } from '../../shared/contract/event.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import type { Dialect } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { quietLog } from '../support/quiet-log.ts';

export type Ordering = Awaited<ReturnType<typeof startOrdering>>;
type Options = NonNullable<Parameters<typeof startHarness>[1]>;
type RaisedAlert = { kind: string; data: Record<string, unknown> };
type UpstreamRequest = {
  Method: string;
  Path: string;
  Status: number | null;
  Body: { PONumber?: string } | null;
};

/** Every purchase of a new friend earns that friend one gift card: one event, one reward, one order. */
export const ONE_REWARD_RULES = [
  {
    id: 'purchase',
    on: 'purchase',
    when: { firstOnly: false },
    milestone: null,
    rewards: [
      { to: 'friend', productId: 'CVS', value: { amount: 1500, currency: 'USD' }, delivery: 'Links' },
    ],
  },
] satisfies NonNullable<Parameters<typeof acmeConfig>[0]>['rules'];

/** Acme by those rules, with a budget that no test uses up. */
export const ONE_REWARD = acmeConfig({
  rules: ONE_REWARD_RULES,
  budget: { amount: 50_000_000, currency: 'USD' },
});

const hookMacs = createHookMacs(createMac(deriveKeys(SECRETS.GOODTURN_SECRET).mac.hookUrl));

/** A server with a referrer, ready to earn rewards, whose clock, luck, alerts and upstream the test holds. */
export async function startOrdering(dialect: Dialect, options: Options = {}) {
  const alerts: RaisedAlert[] = [];
  const goodturn = await startHarness(dialect, {
    config: ONE_REWARD,
    ...options,
    overrides: { random: () => 0.5, log: alertLog(alerts), ...options.overrides },
  });
  const { deps, clock } = goodturn;
  // Hooks come when the test says so.
  await goodturn.control('settings', { hook: 'never' });
  const ada = await goodturn.post('/v1/participants', { externalId: 'ada' });
  const { codes } = (await ada.json()) as { codes: { code: string }[] };
  let friends = 0;

  async function earnOne(): Promise<Reward> {
    friends += 1;
    const answer = await goodturn.post('/v1/events', {
      type: 'purchase',
      eventId: `purchase_${friends}`,
      customer: { id: `friend_${friends}` },
      referralCode: codes[0]?.code,
      amount: { amount: 4200, currency: 'USD' },
    });
    const { rewards } = (await answer.json()) as Event;
    const [reward] = rewards;
    if (!reward) throw new Error(`event ${friends} earned nothing`);
    return reward;
  }

  async function orderOf({ id }: Pick<Reward, 'id'>): Promise<Order> {
    const [order] = await deps.store.read.orders.ofRewards([id]);
    if (!order) throw new Error(`no order of ${id}`);
    return order;
  }

  async function rewardNow({ id }: Pick<Reward, 'id'>): Promise<StoredReward> {
    const reward = await deps.store.read.rewards.find(id);
    if (!reward) throw new Error(`no reward ${id}`);
    return reward;
  }

  return {
    ...goodturn,
    /** The referrer's. */
    code: codes[0]?.code ?? '',
    alerts,
    orderOf,
    rewardNow,
    /** Rewards of so many purchases, each with its order queued. */
    async earn(count = 1): Promise<Reward[]> {
      const rewards: Reward[] = [];
      for (let made = 0; made < count; made += 1) rewards.push(await earnOne());
      return rewards;
    },
    async hint(order: Pick<Order, 'id'>, mac = hookMacs.macOf(order.id)): Promise<number> {
      const answer = await goodturn.app.request(`/hooks/gift-card/${order.id}/${mac}`, {
        method: 'POST',
        body: '{"Status":"Completed"}',
      });
      return answer.status;
    },
    macOf: (orderId: string) => hookMacs.macOf(orderId),
    /** Lets the worker's time pass, and runs what is due by then. */
    async pass(ms: number): Promise<void> {
      clock.now += ms;
      await deps.worker.settle();
    },
    /** Polls by the clock alone until the reward's order rests. */
    async untilOrderRests(reward: Reward): Promise<Order> {
      for (let step = 0; step < 60; step += 1) {
        await deps.worker.settle();
        const order = await orderOf(reward);
        if (order.dueAt === null) return order;
        // Due and not taken, it waits for its account, which is tried again after a while.
        clock.now = Math.max(order.dueAt > clock.now ? 0 : clock.now + TRY_EVERY_MS, order.dueAt);
      }
      throw new Error(`order ${(await orderOf(reward)).id} does not come to rest`);
    },
    async requests(): Promise<UpstreamRequest[]> {
      const answer = await fetch(`${goodturn.sandboxUrl}/__sandbox/requests`);
      return ((await answer.json()) as { Data: UpstreamRequest[] }).Data;
    },
    /** How often each number was sent, by the upstream's own journal. */
    async creates(): Promise<Map<string, number>> {
      const answer = await fetch(`${goodturn.sandboxUrl}/__sandbox/orders`);
      const { Data } = (await answer.json()) as { Data: { PONumber: string; Creates: number }[] };
      return new Map(Data.map(({ PONumber, Creates }) => [PONumber, Creates]));
    },
    /** The reward's states so far, as the audit tells them. */
    async history({ id }: Pick<Reward, 'id'>): Promise<string[]> {
      const entries = await deps.store.read.audit.ofSubjects([id]);
      return entries.map(({ status }) => status);
    },
    async budget() {
      const budget = await deps.store.read.budgets.find('friends');
      return { reserved: budget?.reserved, spent: budget?.spent };
    },
  };
}

/** Alerts always reach the log; that is where a test reads them. */
function alertLog(alerts: RaisedAlert[]): Log {
  return {
    ...quietLog,
    warn(fields) {
      const { alert, data } = fields as { alert?: string; data?: Record<string, unknown> };
      if (alert !== undefined) alerts.push({ kind: alert, data: data ?? {} });
    },
  };
}
