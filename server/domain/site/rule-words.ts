import type { ProgramReward, Rule } from '../../../shared/contract/program.ts';
import { formatMoney, type Money } from '../../../shared/money.ts';

// A rule in words. Offers, terms and claim pages all take them from here, so that none promises what another doesn't.

/** "$15 gift card" */
export function cardWords({ value }: { value: Money }): string {
  return `${formatMoney(value)} gift card`;
}

/** "a $15 gift card", "a gift card of 10% of the order, up to $50" */
export function promisedCard({ value }: Pick<ProgramReward, 'value'>): string {
  if (!('cap' in value)) return `a ${cardWords({ value })}`;
  return `a gift card of ${value.basisPoints / 100}% of the order, up to ${formatMoney(value.cap)}`;
}

/** "A $15 gift card for you", as a headline. */
export function cardHeadline({ value }: Pick<ProgramReward, 'value'>): string {
  return 'cap' in value ? `A gift card of up to ${formatMoney(value.cap)}` : `A ${cardWords({ value })}`;
}

/** What somebody has to do, in the forms that sentences need. */
type Deed = {
  /** Of one person: "places their first order of $25 or more". */
  one: string;
  /** Of several, or of "they": "place their first order of $25 or more". */
  many: string;
  /** Looking back, of anybody: "placed a first order". */
  past: string;
};

/** What a rule asks of the person whose deed counts. */
export function deedOf(rule: Rule): Deed {
  const { on, when } = rule;
  if (on === 'purchase') {
    const order = `${when.firstOnly ? 'their first' : 'an'} order${minimumOf(rule)}`;
    const past = `placed ${when.firstOnly ? 'a first' : 'an'} order`;
    return { one: `places ${order}`, many: `place ${order}`, past };
  }
  const limits = limitsOf(rule);
  return on === 'signup'
    ? { one: `signs up${limits}`, many: `sign up${limits}`, past: 'signed up' }
    : { one: `takes part${limits}`, many: `take part${limits}`, past: 'took part' };
}

/** The deed as the occasion of a reward: "on your first order of $25 or more", "for signing up". */
export function occasionOf(rule: Rule, whose: 'your' | 'their'): string {
  const { on, when } = rule;
  if (on === 'purchase') return `on ${whose} ${when.firstOnly ? 'first ' : ''}order${minimumOf(rule)}`;
  return `for ${on === 'signup' ? 'signing up' : 'taking part'}${limitsOf(rule)}`;
}

/** What friends have to do for the reward of whoever invited them, milestones included. */
export function friendsOccasionOf(rule: Rule, invited: 'you invite' | 'they invited'): string {
  const { one, many } = deedOf(rule);
  const { milestone } = rule;
  if (milestone === null) return `when a friend ${invited} ${one}`;
  if ('every' in milestone) return `for every ${milestone.every} friends ${invited} who ${many}`;
  return `when ${listed(milestone.at)} friends ${invited} ${many}`;
}

function limitsOf(rule: Rule): string {
  return `${rule.when.firstOnly ? ' for the first time' : ''}${minimumOf(rule)}`;
}

function minimumOf({ when }: Rule): string {
  return when.minAmount ? ` of ${formatMoney(when.minAmount)} or more` : '';
}

function listed(counts: readonly number[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(counts.map(String));
}
