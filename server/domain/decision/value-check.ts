import type { ProgramReward, Rule } from '../../../shared/contract/program.ts';
import { formatMoney, type Money } from '../../../shared/money.ts';
import { pass, refuse, type StoredCheck } from './check.ts';
import { countsOf } from './count-checks.ts';
import { shareInputs, tierOf } from './settle-value.ts';
import type { Situation } from './situation.ts';
import { type ValueInputs, worthOf } from './value-inputs.ts';

/** The check that says what a reward is worth, with the numbers that make it; `value` is null where it refuses. */
type SettledValue = { check: StoredCheck; value: Money | null };

/** Settles what the rule's reward is worth for this event. */
export function settleValue(rule: Rule, reward: ProgramReward, situation: Situation): SettledValue {
  const count = countsOf(rule, situation).events + 1;
  const terms = tierOf(reward, count);
  if (!('cap' in terms)) {
    const place = reward.tiers?.length ? ` for number ${count}` : '';
    return settled({ kind: 'fixed', value: terms }, `${formatMoney(terms)}${place}.`);
  }
  const { amount, returned } = situation.event;
  if (!amount) return { check: refuse('value', 'amount_missing'), value: null };
  if (amount.currency !== terms.cap.currency)
    return { check: refuse('value', 'currency_differs'), value: null };
  const kept = { ...amount, amount: returned === 'all' ? 0 : Math.max(0, amount.amount - returned) };
  const inputs = shareInputs(terms, kept.amount, situation.products.get(reward.productId));
  return settled(inputs, `${terms.basisPoints / 100}% of ${formatMoney(kept)}`);
}

function settled(inputs: ValueInputs, words: string): SettledValue {
  const value = worthOf(inputs);
  const check = value
    ? pass(
        'value',
        'value_settled',
        inputs.kind === 'fixed' ? words : `${words}, as a gift card of ${formatMoney(value)}.`,
      )
    : refuse('value', 'value_too_low', `${words} is less than the gift card allows.`);
  return { check: { ...check, inputs }, value };
}
