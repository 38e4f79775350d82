import type { ProgramReward, RewardValue } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';

/** The most that a value can come to: what words promise ("up to") and budgets are compared with. */
export function mostOf(value: RewardValue): Money {
  return 'cap' in value ? value.cap : value;
}

/** The least that it can come to; a percentage without a floor can be as small as the gift card allows. */
export function leastOf(value: RewardValue): Money {
  if (!('cap' in value)) return value;
  return value.floor ?? { amount: 1, currency: value.cap.currency };
}

/** The currency of a value, fixed or reckoned. */
export function currencyOf(value: RewardValue): string {
  return mostOf(value).currency;
}

/** The value of a reward and those of its tiers, each with its place inside the reward. */
export function valuesOf({
  value,
  tiers = [],
}: Pick<ProgramReward, 'value' | 'tiers'>): { path: string; value: RewardValue }[] {
  return [
    { path: 'value', value },
    ...tiers.map((tier, at) => ({ path: `tiers[${at}].value`, value: tier.value })),
  ];
}

/** Where inside a value its currency stands. */
export function currencyPath(value: RewardValue): string {
  return 'cap' in value ? 'cap.currency' : 'currency';
}
