import type { Reward } from '../reward/reward.ts';
import type { Rows } from '../store.ts';

/** The one that its owner has now, locked: a lost or stolen card is dead, and what was given for it is to be stopped. */
export async function lastIssue(rows: Pick<Rows, 'rewards'>, earned: Reward): Promise<Reward> {
  let last = earned;
  while (last.reissuedAs !== null) {
    const next = await rows.rewards.lock(last.reissuedAs);
    if (!next) throw new Error(`reward ${last.id} was reissued as one that is not there`);
    last = next;
  }
  return last;
}

/** The one that was earned: whatever was given for it later stands and falls with its purchase. */
export async function firstIssue(rows: Pick<Rows, 'rewards'>, reward: Reward): Promise<Reward> {
  let first = reward;
  while (first.reissueOf !== null) {
    const before = await rows.rewards.find(first.reissueOf);
    if (!before) throw new Error(`reward ${first.id} was given for one that is not there`);
    first = before;
  }
  return first;
}
