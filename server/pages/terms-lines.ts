import type { ProgramReward, Rule } from '../../shared/contract/program.ts';
import { formatMoney } from '../../shared/money.ts';
import type { FrozenProgram, LiveProgram } from '../domain/site/program.ts';

/** One sentence per reward that a rule gives. */
export function rewardLines(rules: readonly Rule[]): string[] {
  return rules.flatMap((rule) => rule.rewards.map((reward) => rewardLine(rule, reward)));
}

function rewardLine(rule: Rule, { to, value, productId }: ProgramReward): string {
  const card = `a ${formatMoney(value)} gift card (${productId})`;
  const deed = deedOf(rule);
  const milestone = milestoneText(rule);
  if (to === 'referrer')
    return `Whoever invites gets ${card} when a friend they invited ${deed}${milestone}.`;
  if (to === 'friend')
    return `A friend who came through a share link gets ${card} when they ${plural(deed)}${milestone}.`;
  return `Whoever takes part gets ${card} when they ${plural(deed)}${milestone}.`;
}

function deedOf({ on, when }: Rule): string {
  const minimum = when.minAmount ? ` of ${formatMoney(when.minAmount)} or more` : '';
  if (on === 'purchase') return `places ${when.firstOnly ? 'their first' : 'an'} order${minimum}`;
  const first = when.firstOnly ? ' for the first time' : '';
  return `${on === 'signup' ? 'signs up' : 'takes part'}${first}${minimum}`;
}

/** "places an order" → "place an order": the deeds above begin with a verb in the third person. */
function plural(deed: string): string {
  return deed.replace(/^(\w+)s\b/, '$1');
}

function milestoneText({ milestone }: Rule): string {
  if (milestone === null) return '';
  if ('every' in milestone) return `, for every ${milestone.every} of them`;
  return `, when ${milestone.at.join(', ')} of them have done so`;
}

export function eligibilityLines(eligibility: FrozenProgram['eligibility']): string[] {
  const { minAge, countries, excludeRegions, newCustomersOnly } = eligibility;
  const lines = [
    ...(minAge === undefined ? [] : [`You must be ${minAge} or older.`]),
    ...(countries === undefined ? [] : [`It is open to people in: ${countries.join(', ')}.`]),
    ...(excludeRegions?.length ? [`It is not open in: ${excludeRegions.join(', ')}.`] : []),
    ...(newCustomersOnly ? ['The friend must be a new customer.'] : []),
  ];
  return lines.length > 0 ? lines : ['Everybody may take part.'];
}

export function timeLines(
  { attribution, hold }: FrozenProgram,
  { startsAt, endsAt }: LiveProgram,
  dateOf: (atMs: number) => string,
): string[] {
  const { windowDays, qualifyWithinDays } = attribution;
  const wait = `Rewards wait ${daysText(hold.days)} in case of a return.`;
  return [
    ...(startsAt === null ? [] : [`It starts on ${dateOf(Date.parse(startsAt))}.`]),
    ...(endsAt === null ? [] : [`It ends on ${dateOf(Date.parse(endsAt))}.`]),
    `A visit through a share link counts for ${daysText(windowDays)}.`,
    ...(qualifyWithinDays === null
      ? []
      : [`The friend has ${daysText(qualifyWithinDays)} after joining to earn the rewards.`]),
    hold.days === 0 ? 'Rewards are ordered at once.' : wait,
  ];
}

export function limitLines({ limits, budget }: LiveProgram): string[] {
  const { perReferrer, perDay, total } = limits;
  const period = perReferrer?.per === 'ever' ? 'in all' : `per ${perReferrer?.per}`;
  return [
    ...(perReferrer?.count === undefined
      ? []
      : [`At most ${perReferrer.count} rewards for each person ${period}.`]),
    ...(perReferrer?.amount ? [`At most ${formatMoney(perReferrer.amount)} for each person ${period}.`] : []),
    ...(perDay === undefined ? [] : [`At most ${perDay} rewards a day for all together.`]),
    ...(total === undefined ? [] : [`At most ${total} rewards for all together.`]),
    ...(budget === null ? [] : ['Rewards are given as long as the budget of the program lasts.']),
  ];
}

function daysText(days: number): string {
  return days === 1 ? 'one day' : `${days} days`;
}
