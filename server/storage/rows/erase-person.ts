import { type Kysely, sql } from 'kysely';
import { UNSEEN } from '../../domain/click/click-origin.ts';
import { NOTHING_KNOWN } from '../../domain/participant/participant.ts';
import type { PersonKey } from '../../domain/person/person.ts';
import type { Tables } from '../tables.ts';
import { hasOrderToSend } from './destinations.ts';
import { clicksOf, idsAbout } from './rows-about.ts';

/** An answer is kept with its event or, at the end of a batch, a little later (ms). */
const ANSWER_WITHIN_MS = 600_000;

/** What a repeat of an erased person's event is compared with: whatever is told under its id is that event. */
const NO_FINGERPRINT = '';

/**
 * Empties every column that tells something of the person. Rows that only serve to tell are deleted; the others stay
 * with their ids, states and amounts, so that sums and audit are what they were.
 */
export async function erasePerson(
  db: Kysely<Tables>,
  person: PersonKey,
  pseudonym: string,
  now: number,
): Promise<void> {
  const { siteId, participantId, customerMacs } = person;
  const { events, rewards, entries, batchItems } = idsAbout(db, person);
  await forgetAnswers(db, person);
  await db.deleteFrom('note').where('auditId', 'in', entries).execute();
  await db.deleteFrom('sighting').where('participantId', '=', participantId).execute();
  await db.deleteFrom('arrival').where('participantId', '=', participantId).execute();
  await forgetPlaces(db, person, now);
  await db
    .deleteFrom('knownCustomer')
    .where('siteId', '=', siteId)
    .where('mac', 'in', customerMacs)
    .execute();
  await db.updateTable('click').set(UNSEEN).where('id', 'in', clicksOf(db, participantId)).execute();
  // Under the pseudonym an item whose reward is not made yet finds the erased person, and is refused.
  await db
    .updateTable('batchItem')
    .set({ externalId: pseudonym, itemId: sql`'erased-' || id`, sealedAddress: null })
    .where('id', 'in', batchItems)
    .execute();
  await db.updateTable('reward').set({ externalId: pseudonym }).where('id', 'in', rewards).execute();
  await db
    .updateTable('event')
    .set({ customerId: pseudonym, metadata: null, toldAs: null, fingerprint: NO_FINGERPRINT })
    .where('id', 'in', events)
    .execute();
  await db
    .updateTable('code')
    .set({ participantId: null, revokedAt: now })
    .where('participantId', '=', participantId)
    .execute();
  await db
    .updateTable('participant')
    .set({ ...NOTHING_KNOWN, blockedAt: null, externalId: pseudonym, signedOutAt: now, erasedAt: now })
    .where('id', '=', participantId)
    .execute();
}

/** Answers kept for an `Idempotency-Key`: a repeat finds the event itself. Found by time, since nothing else leads there. */
async function forgetAnswers(db: Kysely<Tables>, person: PersonKey): Promise<void> {
  const { events, rewards } = idsAbout(db, person);
  const ofRewards = db.selectFrom('reward').select('eventRowId as id').where('id', 'in', rewards);
  const around = db
    .selectFrom('event')
    .select(['id', 'createdAt'])
    .where('id', 'in', events.union(ofRewards));
  for (const { id, createdAt } of await around.execute()) {
    await db
      .deleteFrom('keyedAnswer')
      .where('createdAt', '>=', createdAt)
      .where('createdAt', '<=', createdAt + ANSWER_WITHIN_MS)
      .where('siteId', '=', person.siteId)
      .where(sql<boolean>`body like ${`%${id}%`}`)
      .execute();
  }
}

/** An order on its way to the upstream keeps its address until that has it: without it the reward would be lost. */
async function forgetPlaces(db: Kysely<Tables>, person: PersonKey, now: number): Promise<void> {
  const { rewards } = idsAbout(db, person);
  await db.deleteFrom('contact').where('participantId', '=', person.participantId).execute();
  await db
    .deleteFrom('destination')
    .where('rewardId', 'in', rewards)
    .where(({ not }) => not(hasOrderToSend()))
    .execute();
  await db.updateTable('destination').set({ forgetAt: now }).where('rewardId', 'in', rewards).execute();
}
