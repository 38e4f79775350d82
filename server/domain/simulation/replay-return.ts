import type { Product } from '../order/gift-cards.ts';
import { fateOf, isAllReturned, isUnfulfilled, type Return } from '../reversal/fate.ts';
import { returnedOf } from '../reversal/returns.ts';
import type { ReplayedEvent, SimulatedReward } from './replayed-event.ts';
import type { SimulatedPast } from './simulated-past.ts';

/**
 * Takes back what a replayed purchase earned, after the past has noted its return at the instant `at` (epoch ms). A
 * gift card that was ordered by then stays: it is money that is gone.
 */
export function replayReturn(
  past: SimulatedPast,
  purchase: ReplayedEvent,
  at: number,
  products: ReadonlyMap<string, Product>,
): void {
  const { eventId, amount, rewards } = purchase;
  const back: Return = { amount, returned: returnedOf(past.returnsOf(eventId), amount?.currency ?? null) };
  if (back.returned === 0) return;
  for (const reward of rewards) {
    if (reward.endedBy !== null || (reward.orderedAt !== null && reward.orderedAt <= at)) continue;
    const terms = { rule: reward.rule, value: reward.terms, product: products.get(reward.productId) };
    const fate = fateOf(reward, terms, back);
    if (fate.kind === 'stays') continue;
    if (fate.kind === 'shrinks' && fate.to) shrink(past, reward, fate.to.amount);
    else fall(past, eventId, reward);
  }
  uncount(past, purchase, back);
}

function shrink(past: SimulatedPast, reward: SimulatedReward, amount: number): void {
  past.reduce(reward, reward.value.amount - amount);
  reward.value = { ...reward.value, amount };
}

function fall(past: SimulatedPast, eventId: string, reward: SimulatedReward): void {
  past.giveBack(eventId, reward);
  reward.endedBy = 'refunded';
}

/** The purchase no longer counts for the rules that it does not fulfil any more. */
function uncount(past: SimulatedPast, purchase: ReplayedEvent, back: Return): void {
  const rules = new Map(purchase.fulfilled.map((rule) => [rule.id, rule]));
  const gone = purchase.qualifications.filter(({ ruleId }) => {
    const rule = rules.get(ruleId);
    return isAllReturned(back) || (rule !== undefined && isUnfulfilled(rule, back));
  });
  past.uncount(gone);
  purchase.qualifications = purchase.qualifications.filter((each) => !gone.includes(each));
}
