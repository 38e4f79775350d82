import { type Kysely, sql } from 'kysely';
import type { ParticipantFacts, ParticipantRows } from '../../domain/participant/participant.ts';
import type { Tables } from '../tables.ts';

/**
 * Members of a site: unique by `externalId`. `upsert` and `lock` hold the row, which is the first lock of a write that
 * decides about a friend (design 7.11).
 */
export function participantRows(db: Kysely<Tables>): ParticipantRows {
  const all = () => db.selectFrom('participant').selectAll();
  return {
    async upsert(id, facts, now) {
      const row = await db
        .insertInto('participant')
        .values({ id, ...blank(facts), signedOutAt: null, createdAt: now })
        .onConflict((conflict) =>
          conflict.columns(['siteId', 'externalId']).doUpdateSet({
            emailMac: sql`coalesce(excluded."emailMac", participant."emailMac")`,
            displayName: sql`coalesce(excluded."displayName", participant."displayName")`,
            locale: sql`coalesce(excluded.locale, participant.locale)`,
            country: sql`coalesce(excluded.country, participant.country)`,
          }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      return { ...row, isNew: row.id === id };
    },

    async lock(facts) {
      const { siteId, externalId, emailMac } = facts;
      return db
        .updateTable('participant')
        .set({ emailMac: sql`coalesce(${emailMac ?? null}, "emailMac")` })
        .where('siteId', '=', siteId)
        .where('externalId', '=', externalId)
        .returningAll()
        .executeTakeFirst();
    },

    async byExternalId(siteId, externalId) {
      return all().where('siteId', '=', siteId).where('externalId', '=', externalId).executeTakeFirst();
    },

    async byId(id) {
      return all().where('id', '=', id).executeTakeFirst();
    },

    async byIds(ids) {
      return ids.length === 0 ? [] : all().where('id', 'in', ids).execute();
    },

    async signOut(id, now) {
      await db.updateTable('participant').set({ signedOutAt: now }).where('id', '=', id).execute();
    },
  };
}

function blank(facts: ParticipantFacts) {
  return { emailMac: null, displayName: null, locale: null, country: null, ...facts };
}
