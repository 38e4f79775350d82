import type { Random } from '../ids.ts';
import type { DueQuery, GiftCard, Order, OrderRows } from './order.ts';

/** From the widest to the narrowest: a trouble may be of a site, of a product, or of one value of it. */
const LEVELS = ['siteId', 'productId', 'amount'] as const;

/**
 * The order by which an account is tried that sends no other: the oldest that is due of a gift card that chance picks, first
 * a site, then a product, then a value. In their turn, a hundred orders of the one product that is in trouble would all be
 * tried before any other order, which alone can show that the account is well.
 */
export async function oneToTry(
  orders: Pick<OrderRows, 'due' | 'dueCards'>,
  query: Omit<DueQuery, 'limit' | 'card'>,
  random: Random,
): Promise<Order[]> {
  let left = await orders.dueCards(query);
  for (const level of LEVELS) {
    const values = [...new Set(left.map((card) => card[level]))];
    const picked = values[Math.floor(random() * values.length)];
    left = left.filter((card) => card[level] === picked);
  }
  const [card]: GiftCard[] = left;
  return card ? orders.due({ ...query, limit: 1, card }) : [];
}
