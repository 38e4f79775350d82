import { DomainError } from '../errors.ts';
import type { EventRecord } from '../event/event.ts';
import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';

/**
 * The event that `returning` takes back, or undefined when it was not told yet. Its customer's place is locked first,
 * as accepting the purchase does: of the two told at once, one finds the other.
 */
export async function findPurchase(
  rows: Rows,
  ids: Ids,
  returning: EventRecord,
  now: number,
): Promise<EventRecord | undefined> {
  const { siteId, refersTo, customerId } = returning;
  if (refersTo === null) return undefined;
  const known = await rows.events.find(siteId, refersTo);
  // The purchase says whose it is; a return may have been told for a guest or an assistant.
  await rows.participants.hold(
    { id: ids.next('par'), siteId, externalId: known?.customerId ?? customerId },
    now,
  );
  const purchase = known ?? (await rows.events.find(siteId, refersTo));
  if (purchase) assertComparable(returning, purchase);
  return purchase;
}

/** Refused while the shop can still mend it: recorded, it would leave a reward standing that should fall. */
function assertComparable(returning: EventRecord, { eventId, currency }: EventRecord): void {
  if (returning.currency === null || currency === null || returning.currency === currency) return;
  const message = `must be ${currency}, as in the event ${eventId} that it takes back`;
  throw new DomainError('invalid_body', `The currency ${message}.`, {
    errors: [{ path: 'amount.currency', message }],
  });
}
