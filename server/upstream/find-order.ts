import type { FindResult, OrderIntent, PacedAccount } from '../domain/order/gift-cards.ts';
import { compareOrders } from './compare-orders.ts';
import { findOrderIds } from './find-order-ids.ts';
import type { Upstream } from './upstream.ts';

/** Absence has to be proved, so more of the list is read than to find what is surely there. */
const MAX_PAGES = 20;

/** Whether the upstream has an order under the intent's number, made at `madeAt` (epoch ms). Sends nothing. */
export async function findOrder(
  upstream: Upstream,
  account: PacedAccount,
  intent: OrderIntent,
  madeAt: number,
): Promise<FindResult> {
  const search = { pages: MAX_PAGES, madeAt };
  const found = await findOrderIds(upstream, account, intent.poNumber, search);
  if (found.kind !== 'ids') return found;
  if (found.ids.length === 0) return found.isWhole ? { kind: 'absent' } : NO_PROOF;
  const compared = await compareOrders(upstream, account, intent, found.ids);
  return compared.kind === 'same' ? { kind: 'found', order: compared.order } : compared;
}

const NO_PROOF = {
  kind: 'unknown',
  detail:
    'The list of orders is too long, or does not show enough of them, to prove that the number is not in it',
  retryAfterMs: null,
  isAlive: true,
  isUnprovable: true,
} as const satisfies FindResult;
