import { type Clock, SECOND_MS } from '../clock.ts';
import type { Store } from '../store.ts';

/** A flood of hints costs the upstream one look per order in this time. */
const HINT_EVERY_MS = 5 * SECOND_MS;

/**
 * Takes the upstream's word that an order may be done: as a reason to look, never as the truth. False when nothing
 * waits for it, or another hint has just come.
 */
export async function hintOrder(
  { store, clock }: { store: Store; clock: Clock },
  orderId: string,
): Promise<boolean> {
  return store.write('hint-order', (rows) => rows.orders.hint(orderId, clock(), HINT_EVERY_MS));
}
