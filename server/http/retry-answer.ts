import type { BulkRetry } from '../../shared/contract/order.ts';
import { DomainError } from '../domain/errors.ts';
import { presentOrder } from '../domain/order/present-order.ts';
import { retryOrder } from '../domain/order/retry-order.ts';
import type { RequestLine } from '../domain/telemetry.ts';
import { itemProblem } from './item-problem.ts';
import type { RouteParts } from './route-parts.ts';

type Retry = { siteId: string; actor: string; words: string };

/** Sends orders again, each in a write of its own: one that is refused changes nothing for the others. One answer each, in order. */
export async function answerRetries(
  parts: RouteParts,
  line: RequestLine,
  orderIds: string[],
  retry: Retry,
): Promise<BulkRetry> {
  const answers = new Map<string, BulkRetry['data'][number]>();
  for (const id of new Set(orderIds)) {
    answers.set(id, await answerOne(parts, line, id, retry));
    await parts.breathe();
  }
  parts.wake();
  return { data: orderIds.flatMap((id) => answers.get(id) ?? []) };
}

async function answerOne(
  parts: RouteParts,
  line: RequestLine,
  id: string,
  { siteId, ...by }: Retry,
): Promise<BulkRetry['data'][number]> {
  try {
    const order = await parts.store.read.orders.find(id);
    if (order?.siteId !== siteId) throw new DomainError('not_found', 'There is no such order.');
    // Only the order is meant here: what its reward may have given back is another decision.
    if (order.status === 'completed')
      throw new DomainError('wrong_state', 'The order is completed: there is nothing to send again.');
    await retryOrder(parts, order.rewardId, by);
    const again = await parts.store.read.orders.find(id);
    return { id, status: 200, order: presentOrder(again ?? order) };
  } catch (thrown) {
    const problem = itemProblem(parts, line, thrown);
    return { id, status: problem.status, problem };
  }
}
