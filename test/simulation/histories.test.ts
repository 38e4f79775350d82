import { afterAll, describe, expect, test } from 'vitest';
import { layGround } from './ground.ts';
import { playHistory } from './history.ts';
import { tell } from './tell.ts';

/** How many seeds one run tries (trust.md 92), in parts, so that somebody who waits sees it move. */
const SEEDS = 500;
const PART = 50;
const FIRST = Number(process.env.SIMULATION_SEED ?? 1);

describe('whatever happens on the reward’s road, and in whatever order', async () => {
  const ground = await layGround();
  afterAll(() => ground.remove());
  const parts = Array.from({ length: SEEDS / PART }, (_, part) => FIRST + part * PART);

  test.each(parts)('nothing is doubled, lost or left hanging, 50 seeds from %i', async (from) => {
    let rewards = 0;
    let deaths = 0;
    for (let seed = from; seed < from + PART; seed += 1) {
      const history = await playHistory(seed, ground);
      expect(history.faults, tell(history)).toEqual([]);
      rewards += history.rewards;
      deaths += history.deaths;
    }
    // A history in which little happens would prove little.
    expect(rewards).toBeGreaterThan(PART * 5);
    expect(deaths).toBeGreaterThan(PART);
  });

  test('a seed plays the same history again, step by step', async () => {
    const [once, again] = [await playHistory(FIRST, ground), await playHistory(FIRST, ground)];
    expect(again.story).toEqual(once.story);
  });
});
