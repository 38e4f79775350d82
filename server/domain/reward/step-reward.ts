import type { Trail } from '../audit/trail.ts';
import { LostRace } from '../lost-race.ts';
import type { Rows } from '../store.ts';
import type { Step } from './first-steps.ts';
import type { Reward } from './reward.ts';

/**
 * Moves a reward from where it was read to stand, and leaves that behind with the words of whoever moved it. Where another
 * write moved it meanwhile, the move is a `LostRace`.
 */
export async function moveReward(
  rows: Rows,
  trail: Trail,
  reward: Reward,
  step: Step,
  words?: string,
): Promise<void> {
  if (!(await rows.rewards.move(reward.id, step.status, step.reason)))
    throw new LostRace('the reward was moved by another write');
  trail.reward(reward, step, words);
}

/** Gives a locked reward another reason to stand where it stands, and leaves that behind like a move. */
export async function explainReward(
  rows: Rows,
  trail: Trail,
  reward: Reward,
  step: Step,
  words?: string,
): Promise<void> {
  await rows.rewards.explain(reward.id, step.status, step.reason);
  trail.reward(reward, step, words);
}
