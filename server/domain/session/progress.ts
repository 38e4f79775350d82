import type { Me } from '../../../shared/contract/session.ts';
import { nextMilestone } from '../decision/count-checks.ts';
import { currentRules, type Program } from '../site/program.ts';
import { mostOf } from '../site/reward-value.ts';
import type { Rows } from '../store.ts';

/** How far a referrer is on the way to the next milestone; null where the program has none, or all are passed. */
export async function readProgress(
  rows: Rows,
  program: Program,
  referrerId: string,
): Promise<Me['progress']> {
  const rule = currentRules(program).rules.find(
    ({ milestone, rewards }) => milestone !== null && rewards.some(({ to }) => to === 'referrer'),
  );
  const reward = rule?.rewards.find(({ to }) => to === 'referrer');
  if (!rule?.milestone || !reward) return null;
  const place = { programId: program.id, ruleId: rule.id, participantId: referrerId, referralId: null };
  const { referrals } = await rows.qualifications.counts(place);
  const need = nextMilestone(rule.milestone, referrals);
  return need === null ? null : { have: referrals, need, reward: mostOf(reward.value) };
}
