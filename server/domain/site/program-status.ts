import type { Me } from '../../../shared/contract/session.ts';
import { available } from '../budget/budget.ts';
import type { Rows } from '../store.ts';
import { offeredRules } from './offer.ts';
import { type Program, phaseOf } from './program.ts';
import { leastOf } from './reward-value.ts';

export type ProgramStatus = Me['program']['status'];

type Remaining = Pick<Rows, 'budgets' | 'limits'>;

/**
 * What people are told of a program at `now`: declared, over by its times, or exhausted, where it could not pay in
 * full what its offer promises to the next one. A day's limit that is used up is over tomorrow and exhausts nothing.
 */
export async function programStatus(rows: Remaining, program: Program, now: number): Promise<ProgramStatus> {
  const phase = phaseOf(program.live, now);
  if (phase === 'ended' || phase === 'not_started') return phase;
  if (phase !== 'active') return 'paused';
  return (await coversOffer(rows, program)) ? 'active' : 'exhausted';
}

/** Without a limit there is nothing to look up, and every poll of every open widget comes by here. */
async function coversOffer({ budgets, limits }: Remaining, program: Program): Promise<boolean> {
  const { budget, limits: declared } = program.live;
  const { amount, count } = promiseOf(program);
  if (budget !== null && available(await budgets.find(program.id)) < amount) return false;
  const { total } = declared;
  return total === undefined || (await limits.usedOfTotal(program.id, total)) + count <= total;
}

/** What one fulfilment of the offer takes: minor units, and rewards. */
type Promised = { amount: number; count: number };

/** A program in memory never changes, and every poll asks. */
const promises = new WeakMap<Program, Promised>();

function promiseOf(program: Program): Promised {
  const known = promises.get(program);
  if (known !== undefined) return known;
  const each = offeredRules(program).map(({ rewards }) => ({
    // "Up to $50" promises no more than the least that it can come to.
    amount: rewards.reduce((sum, { value }) => sum + leastOf(value).amount, 0),
    count: rewards.length,
  }));
  const promised = {
    amount: Math.max(0, ...each.map(({ amount }) => amount)),
    count: Math.max(0, ...each.map(({ count }) => count)),
  };
  promises.set(program, promised);
  return promised;
}
