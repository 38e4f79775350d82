import { countsOf } from '../decision/count-checks.ts';
import { decide, type Verdict } from '../decision/decide.ts';
import { decisiveCheck } from '../decision/decision.ts';
import { tierOf } from '../decision/settle-value.ts';
import type { Situation } from '../decision/situation.ts';
import { qualificationsOf } from '../event/qualifications-of.ts';
import { readSituation } from '../event/read-situation.ts';
import type { View } from '../event/view.ts';
import { type FirstSteps, firstSteps, payoutSteps } from '../reward/first-steps.ts';
import type { Reward } from '../reward/reward.ts';
import { frozenAt, type LiveProgram } from '../site/program.ts';
import type { ReplayedEvent, SimulatedReward } from './replayed-event.ts';
import type { SimulatedPast } from './simulated-past.ts';

type Replay = Pick<ReplayedEvent, 'rewards' | 'qualifications' | 'fulfilled' | 'refusals'>;

/** Whether a rule asks for the event in the version that holds for it. */
export function asksFor({ program, version, input }: View): boolean {
  return frozenAt(program, version).rules.some(({ on }) => on === input.request.type);
}

/** Decides about one event in the simulated past, which is not changed yet. */
export async function replayEvent(
  past: SimulatedPast,
  view: View,
  eventRowId: string,
  approvalOf: ApprovalOf,
): Promise<Replay> {
  const situation = await readSituation(past, view);
  const { verdicts, fulfilled } = decide(situation);
  const record = { id: eventRowId, occurredAt: view.input.occurredAt, createdAt: view.now };
  return {
    rewards: verdicts
      .filter(({ outcome }) => outcome !== 'refused')
      .map((verdict) => rewardOf(verdict, view, situation, approvalOf)),
    qualifications: qualificationsOf(record, [{ ...view, fulfilled }]),
    fulfilled,
    refusals: verdicts.flatMap(({ outcome, reward, checks }) => {
      const decisive = decisiveCheck(checks);
      return outcome === 'refused' && decisive ? [{ to: reward.to, reason: decisive.reason }] : [];
    }),
  };
}

function rewardOf(
  { rule, reward, value, limits, checks, outcome }: Verdict,
  { attribution, friend, program: { live }, now }: View,
  situation: Situation,
  approvalOf: ApprovalOf,
): SimulatedReward {
  const receiver = reward.to === 'referrer' ? attribution.referrer : friend;
  // A verdict that earned has passed the attribution check, so somebody is there to receive it.
  if (!receiver) throw new Error(`no ${reward.to} for rule ${rule.id}`);
  // Where cards are mailed to is mostly known, and nobody's postal address is.
  const isReachable = reward.delivery !== 'PhysicalShipment';
  const steps = firstSteps(checks, live, now, isReachable);
  return {
    to: reward.to,
    rule,
    productId: reward.productId,
    terms: tierOf(reward, countsOf(rule, situation).events + 1),
    receiverId: receiver.id,
    externalId: receiver.externalId,
    value,
    limits,
    heldBy: outcome === 'held' ? steps.reason : null,
    heldUntil: outcome === 'held' ? steps.releaseAt : null,
    orderedAt: orderedAt(steps, {
      ...{ live, now, isReachable },
      approvedAt: approvalOf({ beneficiary: reward.to, ruleId: rule.id }, steps),
    }),
    endedBy: null,
  };
}

/** When a person approves a reward that waits (epoch ms); null where nobody does. */
export type ApprovalOf = (
  place: Pick<Reward, 'beneficiary' | 'ruleId'>,
  waiting: Pick<FirstSteps, 'review' | 'holdUntil'>,
) => number | null;

type Payday = { live: LiveProgram; now: number; isReachable: boolean; approvedAt: number | null };

/** When the gift card is ordered: at once, after the hold or a person's approval, at the next release; null if never. */
function orderedAt(
  { status, releaseAt }: FirstSteps,
  { live, now, isReachable, approvedAt }: Payday,
): number | null {
  if (status === 'ordering') return now;
  if (status === 'approved') return releaseAt;
  // Whoever approves ends the hold as well.
  const goesOn = approvedAt === null ? releaseAt : Math.min(approvedAt, releaseAt ?? approvedAt);
  if (goesOn === null) return null;
  const payout = payoutSteps(live, goesOn, isReachable);
  return payout.at.status === 'ordering' ? goesOn : payout.releaseAt;
}
