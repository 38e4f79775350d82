import type { ProgramReward, Rule } from '../../shared/contract/program.ts';
import { formatMoney } from '../../shared/money.ts';
import type { FrozenProgram, LiveProgram } from '../domain/site/program.ts';
import { deedOf, friendsOccasionOf, promisedCard } from '../domain/site/rule-words.ts';

/** One sentence per reward that a rule gives. */
export function rewardLines(rules: readonly Rule[]): string[] {
  return rules.flatMap((rule) => rule.rewards.map((reward) => rewardLine(rule, reward)));
}

function rewardLine(rule: Rule, reward: ProgramReward): string {
  const { to, productId } = reward;
  const card = `${promisedCard(reward)} (${productId})`;
  if (to === 'referrer') return `Whoever invites gets ${card} ${friendsOccasionOf(rule, 'they invited')}.`;
  const who = to === 'friend' ? 'A friend who came through a share link' : 'Whoever takes part';
  return `${who} gets ${card} when they ${deedOf(rule).many}.`;
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
