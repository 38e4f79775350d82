import type { Money } from '../../../shared/money.ts';
import { DAY_MS } from '../clock.ts';
import type { GiftCardAccount, OrderSnapshot } from '../order/gift-cards.ts';
import { keptProduct } from '../order/kept-catalogue.ts';
import { madeAtOf } from '../order/po-number.ts';
import { CannotCompare, type PacedParts, pacedUpstream } from './paced-upstream.ts';

export type NumberCost = { upstreamIds: string[]; cost: Money; faceValue: number };

/**
 * What the orders with this number cost that the upstream lists for the account; null when it lists none. Amounts without a
 * cost count at face value, and failed orders not at all. Throws `CannotCompare` where that cannot be read: of an order that
 * is listed and cannot be seen, or of a product whose currency the catalogue does not know.
 */
export async function costOfNumber(
  parts: PacedParts,
  account: GiftCardAccount,
  poNumber: string,
): Promise<NumberCost | null> {
  const upstream = pacedUpstream(parts, account);
  // Clocks differ, days do not.
  const from = madeAtOf({ poNumber, createdAt: parts.clock() }) - DAY_MS;
  const listed = [...(await upstream.list(from, () => {})).values()].filter(
    (each) => each.poNumber === poNumber,
  );
  const [first] = listed;
  if (!first) return null;
  const currency = await currencyOf(parts, account, first.lines[0]?.productId ?? '');
  const snapshots: OrderSnapshot[] = [];
  for (const { upstreamId } of listed) {
    const look = await upstream.look(upstreamId, currency);
    if (look.kind !== 'found') {
      throw new CannotCompare(
        `The upstream lists ${upstreamId} and does not show it, so its cost is not known.`,
      );
    }
    snapshots.push(look.order);
  }
  const lines = snapshots.filter(({ state }) => state !== 'failed').flatMap((each) => each.lines);
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
  return {
    upstreamIds: listed.map(({ upstreamId }) => upstreamId),
    cost: { amount: sum(lines.map(({ cost, value, quantity }) => cost ?? value * quantity)), currency },
    faceValue: sum(lines.map(({ value, quantity }) => value * quantity)),
  };
}

async function currencyOf(
  { store }: PacedParts,
  { id }: GiftCardAccount,
  productId: string,
): Promise<string> {
  const product = await keptProduct(store.read, id, productId);
  if (product) return product.currency;
  throw new CannotCompare(`The catalogue of ${id} does not know ${productId}, so its currency is not known.`);
}
