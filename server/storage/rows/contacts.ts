import type { Kysely } from 'kysely';
import type { ContactRows } from '../../domain/delivery/contact.ts';
import type { Tables } from '../tables.ts';

/** Where participants can be reached; the primary key keeps one for each of them. */
export function contactRows(db: Kysely<Tables>): ContactRows {
  return {
    async put(contact) {
      const { participantId, ...told } = contact;
      if (!told.sealedEmail && !told.sealedPhone) {
        // Where nothing was known, nothing is left to say so either.
        await db.updateTable('contact').set(told).where('participantId', '=', participantId).execute();
        return;
      }
      await db
        .insertInto('contact')
        .values({ sealedEmail: null, sealedPhone: null, ...contact })
        .onConflict((conflict) => conflict.column('participantId').doUpdateSet(told))
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
