import type { Me } from '../../../shared/contract/session.ts';
import { available } from '../budget/budget.ts';
import { currentRules, type Program, phaseOf } from '../site/program.ts';
import { leastOf } from '../site/reward-value.ts';
import type { Rows } from '../store.ts';

export type ProgramStatus = Me['program']['status'];

/** What the widget shows of a program at `now`: declared, over by its times, or with nothing left to give. */
export async function programStatus(rows: Rows, program: Program, now: number): Promise<ProgramStatus> {
  const phase = phaseOf(program.live, now);
  if (phase === 'ended' || phase === 'not_started') return phase;
  if (phase !== 'active') return 'paused';
  // Without a limit there is nothing to look up, and every poll of every open widget comes by here.
  if (program.live.budget === null) return 'active';
  const left = available(await rows.budgets.find(program.id));
  return left < smallestReward(program) ? 'exhausted' : 'active';
}

/** A program in memory never changes, and every poll of every open widget asks. */
const smallestRewards = new WeakMap<Program, number>();

function smallestReward(program: Program): number {
  const known = smallestRewards.get(program);
  if (known !== undefined) return known;
  const amounts = currentRules(program).rules.flatMap(({ rewards }) =>
    rewards.map(({ value }) => leastOf(value).amount),
  );
  const smallest = Math.min(...amounts);
  smallestRewards.set(program, smallest);
  return smallest;
}
