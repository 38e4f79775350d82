import { type Kysely, sql } from 'kysely';
import type { ContactRows } from '../../domain/delivery/contact.ts';
import type { Tables } from '../tables.ts';

/** Where participants can be reached; the primary key keeps one for each of them. */
export function contactRows(db: Kysely<Tables>): ContactRows {
  return {
    async put(contact) {
      await db
        .insertInto('contact')
        .values(contact)
        .onConflict((conflict) =>
          conflict.column('participantId').doUpdateSet({
            sealedEmail: sql`coalesce(excluded."sealedEmail", contact."sealedEmail")`,
            sealedPhone: sql`coalesce(excluded."sealedPhone", contact."sealedPhone")`,
            toldAt: contact.toldAt,
          }),
        )
        .execute();
    },

    async find(participantId) {
      return db
        .selectFrom('contact')
        .selectAll()
        .where('participantId', '=', participantId)
        .executeTakeFirst();
    },

    async forget(before, limit) {
      const old = db.selectFrom('contact').select('participantId').where('toldAt', '<', before).limit(limit);
      const rows = await db
        .deleteFrom('contact')
        .where('participantId', 'in', old)
        .returning('participantId')
        .execute();
      return rows.length;
    },
  };
}
