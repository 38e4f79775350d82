import type { Kysely } from 'kysely';
import type { TermsAcceptanceRows } from '../../domain/participant/terms-acceptance.ts';
import type { Tables } from '../tables.ts';

/** Acceptances of terms; the primary key keeps the first one of each version. */
export function termsAcceptanceRows(db: Kysely<Tables>): TermsAcceptanceRows {
  return {
    async insert(acceptance) {
      const row = await db
        .insertInto('termsAcceptance')
        .values(acceptance)
        .onConflict((conflict) => conflict.doNothing())
        .returning('version')
        .executeTakeFirst();
      return row !== undefined;
    },

    async ofParticipant(participantId, programId) {
      return db
        .selectFrom('termsAcceptance')
        .selectAll()
        .where('participantId', '=', participantId)
        .where('programId', '=', programId)
        .orderBy('version')
        .execute();
    },
  };
}
