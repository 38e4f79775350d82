import { afterAll, describe, expect, test } from 'vitest';
import { layGround } from './ground.ts';
import { playHistory } from './history.ts';
import { PLANTS } from './plants.ts';

const SEEDS = 500;

describe('the simulation finds within 500 seeds that', async () => {
  const ground = await layGround();
  afterAll(() => ground.remove());

  test.each(Object.entries(PLANTS))('%s', async (_, wiring) => {
    const found = async () => {
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const { faults } = await playHistory(seed, ground, wiring);
        if (faults.length > 0) return { seed, faults };
      }
      return null;
    };
    expect(await found()).not.toBeNull();
  });
});
