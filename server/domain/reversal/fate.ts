import type { ProgramReward, Rule } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';
import { shareOf } from '../decision/settle-value.ts';
import type { Product } from '../order/gift-cards.ts';
import type { Reward } from '../reward/reward.ts';

/** A purchase and what came back of it so far, in minor units of its currency. */
export type Return = {
  /** Null where the purchase was told without an amount. */
  amount: Money | null;
  returned: number | 'all';
};

/** By which terms a reward was earned, as its version of the program has them. */
export type Terms = {
  rule: Rule;
  value: ProgramReward['value'];
  /** The gift card, which only a percentage asks about. */
  product: Product | undefined;
};

/** `falls` as if the purchase had never been · `shrinks` while that is possible: null when nothing is left · `stays`. */
export type Fate = { kind: 'falls' } | { kind: 'shrinks'; to: Money | null } | { kind: 'stays' };

const FALLS: Fate = { kind: 'falls' };
const STAYS: Fate = { kind: 'stays' };

/** Whether nothing is left of the purchase. More than all of it counts as all. */
export function isAllReturned({ amount, returned }: Return): boolean {
  return returned === 'all' || (amount !== null && returned >= amount.amount);
}

/** Whether what is left of the purchase no longer fulfils the rule: decided like that, it would have been refused. */
export function isUnfulfilled({ when }: Rule, purchase: Return): boolean {
  if (isAllReturned(purchase)) return true;
  const { minAmount } = when;
  const kept = keptOf(purchase);
  return kept !== null && minAmount?.currency === kept.currency && kept.amount < minAmount.amount;
}

/**
 * What a return means for one reward of the purchase, whichever of the two was told first: a fixed value stays whole
 * while its rule is fulfilled, a percentage is one of what was kept. Pure. `terms` is undefined for a reward that no
 * rule made.
 */
export function fateOf({ value }: Pick<Reward, 'value'>, terms: Terms | undefined, purchase: Return): Fate {
  if (isAllReturned(purchase)) return FALLS;
  if (!terms) return STAYS;
  if (isUnfulfilled(terms.rule, purchase)) return FALLS;
  const kept = keptOf(purchase);
  if (!('cap' in terms.value) || kept?.currency !== terms.value.cap.currency) return STAYS;
  const share = shareOf(terms.value, kept.amount, terms.product);
  // A catalogue that changed since must not make more of it.
  return share !== null && share.amount >= value.amount ? STAYS : { kind: 'shrinks', to: share };
}

function keptOf({ amount, returned }: Return): Money | null {
  if (amount === null || returned === 'all') return null;
  return { ...amount, amount: Math.max(0, amount.amount - returned) };
}
