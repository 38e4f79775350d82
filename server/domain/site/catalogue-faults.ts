import type { ProgramReward, RewardValue, Rule } from '../../../shared/contract/program.ts';
import { formatMoney, type Money } from '../../../shared/money.ts';
import type { Catalogue } from '../order/catalogue-record.ts';
import type { Product } from '../order/gift-cards.ts';
import { oneOf } from './one-of.ts';
import { valuesOf } from './reward-value.ts';
import type { SettingFault } from './setting-fault.ts';
import { shippingFaults } from './shipping-faults.ts';

/**
 * What a program promises and its account cannot order, as paths inside the program: unknown gift cards, deliveries
 * that they do not have, values that they do not come in, and ways of sending that the upstream does not know.
 */
export function catalogueFaults({ rules }: { rules: Rule[] }, catalogue: Catalogue): SettingFault[] {
  return rules.flatMap(({ rewards }, ruleAt) =>
    rewards.flatMap((reward, rewardAt) =>
      [...rewardFaults(reward, catalogue.products), ...shippingFaults(reward, catalogue)].map(
        ({ path, message }) => ({
          path: `rules[${ruleAt}].rewards[${rewardAt}].${path}`,
          message,
        }),
      ),
    ),
  );
}

/** The same for one reward, as paths inside it. */
export function rewardFaults(
  reward: Pick<ProgramReward, 'productId' | 'value' | 'tiers' | 'delivery'>,
  products: Product[],
): SettingFault[] {
  const product = products.find(({ id }) => id === reward.productId);
  if (!product) {
    const known = products.map(({ id }) => id).toSorted();
    return [{ path: 'productId', message: `must be a gift card of the catalogue: ${oneOf(known)}` }];
  }
  const isDelivered = product.deliveries.some((each) => each.toLowerCase() === reward.delivery.toLowerCase());
  const delivery = { path: 'delivery', message: `must be ${oneOf(product.deliveries)} for ${product.id}` };
  const amounts = valuesOf(reward).flatMap(({ path, value }) => amountsOf(path, value));
  return [
    ...(isDelivered ? [] : [delivery]),
    ...amounts.flatMap(({ path, amount }) => amountFault(product, path, amount) ?? []),
  ];
}

/** A percentage is cut down to what the gift card has, but its ends are promised in words. */
function amountsOf(path: string, value: RewardValue): { path: string; amount: Money }[] {
  if (!('cap' in value)) return [{ path, amount: value }];
  const cap = { path: `${path}.cap`, amount: value.cap };
  return value.floor ? [{ path: `${path}.floor`, amount: value.floor }, cap] : [cap];
}

function amountFault(
  { id, currency, denominations }: Product,
  path: string,
  { amount, currency: given }: Money,
): SettingFault | null {
  if (given !== currency) {
    return { path: `${path}.currency`, message: `must be ${currency}, the currency of ${id}` };
  }
  const words = (minor: number) => formatMoney({ amount: minor, currency });
  // Who wrote 15 for $15 has to see what it is.
  const end = `for ${id}; ${amount} is ${words(amount)}`;
  if (denominations.kind === 'range') {
    const { min, max } = denominations;
    if (amount >= min && amount <= max) return null;
    return { path: `${path}.amount`, message: `must be from ${words(min)} to ${words(max)} ${end}` };
  }
  if (denominations.values.includes(amount)) return null;
  const allowed = oneOf(denominations.values.toSorted((a, b) => a - b).map(words));
  return { path: `${path}.amount`, message: `must be ${allowed} ${end}` };
}
