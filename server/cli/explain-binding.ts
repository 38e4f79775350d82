import type { Referral } from '../domain/attribution/referral.ts';
import type { EventRecord } from '../domain/event/event.ts';
import type { Rows } from '../domain/store.ts';
import { instant } from './instant.ts';

/** The most referrals of a person that are looked through: a friend has one in each program. */
const MOST = 200;

/** To whom the event bound its customer, in which program, and to whom the customer was bound before. */
export async function bindingLines(rows: Rows, event: EventRecord): Promise<string[]> {
  const friend = await rows.participants.byExternalId(event.siteId, event.customerId);
  if (!friend) return [];
  const referrals = (await rows.referrals.ofPeople([friend.id], MOST)).filter(
    ({ friendId, createdAt }) => friendId === friend.id && createdAt <= event.createdAt,
  );
  const referrers = await rows.participants.byIds(referrals.map(({ referrerId }) => referrerId));
  const nameOf = new Map(referrers.map(({ id, externalId }) => [id, externalId]));
  return referrals
    .toReversed()
    .map((referral) => bindingLine(referral, nameOf.get(referral.referrerId) ?? 'who was erased', event));
}

function bindingLine(
  { id, programId, matchedBy, status, createdAt }: Referral,
  referrer: string,
  event: EventRecord,
): string {
  const to = `to the referrer ${referrer} in the program ${programId}`;
  const how = `by ${matchedBy} (referral ${id}, ${status} now)`;
  // An event and the binding that it causes are one write, and so of one instant.
  return createdAt === event.createdAt
    ? `  bound the customer ${to}, ${how}`
    : `  the customer was bound ${to} on ${instant(createdAt)}, ${how}`;
}
