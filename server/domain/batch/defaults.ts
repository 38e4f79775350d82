import type { ProgramReward } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';
import { optionsOf, type RewardOptions } from '../delivery/options.ts';
import { currentRules, type Program } from '../site/program.ts';
import type { BatchTerms } from './item.ts';

/** What holds for an item that does not say it, and what the program says about the way of its cards. */
export type BatchDefaults = {
  productId: string | null;
  value: Money | null;
  options: RewardOptions | null;
};

/**
 * A gift card or value that all rewards of the program share is meant where an item names none; where they differ,
 * nobody can tell. Cards travel as the program's first reward of the same delivery does.
 */
export function defaultsOf(program: Program, { delivery }: Pick<BatchTerms, 'delivery'>): BatchDefaults {
  const rewards = currentRules(program).rules.flatMap((rule) => rule.rewards);
  const [alike] = rewards.filter((each) => each.delivery === delivery);
  return {
    productId: sharedBy(rewards, ({ productId }) => productId),
    value: sharedBy(rewards, fixedValue),
    options: alike ? optionsOf(alike) : null,
  };
}

function fixedValue({ value, tiers }: ProgramReward): Money | null {
  return 'cap' in value || tiers ? null : value;
}

function sharedBy<T>(rewards: ProgramReward[], of: (reward: ProgramReward) => T | null): T | null {
  const [first, ...others] = rewards.map(of);
  if (first === undefined || first === null) return null;
  return others.every((each) => JSON.stringify(each) === JSON.stringify(first)) ? first : null;
}
