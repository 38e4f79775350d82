import type { Rule } from '../../../shared/contract/program.ts';
import { isCounting } from '../decision/count-checks.ts';
import type { RuleCounts, Situation } from '../decision/situation.ts';
import type { Past } from './past.ts';
import type { View } from './view.ts';

/** What those rules that count have counted, and whom those that reward once have rewarded. */
export async function readCounts(
  rows: Past,
  view: View,
  rules: Rule[],
): Promise<Pick<Situation, 'counts' | 'rewardedBefore'>> {
  return {
    counts: await countsOf(rows, view, rules),
    rewardedBefore: await rewardedBefore(rows, view, rules),
  };
}

/** The participant whose count an event adds to: the referrer, or without a referral whoever acts. */
export function countedPerson({ attribution, friend }: Pick<View, 'attribution' | 'friend'>): string | null {
  return attribution.referral?.referrerId ?? friend?.id ?? null;
}

async function countsOf(rows: Past, view: View, rules: Rule[]): Promise<Map<string, RuleCounts>> {
  const counts = new Map<string, RuleCounts>();
  const participantId = countedPerson(view);
  if (participantId === null) return counts;
  const { program, attribution } = view;
  const counting = rules.filter(isCounting);
  const isShared = counting.length > 0 || rules.some(({ when }) => when.oncePerPerson);
  // Two friends of one referrer may fulfil a rule at once; each must count the other.
  if (isShared) await rows.codes.lock(program.id, participantId);
  for (const { id: ruleId } of counting) {
    const place = { programId: program.id, ruleId, participantId };
    const counted = await rows.qualifications.counts({
      ...place,
      referralId: attribution.referral?.id ?? null,
    });
    counts.set(ruleId, { ...counted, rewarded: await rows.rewards.countOf(place) });
  }
  return counts;
}

async function rewardedBefore(rows: Past, view: View, rules: Rule[]): Promise<Set<string>> {
  const rewarded = new Set<string>();
  const { program, attribution, friend } = view;
  for (const { id: ruleId, when } of rules) {
    if (!when.oncePerPerson) continue;
    for (const person of [attribution.referrer, friend]) {
      const place = person && { programId: program.id, ruleId, participantId: person.id };
      if (place && (await rows.rewards.hasOf(place))) rewarded.add(`${ruleId} ${person.id}`);
    }
  }
  return rewarded;
}
