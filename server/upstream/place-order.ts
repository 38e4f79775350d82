import {
  isSameOrder,
  type OrderIntent,
  type PacedAccount,
  type PlaceResult,
} from '../domain/order/gift-cards.ts';
import type { Answer } from './account-call.ts';
import { adoptOrder } from './adopt-order.ts';
import { endingOf } from './ending.ts';
import { isKnownStatus, readOrder } from './read-order.ts';
import type { Upstream } from './upstream.ts';
import { writeOrder } from './write-order.ts';

/** `POST /v1/Orders`, once. The caller committed the number before and repeats with the same one. */
export async function placeOrder(
  upstream: Upstream,
  account: PacedAccount,
  intent: OrderIntent,
): Promise<PlaceResult> {
  const answer = await upstream.call(account, {
    method: 'POST',
    path: '/v1/Orders',
    body: writeOrder(intent),
    onSend: () => upstream.onPoint('send:before'),
    onSent: () => upstream.onPoint('send:after'),
  });
  if (answer.kind !== 'answer') return answer;
  upstream.onPoint('reply:after');
  const { meaning, detail, retryAfterMs } = answer;
  switch (meaning) {
    case 'done':
      return readPlaced(upstream, intent, answer);
    case 'conflict':
      return adoptOrder(upstream, account, intent, answer);
    case 'no_funds':
      return { kind: 'no_funds', detail };
    case 'refused':
    case 'missing':
      return { kind: 'refused', detail };
    default:
      return endingOf(meaning, detail, retryAfterMs);
  }
}

/**
 * An order that was created but cannot be read, or reads as something that we did not ask for, is unknown: the
 * repeat is a 409, and that path fetches and compares it.
 */
function readPlaced({ log }: Upstream, intent: OrderIntent, { body, detail }: Answer): PlaceResult {
  const order = readOrder(body, intent.value.currency);
  if (!order) return { kind: 'unknown', detail, retryAfterMs: null };
  if (!isSameOrder(intent, order)) {
    return { kind: 'unknown', detail: 'The answer is about another order', retryAfterMs: null };
  }
  if (!isKnownStatus(order.statusWord)) {
    log.warn(
      { upstreamId: order.upstreamId, statusWord: order.statusWord },
      'unknown order status, read as pending',
    );
  }
  return { kind: 'placed', duplicate: false, order };
}
