import { setTimeout } from 'node:timers/promises';

// 2^20 times any base is beyond every cap in use; a larger exponent would only risk Infinity.
const LARGEST_EXPONENT = 20;

/**
 * Waiting time in ms before trying again, `attempt` counted from 0: uniform between 0 and an exponentially growing
 * ceiling, so that those who collided once don't collide again.
 */
export function fullJitter(attempt: number, baseMs: number, capMs: number, random = Math.random): number {
  return random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, LARGEST_EXPONENT));
}

/** Waits `ms` milliseconds without blocking. */
export async function pause(ms: number): Promise<void> {
  await setTimeout(ms);
}
