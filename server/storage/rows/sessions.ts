import type { Kysely } from 'kysely';
import type { SessionKey, SessionRows } from '../../domain/session/session.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const findFacts = statement((db: Db, { sessionId, participantId, programId }: Places<SessionKey>) =>
  db
    .selectFrom('code')
    .innerJoin('participant', 'participant.id', 'code.participantId')
    .leftJoin('endedSession', (join) => join.on('endedSession.id', '=', sessionId))
    .select(['participant.id', 'participant.siteId', 'participant.externalId'])
    .select(['participant.displayName', 'participant.signedOutAt'])
    .select(['code.code', 'code.clicks', 'code.revision', 'endedSession.expiresAt as endedUntil'])
    .where('code.participantId', '=', participantId)
    .where('code.programId', '=', programId),
);

/** Sessions that ended before their token did; the primary key makes ending one twice the same as once. */
export function sessionRows(db: Kysely<Tables>): SessionRows {
  return {
    async end(id, expiresAt) {
      await db
        .insertInto('endedSession')
        .values({ id, expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async facts(key) {
      const [row] = await findFacts(db, key);
      if (!row) return undefined;
      const { code, clicks, revision, endedUntil, ...participant } = row;
      return { participant, code: { code, clicks, revision }, isEnded: endedUntil !== null };
    },

    async prune(now) {
      await db.deleteFrom('endedSession').where('expiresAt', '<', now).execute();
    },
  };
}
