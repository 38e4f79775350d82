import type { ReasonCode } from '../../../shared/reason.ts';
import type { Reward } from '../../domain/reward/reward.ts';
import type { RewardRow } from '../tables.ts';

/** A reward as its row keeps it. */
export function toRow({ value, review, options, cost, ...reward }: Reward): RewardRow {
  return {
    ...reward,
    review: review.join(' '),
    options: options && JSON.stringify(options),
    cost: cost && JSON.stringify(cost),
    amount: value.amount,
    currency: value.currency,
  };
}

/** A row as the reward that it keeps. */
export function toReward({ amount, currency, review, options, cost, ...row }: RewardRow): Reward {
  const waitsFor = review === '' ? [] : (review.split(' ') as ReasonCode[]);
  return {
    ...row,
    review: waitsFor,
    options: options && JSON.parse(options),
    cost: cost && JSON.parse(cost),
    value: { amount, currency },
  };
}
