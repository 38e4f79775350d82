import { auditEntry } from '../audit/audit-entry.ts';
import type { Sealer } from '../claim/sealer.ts';
import { DAY_MS } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Order } from '../order/order.ts';
import type { Rows } from '../store.ts';
import { sealTracking, type Tracking } from './address.ts';
import type { Shown } from './delivery.ts';

/** How often a card in the post is asked about: letters take days, and nobody waits for the hour. */
export const FOLLOW_EVERY_MS = DAY_MS;

/** What the upstream has shown of a card's way; `to` is null where it has shown nothing of it. */
export type ShownWay = { to: Shown | null; tracking: Tracking | null };

/** Writes down how far a card has come, in the write of whatever else the upstream has shown. */
export async function moveDelivery(
  rows: Rows,
  { ids, sealer }: { ids: Ids; sealer: Sealer },
  { id, siteId, rewardId, type }: Order,
  { to, tracking }: ShownWay,
  now: number,
): Promise<void> {
  if (type === 'Links' || to === null) return;
  if (tracking)
    await rows.destinations.track(rewardId, sealTracking(sealer, { id: rewardId, siteId }, tracking));
  // Of a mail or a message nothing more will be told.
  const isFollowed = to === 'sent' && type === 'PhysicalShipment';
  if (!(await rows.orders.deliver(id, to, isFollowed ? now + FOLLOW_EVERY_MS : null))) return;
  const reason = to === 'delivered' ? 'card_delivered' : 'card_sent';
  const about = { siteId, subject: 'delivery', subjectId: rewardId, status: to, reason } as const;
  await rows.audit.append([auditEntry(ids, now, about)]);
}
