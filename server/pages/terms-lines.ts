import type { Approval, ProgramReward, Rule } from '../../shared/contract/program.ts';
import { formatMoney } from '../../shared/money.ts';
import { countryName } from '../domain/delivery/postal-rules.ts';
import type { FrozenProgram, LiveProgram } from '../domain/site/program.ts';
import { deedOf, friendsOccasionOf, promisedCard } from '../domain/site/rule-words.ts';

/** One sentence per reward that a rule gives, and how often. */
export function rewardLines(rules: readonly Rule[]): string[] {
  return rules.flatMap((rule) =>
    rule.rewards.map((reward) =>
      [rewardLine(rule, reward), ...tierLines(reward), ...oftenLines(rule)].join(' '),
    ),
  );
}

function tierLines({ tiers = [] }: ProgramReward): string[] {
  return tiers.map((tier) => `From number ${tier.from} on it is ${promisedCard(tier)}.`);
}

function oftenLines({ when, recurring }: Rule): string[] {
  const { max, days } = recurring ?? {};
  const span = days === undefined ? '' : ` within ${daysText(days)} of the first`;
  return [
    ...(when.sources ? [`It takes a code of: ${when.sources.join(', ')}.`] : []),
    ...(when.oncePerPerson ? ['Once for each person.'] : []),
    ...(max === undefined ? [] : [`At most ${max} times for one friend${span}.`]),
  ];
}

function rewardLine(rule: Rule, reward: ProgramReward): string {
  const { to, productId } = reward;
  const card = `${promisedCard(reward)} (${productId})`;
  if (to === 'referrer') return `Whoever invites gets ${card} ${friendsOccasionOf(rule, 'they invited')}.`;
  const who = to === 'friend' ? 'A friend who came through a share link' : 'Whoever takes part';
  return `${who} gets ${card} when they ${deedOf(rule).many}.`;
}

/** Whether friends are invited; whoever takes part by themselves has neither a link nor a friend. */
export function invites(rules: readonly Rule[]): boolean {
  return rules.some(({ rewards }) => rewards.some(({ to }) => to !== 'participant'));
}

/** Who may take part, a sentence for each condition; one that says so where there is none. */
export function eligibilityLines({ eligibility, rules }: FrozenProgram): string[] {
  const { minAge, countries, excludeRegions, newCustomersOnly } = eligibility;
  const { excludeDomains, excludeParticipants, acceptTerms } = eligibility;
  const lines = [
    ...(minAge === undefined ? [] : [`You must be ${minAge} or older.`]),
    ...(countries === undefined
      ? []
      : [`It is open to people in: ${countries.map(countryName).join(', ')}.`]),
    ...(excludeRegions?.length ? [`It is not open in: ${excludeRegions.join(', ')}.`] : []),
    ...(newCustomersOnly
      ? [invites(rules) ? 'The friend must be a new customer.' : 'You must be a new customer.']
      : []),
    ...(excludeDomains?.length ? [`E-mail addresses at ${excludeDomains.join(', ')} do not take part.`] : []),
    ...(excludeParticipants?.length
      ? ['People whom the operator excludes, such as its staff, do not take part.']
      : []),
    ...(acceptTerms ? ['Rewards wait until you have accepted these terms.'] : []),
  ];
  return lines.length > 0 ? lines : ['Everybody may take part.'];
}

/** When it starts, ends and pays; `dateOf` writes an instant (epoch ms) in the program's time zone. */
export function timeLines(
  { attribution, hold, rules }: FrozenProgram,
  { startsAt, endsAt, payout, approval, campaignCodes }: LiveProgram,
  dateOf: (atMs: number) => string,
): string[] {
  const { windowDays, qualifyWithinDays } = attribution;
  const wait = `Rewards wait ${daysText(hold.days)} in case of a return.`;
  return [
    ...(startsAt === null ? [] : [`It starts on ${dateOf(Date.parse(startsAt))}.`]),
    // The first moment after it: an end at midnight is the day before.
    ...(endsAt === null ? [] : [`It ends on ${dateOf(Date.parse(endsAt) - 1)}.`]),
    ...visitLines(invites(rules), campaignCodes.length > 0, daysText(windowDays)),
    ...(qualifyWithinDays === null || !invites(rules)
      ? []
      : [`The friend has ${daysText(qualifyWithinDays)} after joining to earn the rewards.`]),
    ...(hold.days === 0 ? [] : [wait]),
    ...approvalLines(approval),
    orderingLine(payout, hold.days > 0 || approval !== 'auto'),
  ];
}

function visitLines(hasFriends: boolean, hasCodes: boolean, span: string): string[] {
  if (hasFriends) return [`A visit through a share link counts for ${span}.`];
  return hasCodes ? [`A visit through a link of the campaign counts for ${span}.`] : [];
}

function approvalLines(approval: Approval): string[] {
  if (approval === 'auto') return [];
  if (approval === 'manual') return ['A person looks at every reward before it is ordered.'];
  return [`A person looks at rewards over ${formatMoney(approval.over)} before they are ordered.`];
}

function orderingLine(payout: LiveProgram['payout'], waits: boolean): string {
  if (payout.mode === 'scheduled') return `Rewards are ordered once a ${payout.every}.`;
  if (payout.mode === 'on_open') return 'A gift card is ordered when you first open it.';
  return waits
    ? 'Rewards are ordered as soon as they wait for nothing more.'
    : 'Rewards are ordered at once.';
}

/** How much there is, for each person and in all; nothing where nothing is limited. */
export function limitLines({ limits, budget }: LiveProgram): string[] {
  const { perReferrer, perDay, total } = limits;
  const period = perReferrer?.per === 'ever' ? 'in all' : `per ${perReferrer?.per}`;
  return [
    ...(perReferrer?.count === undefined
      ? []
      : [`At most ${rewardsText(perReferrer.count)} for each person ${period}.`]),
    ...(perReferrer?.amount ? [`At most ${formatMoney(perReferrer.amount)} for each person ${period}.`] : []),
    ...(perDay === undefined ? [] : [`At most ${rewardsText(perDay)} a day for all together.`]),
    ...(total === undefined ? [] : [`At most ${rewardsText(total)} for all together.`]),
    ...(budget === null ? [] : ['Rewards are given as long as the budget of the program lasts.']),
  ];
}

function rewardsText(count: number): string {
  return count === 1 ? 'one reward' : `${count} rewards`;
}

function daysText(days: number): string {
  return days === 1 ? 'one day' : `${days} days`;
}
