import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import { releaseRewards } from '../../server/domain/reward/release-rewards.ts';
import { fresh, purchase } from '../http/support/people.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';

const DUE = 150;
const HOLD_DAYS = 14;

/** One reward for whoever buys, after the hold; and one that a person has to look at. */
const rewarding = (channel: string, amount: number) => ({
  id: channel,
  on: 'purchase',
  when: { firstOnly: false, metadata: { channel } },
  milestone: null,
  rewards: [
    {
      to: 'participant' as const,
      productId: 'CVS',
      value: { amount, currency: 'USD' },
      delivery: 'Links' as const,
    },
  ],
});
const CONFIG = acmeConfig({
  rules: [rewarding('web', 1500), rewarding('desk', 5000)],
  hold: { days: HOLD_DAYS },
  approval: { over: { amount: 2000, currency: 'USD' } },
});

describe.each(DIALECTS)(`${DUE} rewards whose hold ends at once, on %s`, async (dialect) => {
  const goodturn = await startHarness(dialect, { config: CONFIG });
  const { deps, clock } = goodturn;
  const buy = (channel: string) => goodturn.post('/v1/events', purchase({ metadata: { channel } }));
  const dueNow = async () => (await deps.store.read.rewards.due(clock.now, 2 * DUE)).length;

  /** What the releases read and write, one after another. */
  const looks: number[] = [];
  const writes: string[] = [];
  const store = {
    ...deps.store,
    read: {
      ...deps.store.read,
      rewards: {
        ...deps.store.read.rewards,
        due: async (now: number, limit: number) => {
          looks.push(limit);
          return deps.store.read.rewards.due(now, limit);
        },
      },
    },
    write: async <R>(...[name, work]: Parameters<typeof deps.store.write<R>>) => {
      writes.push(name);
      return deps.store.write<R>(name, work);
    },
  };

  test('none goes on a moment before, and none that a person has to look at ever does by itself', async () => {
    await Promise.all(Array.from({ length: DUE }, () => buy('web')));
    const flagged = await (await buy('desk')).json();
    clock.now += HOLD_DAYS * DAY_MS - 1;
    expect(await releaseRewards(deps)).toBe(0);
    clock.now += 1;
    expect(await dueNow()).toBe(DUE);
    const reward = await (await goodturn.get(`/v1/rewards/${flagged.rewards[0].id}`)).json();
    expect(reward.status).toBe('held');
  });

  test('each is a write of its own, so that what others do gets through between any two', async () => {
    const releasing = releaseRewards({ ...deps, store });
    const answers = await Promise.all(Array.from({ length: 5 }, () => buy(fresh('other'))));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(await dueNow(), 'the flood was still going on').toBeGreaterThan(DUE / 2);
    expect(await releasing).toBe(DUE);
    expect(await dueNow()).toBe(0);
    expect(writes).toEqual(Array(DUE).fill('release-reward'));
    expect(looks.length).toBeGreaterThan(1);
    expect(Math.max(...looks), 'rewards in one look').toBeLessThanOrEqual(100);
  });
});
