import type { Clock } from '../clock.ts';
import type { Store } from '../store.ts';
import { HINT_EVERY_MS } from './schedule.ts';

/**
 * Takes the upstream's word that an order may be done: as a reason to look, never as the truth. False when there is
 * nothing to do at once: nothing waits for it, a worker has it in hand, or it was looked at a moment ago.
 */
export async function hintOrder(
  { store, clock }: { store: Store; clock: Clock },
  orderId: string,
): Promise<boolean> {
  return store.write('hint-order', (rows) => rows.orders.hint(orderId, clock(), HINT_EVERY_MS));
}
