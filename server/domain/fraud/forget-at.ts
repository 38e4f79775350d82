import { DAY_MS } from '../clock.ts';
import type { FrozenProgram } from '../site/program.ts';

/** How long after the hold a person may still look into a reward. */
const REVIEW_DAYS = 30;

/** When the footprint of a visit is forgotten (epoch ms): nothing can be decided by it any more. */
export function forgetAt({ hold }: Pick<FrozenProgram, 'hold'>, now: number): number {
  return now + (hold.days + REVIEW_DAYS) * DAY_MS;
}
