import { available } from '../budget/budget.ts';
import { budgetCheck } from '../decision/budget-check.ts';
import { DomainError } from '../errors.ts';
import type { Limit } from '../limit/limit.ts';
import { limitsCountedBy } from '../limit/limits-of.ts';
import { type Fate, fateOf, type Terms } from '../reversal/fate.ts';
import { firstIssue } from '../reversal/issues-of.ts';
import { returnedOf } from '../reversal/returns.ts';
import { termsOf } from '../reversal/terms-of.ts';
import { knownProgram } from '../site/known-program.ts';
import { frozenAt } from '../site/program.ts';
import { withVersion } from '../site/with-version.ts';
import { approveByPerson } from './approve-by-person.ts';
import type { Refusal, ReviewWrite } from './review.ts';
import type { Reward } from './reward.ts';
import { moveReward } from './step-reward.ts';

/** A reward that was taken up again, and the limits that it counts in. Booked by the write's end. */
export type TakenUp = { reward: Reward; limits: Limit[] };

/**
 * One person's approval of a locked reward that was rejected before it was ordered: it is earned again as far as its
 * purchase still allows, and goes on as any other that is approved. Adds it to `taken`. Refused as `budget_exhausted`
 * or `limit_reached` where it no longer fits, and as `wrong_state` where it would not be earned any more.
 */
export async function takeUp(write: ReviewWrite, rejected: Reward, taken: TakenUp[]): Promise<Refusal> {
  const { rows, trail } = write;
  const earned = await earnedAgain(write, rejected);
  if (earned instanceof DomainError) return earned;
  const { live } = knownProgram(write.site, earned.programId);
  const limits = limitsCountedBy(live, earned);
  const refusal =
    (await whyBeyond(write, earned, limits, taken)) ?? (await whyUncovered(write, earned, taken));
  if (refusal) return refusal;
  taken.push({ reward: earned, limits });
  const { id, takenUp, value, review, referralId } = earned;
  // What was approved before the rejection was approved on other grounds.
  await rows.approvals.forget(id);
  await moveReward(rows, trail, earned, { status: 'held', reason: 'taken_up_again' });
  await rows.rewards.amend(id, { takenUp, value, review });
  if (referralId !== null) await reviveReferral(write, referralId);
  return approveByPerson(write, earned);
}

/** The reward as it would be earned now, held; or why it would not be. */
async function earnedAgain({ rows, site }: ReviewWrite, rejected: Reward): Promise<Reward | DomainError> {
  const { programId, programVersion, ruleId, participantId, value, reissueOf } = rejected;
  const { fate, terms: earnedBy } = await fateNow(rows, site, rejected);
  if (fate.kind === 'falls' || (fate.kind === 'shrinks' && !fate.to))
    return new DomainError('wrong_state', 'The reward is rejected, and its purchase was returned since.');
  // What was given for a lost card was not earned anew: no rule is asked about it again.
  const terms = reissueOf === null ? earnedBy : undefined;
  const isOnce = terms?.rule.when.oncePerPerson === true;
  if (isOnce && (await rows.rewards.hasOf({ programId, ruleId, participantId })))
    return new DomainError('wrong_state', 'The reward is rejected, and the person has another by its rule.');
  const program = await withVersion(rows, knownProgram(site, programId), programVersion);
  const asksTerms = terms !== undefined && frozenAt(program, programVersion).eligibility.acceptTerms === true;
  const accepted = asksTerms ? await rows.termsAcceptances.ofParticipant(participantId, programId) : [];
  const isBound = !asksTerms || accepted.some(({ version }) => version >= programVersion);
  return {
    ...rejected,
    status: 'held',
    reason: 'taken_up_again',
    takenUp: rejected.takenUp + 1,
    value: fate.kind === 'shrinks' && fate.to ? fate.to : value,
    review: isBound ? [] : ['terms_not_accepted'],
  };
}

/** What returns of its purchase have made of it so far; of one that was given for a lost card, of the first one's. */
async function fateNow(
  rows: ReviewWrite['rows'],
  site: ReviewWrite['site'],
  rejected: Reward,
): Promise<{ fate: Fate; terms: Terms | undefined }> {
  const first = await firstIssue(rows, rejected);
  const purchase = await rows.events.find(site.id, first.eventId);
  if (!purchase) throw new Error(`reward ${first.id} has no event`);
  const terms = await termsOf(rows, site, purchase, first);
  const { eventId, amount, currency } = purchase;
  const returned = returnedOf(await rows.events.referringTo(site.id, eventId), currency);
  if (returned === 0) return { fate: { kind: 'stays' }, terms };
  const back = { amount: amount === null || currency === null ? null : { amount, currency }, returned };
  return { fate: fateOf(rejected, terms, back), terms };
}

/** The periods are those in which it was earned first, so that it is given back to the same ones. */
async function whyBeyond(
  { rows }: ReviewWrite,
  { programId, value }: Reward,
  limits: Limit[],
  taken: TakenUp[],
): Promise<Refusal> {
  const uses = await rows.limits.usage(programId, limits);
  const full = limits.find(({ scope, period, max, maxAmount }) => {
    const isSame = (one: { scope: string; period: string }) => one.scope === scope && one.period === period;
    const use = uses.find(isSame) ?? { count: 0, amount: 0 };
    const own = taken.filter((each) => each.reward.programId === programId && each.limits.some(isSame));
    const amount = own.reduce((sum, { reward }) => sum + reward.value.amount, use.amount);
    const isFull = max !== null && use.count + own.length + 1 > max;
    return isFull || (maxAmount !== null && amount + value.amount > maxAmount);
  });
  if (!full) return null;
  return new DomainError('limit_reached', 'The reward does not fit into the limits of its program any more.');
}

async function whyUncovered(
  { rows }: ReviewWrite,
  { programId, value }: Reward,
  taken: TakenUp[],
): Promise<Refusal> {
  const budget = await rows.budgets.find(programId);
  const promised = taken
    .filter(({ reward }) => reward.programId === programId)
    .reduce((sum, { reward }) => sum + reward.value.amount, 0);
  const left = budget ? { left: available(budget) - promised, currency: budget.currency } : null;
  const covered = budgetCheck(left, value);
  return covered.passed ? null : new DomainError('budget_exhausted', covered.detail);
}

/** It was rejected with the last of its rewards, and now has one again. */
async function reviveReferral({ rows, trail }: ReviewWrite, referralId: string): Promise<void> {
  const referral = await rows.referrals.lock(referralId);
  if (!referral || !(await rows.referrals.move(referralId, ['rejected'], 'qualified', 'action_done'))) return;
  trail.referral(referral, { status: 'qualified', reason: 'action_done' });
}
