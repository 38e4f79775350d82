import { MINUTE_MS, SECOND_MS } from '../../../server/domain/clock.ts';
import { buryReward } from '../../../server/domain/order/bury-reward.ts';
import type { FindResult, GiftCards, PlaceResult } from '../../../server/domain/order/gift-cards.ts';
import type { Reward } from '../../../shared/contract/reward.ts';
import { startOrdering } from '../../jobs/ordering.ts';
import { realGiftCards } from '../../jobs/worker-on.ts';
import type { Dialect } from '../../support/databases.ts';

/** What the upstream is made to say, and what happens while it is asked; the sandbox answers where nothing is given. */
type Said = { find?: FindResult; place?: PlaceResult; meanwhile?: () => Promise<unknown> };

/** Ordering whose upstream says what the test wants, and where waiting for a turn moves the clock. */
export async function startSettingAside(
  dialect: Dialect,
  options: Omit<NonNullable<Parameters<typeof startOrdering>[1]>, 'overrides'> = {},
) {
  const said: Said = {};
  const real = realGiftCards({ clock: Date.now });
  const giftCards: GiftCards = {
    ...real,
    place: async (account, intent) => said.place ?? real.place(account, intent),
    async find(account, intent, madeAt) {
      const found = said.find ?? (await real.find(account, intent, madeAt));
      await said.meanwhile?.();
      return found;
    },
  };
  const goodturn = await startOrdering(dialect, {
    ...options,
    overrides: {
      giftCards,
      async pause(ms) {
        goodturn.clock.now += ms;
      },
    },
  });
  const { deps, clock } = goodturn;

  /** A reward whose order was sent, or got lost on its way, by a worker that died of it, and was set aside after that. */
  async function setAside({ sent }: { sent: boolean }): Promise<Reward> {
    // Earlier questions took turns of the account: those are over.
    clock.now += SECOND_MS;
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    await goodturn.control('fault', { word: sent ? 'SIMTIMEOUTAFTER' : 'SIMERR500', times: 1 });
    await deps.worker.settle();
    const order = await goodturn.orderOf(reward);
    if (order.status !== 'unknown') throw new Error(`the order is ${order.status}`);
    const diedAt = clock.now;
    clock.now += 10 * MINUTE_MS;
    await deps.store.write('claim-orders', async (rows) => {
      const lease = { claimed: 'alone', deaths: 6, loneDeaths: 4, leaseUntil: 1 } as const;
      const attempt = { orderId: order.id, number: 2, worker: 'dying', startedAt: diedAt, endedAt: null };
      await rows.orders.start(attempt, lease);
      await rows.orders.bury(order.id, 2, clock.now);
      await buryReward(rows, deps, order, clock.now);
    });
    return reward;
  }

  return {
    ...goodturn,
    said,
    setAside,
    /** What the account was charged so far, in minor units. */
    charged: async () => (await deps.store.read.funds.ofAccount('installation'))[0]?.charged ?? 0,
  };
}
