import type { ProgramReward, Rule } from '../../../shared/contract/program.ts';
import { currentRules, type Program } from './program.ts';
import { cardHeadline, friendsOccasionOf, occasionOf, promisedCard } from './rule-words.ts';

/** A program's offer in words, made from the rules that run, so that it cannot promise anything else. */
export type Offer = { title: string; text: string };

/** What a member reads: what the friend gets and what comes back, or what they get for their own deed. */
export function offerToReferrer(program: Program): Offer {
  const known = offersToReferrers.get(program);
  if (known) return known;
  const offer = writeOfferToReferrer(program);
  offersToReferrers.set(program, offer);
  return offer;
}

/** Every `me` shows its program's offer, and writing money for people takes as long as reading a friend's row. */
const offersToReferrers = new WeakMap<Program, Offer>();

function writeOfferToReferrer(program: Program): Offer {
  const rule = ruleToReferrer(currentRules(program).rules);
  return { title: program.live.name, text: rule ? textToReferrer(rule) : '' };
}

function textToReferrer(rule: Rule): string {
  const own = rewardFor(rule, 'referrer');
  const friends = rewardFor(rule, 'friend');
  const acting = rewardFor(rule, 'participant');
  if (own && friends && rule.milestone === null) {
    const back = promisedCard(own) === promisedCard(friends) ? 'So do you.' : `You get ${promisedCard(own)}.`;
    return `Your friend gets ${promisedCard(friends)} ${occasionOf(rule, 'their')}. ${back}`;
  }
  if (own) return `You get ${promisedCard(own)} ${friendsOccasionOf(rule, 'you invite')}.`;
  if (friends) return `Your friend gets ${promisedCard(friends)} ${occasionOf(rule, 'their')}.`;
  return acting ? textToActor(rule, acting) : '';
}

/**
 * What the friend has to be told of the one who invites them. Null where no rule rewards that: a program may reward the
 * friends alone, or those who act.
 */
export function disclosureOf(program: Program): string | null {
  return ruleFor(currentRules(program).rules, 'referrer') ? 'I get a reward if you join.' : null;
}

/** Whether some rule rewards an invitation, on either side. Where none does, only those who act earn, invited or not. */
export function rewardsInviting(program: Program): boolean {
  const { rules } = currentRules(program);
  return Boolean(ruleFor(rules, 'referrer') ?? ruleFor(rules, 'friend'));
}

/** What the friend reads on the landing page, as does anybody whom a program without referrers welcomes. */
export function offerToFriend(program: Program): Offer {
  const rule = ruleToFriend(currentRules(program).rules);
  const reward = rule && (rewardFor(rule, 'friend') ?? rewardFor(rule, 'participant'));
  if (!rule || !reward) return { title: program.live.name, text: '' };
  return { title: `${cardHeadline(reward)} for you`, text: textToActor(rule, reward) };
}

function textToActor(rule: Rule, reward: ProgramReward): string {
  return `You get ${promisedCard(reward)} ${occasionOf(rule, 'your')}.`;
}

/** The rules that the offer's words promise the rewards of: to the referrer, and to the friend. */
export function offeredRules(program: Program): Rule[] {
  const { rules } = currentRules(program);
  return [ruleToReferrer(rules), ruleToFriend(rules)].filter((rule) => rule !== undefined);
}

function ruleToReferrer(rules: readonly Rule[]): Rule | undefined {
  return ruleFor(rules, 'referrer') ?? ruleToFriend(rules);
}

function ruleToFriend(rules: readonly Rule[]): Rule | undefined {
  return ruleFor(rules, 'friend') ?? ruleFor(rules, 'participant');
}

function ruleFor(rules: readonly Rule[], to: ProgramReward['to']): Rule | undefined {
  return rules.find((rule) => rewardFor(rule, to));
}

function rewardFor(rule: Rule, to: ProgramReward['to']): ProgramReward | undefined {
  return rule.rewards.find((reward) => reward.to === to);
}
