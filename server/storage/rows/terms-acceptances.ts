import type { Kysely } from 'kysely';
import type { TermsAcceptanceRows } from '../../domain/participant/terms-acceptance.ts';
import type { Tables } from '../tables.ts';

/** Acceptances of terms; the primary key keeps the first one of each version. */
export function termsAcceptanceRows(db: Kysely<Tables>): TermsAcceptanceRows {
  return {
    async insert(acceptance) {
      await db
        .insertInto('termsAcceptance')
        .values(acceptance)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
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
