import type { Check } from '../../../shared/contract/decision.ts';
import type { Rule } from '../../../shared/contract/program.ts';
import { DAY_MS } from '../clock.ts';
import { pass, refuse } from './check.ts';
import type { RuleCounts, Situation } from './situation.ts';

/** Whether the rule needs to know what was counted before. */
export function isCounting({ milestone, recurring, rewards }: Rule): boolean {
  return milestone !== null || recurring != null || rewards.some(({ tiers = [] }) => tiers.length > 0);
}

const NOTHING_COUNTED: RuleCounts = { events: 0, referrals: 0, ofReferral: 0, firstAt: null, rewarded: 0 };

/** What was counted for the rule before this event. */
export function countsOf(rule: Rule, { counts }: Situation): RuleCounts {
  return counts.get(rule.id) ?? NOTHING_COUNTED;
}

/** What the rule's counts say about this event. Empty for a rule that does not count. */
export function countChecks(rule: Rule, situation: Situation): Check[] {
  return [milestoneCheck(rule, situation), recurringCheck(rule, situation)].flatMap((check) => check ?? []);
}

/**
 * The referral that is counted now must be the one that reaches a milestone. A milestone that was rewarded and came
 * undone is not rewarded again when it is reached once more, unless its reward was taken back.
 */
function milestoneCheck(rule: Rule, situation: Situation): Check | null {
  if (rule.milestone === null) return null;
  const { referrals, ofReferral, rewarded } = countsOf(rule, situation);
  if (ofReferral > 0) {
    return refuse(
      'milestone',
      'milestone_not_reached',
      `This friend is counted already, as one of ${referrals}.`,
    );
  }
  const count = referrals + 1;
  const detail = `Qualified referrals: ${count}; ${milestoneText(rule.milestone)}.`;
  const reached = milestonesUpTo(rule.milestone, count);
  return reached > milestonesUpTo(rule.milestone, count - 1) && reached > rewarded
    ? pass('milestone', 'milestone_reached', detail)
    : refuse('milestone', 'milestone_not_reached', detail);
}

type Milestone = NonNullable<Rule['milestone']>;

/** How many milestones `count` referrals have passed. */
export function milestonesUpTo(milestone: Milestone, count: number): number {
  return 'every' in milestone
    ? Math.floor(count / milestone.every)
    : new Set(milestone.at.filter((at) => at <= count)).size;
}

/** The next milestone after `count` referrals, or null when all are passed. */
export function nextMilestone(milestone: Milestone, count: number): number | null {
  if ('every' in milestone) return (Math.floor(count / milestone.every) + 1) * milestone.every;
  const ahead = milestone.at.filter((at) => at > count);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function milestoneText(milestone: Milestone): string {
  return 'every' in milestone
    ? `the rule rewards every ${milestone.every}`
    : `the rule rewards at ${milestone.at.join(', ')}`;
}

function recurringCheck(rule: Rule, situation: Situation): Check | null {
  const { recurring } = rule;
  if (recurring == null) return null;
  const { ofReferral, firstAt } = countsOf(rule, situation);
  const detail = `This is number ${ofReferral + 1} of ${recurring.max}.`;
  if (ofReferral >= recurring.max)
    return refuse('recurring', 'recurring_over', `All ${recurring.max} are rewarded.`);
  const until = recurring.days === undefined || firstAt === null ? null : firstAt + recurring.days * DAY_MS;
  return until !== null && situation.event.occurredAt > until
    ? refuse('recurring', 'recurring_over', `More than ${recurring.days} days after the first.`)
    : pass('recurring', 'recurring_open', detail);
}
