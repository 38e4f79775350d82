import type { LookResult, PacedAccount } from '../domain/order/gift-cards.ts';
import { endingOf } from './ending.ts';
import { isKnownStatus, readOrder } from './read-order.ts';
import type { Upstream } from './upstream.ts';

/** `GET /v1/Orders/{id}`: the truth about an order, whatever a hook said. */
export async function lookAtOrder(
  { call, log }: Upstream,
  account: PacedAccount,
  upstreamId: string,
  currency: string,
): Promise<LookResult> {
  const answer = await call(account, {
    method: 'GET',
    path: `/v1/Orders/${encodeURIComponent(upstreamId)}`,
  });
  if (answer.kind !== 'answer') return answer;
  if (answer.meaning === 'missing') return { kind: 'missing' };
  if (answer.meaning !== 'done') return endingOf(answer.meaning, answer.detail, answer.retryAfterMs);
  const order = readOrder(answer.body, currency);
  if (!order) return { kind: 'unknown', detail: answer.detail, retryAfterMs: null };
  // A cache on the way that mixes up answers would show one person's gift card to another.
  if (order.upstreamId.toLowerCase() !== upstreamId.toLowerCase()) {
    return { kind: 'unknown', detail: 'The upstream answered with another order', retryAfterMs: null };
  }
  if (!isKnownStatus(order.statusWord)) {
    log.warn({ upstreamId, statusWord: order.statusWord }, 'unknown order status, read as pending');
  }
  return { kind: 'found', order };
}
