import type { ProgramReward, Rule } from '../../../shared/contract/program.ts';
import { formatMoney } from '../../../shared/money.ts';
import { currentRules, type Program } from './program.ts';

/** A program's offer in words, made from the rules that run, so that it cannot promise anything else. */
export type Offer = { title: string; text: string };

/** What the referrer reads: what the friend gets, and what comes back. */
export function offerToReferrer(program: Program): Offer {
  const { rules } = currentRules(program);
  const rule = rules.find((candidate) => rewardFor(candidate, 'referrer')) ?? rules[0];
  if (!rule) return { title: program.live.name, text: '' };
  const own = rewardFor(rule, 'referrer');
  const friends = rewardFor(rule, 'friend');
  const occasion = occasionOf(rule);
  if (own && friends) {
    const same = own.value.amount === friends.value.amount && own.value.currency === friends.value.currency;
    const back = same ? 'So do you.' : `You get ${formatMoney(own.value)}.`;
    return { title: program.live.name, text: `Your friend gets a ${card(friends)} ${occasion}. ${back}` };
  }
  if (own)
    return {
      title: program.live.name,
      text: `You get a ${card(own)} when a friend you invite ${deedOf(rule)}.`,
    };
  return {
    title: program.live.name,
    text: friends ? `Your friend gets a ${card(friends)} ${occasion}.` : '',
  };
}

/** What the friend reads on the landing page. */
export function offerToFriend(program: Program): Offer {
  const { rules } = currentRules(program);
  const rule = rules.find((candidate) => rewardFor(candidate, 'friend'));
  const reward = rule && rewardFor(rule, 'friend');
  if (!rule || !reward) return { title: program.live.name, text: '' };
  return {
    title: `A ${card(reward)} for you`,
    text: `You get a ${card(reward)} ${occasionOf(rule).replace('their', 'your')}.`,
  };
}

function rewardFor(rule: Rule, to: ProgramReward['to']): ProgramReward | undefined {
  return rule.rewards.find((reward) => reward.to === to);
}

function card({ value }: ProgramReward): string {
  return `${formatMoney(value)} gift card`;
}

function occasionOf({ on, when }: Rule): string {
  const minimum = when.minAmount ? ` of ${formatMoney(when.minAmount)} or more` : '';
  if (on === 'purchase') return `${when.firstOnly ? 'on their first order' : 'on their order'}${minimum}`;
  if (on === 'signup') return 'for signing up';
  return 'for taking part';
}

function deedOf({ on, when }: Rule): string {
  const minimum = when.minAmount ? ` of ${formatMoney(when.minAmount)} or more` : '';
  if (on === 'purchase') return `${when.firstOnly ? 'places a first order' : 'orders'}${minimum}`;
  return on === 'signup' ? 'signs up' : 'takes part';
}
