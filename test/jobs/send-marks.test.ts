import { describe, expect, test } from 'vitest';
import type { Account } from '../../server/domain/order/account.ts';
import { claimOrders } from '../../server/domain/order/claim-orders.ts';
import { wentBack } from '../../server/domain/restore/send-marks.ts';
import { DIALECTS } from '../support/databases.ts';
import { memoryMarks } from '../support/memory-marks.ts';
import { startOrdering } from './ordering.ts';

const SEED = 20_261_126;
const STEPS = 80;
const ACCOUNT = 'installation';

/** The same numbers from the same seed (Lehmer's generator). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

describe.each(DIALECTS)('the marks of sends beside %s', async (dialect) => {
  const { deps, clock, earn } = await startOrdering(dialect);
  const { store } = deps;
  const marks = memoryMarks();
  const pick = seeded(SEED);
  const noticed = async (accounts: Account[]) =>
    wentBack(await marks.read(), await store.read.gate.epochs(), accounts);

  /** Claims, and marks what it has claimed unless the process dies before that. True where something was marked. */
  async function send(dies: boolean): Promise<boolean> {
    const everyMs = 1 + pick(3);
    const request = { accountId: ACCOUNT, worker: 'one', now: clock.now, leaseMs: 30_000, everyMs };
    const { claimed } = await store.write('claim-orders', (rows) =>
      claimOrders(rows, { ...request, concurrency: 1 + pick(3), suspects: false, random: deps.random }),
    );
    if (claimed.length > 0 && !dies) {
      const latest = Math.max(...claimed.map(({ sendAt }) => sendAt));
      await marks.reach(await store.read.gate.epochs(), ACCOUNT, latest);
    }
    await store.write('claim-orders', async (rows) => {
      for (const { order, number } of claimed) await rows.orders.giveBack(order, number, clock.now);
    });
    return claimed.length > 0 && !dies;
  }

  const others: (() => Promise<unknown>)[] = [
    async () => {
      clock.now += pick(4);
    },
    () => store.write('account-state', (rows) => rows.accounts.slowUntil(ACCOUNT, clock.now + pick(5))),
    () =>
      store.write('take-turns', (rows) =>
        rows.accounts.takeTurns(ACCOUNT, { count: 1, everyMs: 1 + pick(3), now: clock.now, change: {} }),
      ),
  ];

  test(`tell of every restore to before the last send, and of none where there was none (seed ${SEED})`, async () => {
    await earn(3);
    let sends = 0;
    for (let step = 0; step < STEPS; step += 1) {
      const before = await store.read.accounts.all();
      const kind = pick(others.length * 2);
      const isMarked = kind >= others.length ? await send(kind === others.length) : false;
      await others[kind]?.();
      if (isMarked) {
        sends += 1;
        expect(await noticed(before), `step ${step}`).toBe(true);
      }
      expect(await noticed(await store.read.accounts.all()), `step ${step}`).toBe(false);
    }
    expect(sends).toBeGreaterThan(STEPS / 5);
  });
});
