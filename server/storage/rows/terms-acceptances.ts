import type { Kysely } from 'kysely';
import type { TermsAcceptanceRows } from '../../domain/participant/terms-acceptance.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const findOfParticipant = statement(
  (db: Db, { participantId, programId }: Places<{ participantId: string; programId: string }>) =>
    db
      .selectFrom('termsAcceptance')
      .selectAll()
      .where('participantId', '=', participantId)
      .where('programId', '=', programId)
      .orderBy('version'),
);

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
      return findOfParticipant(db, { participantId, programId });
    },
  };
}
