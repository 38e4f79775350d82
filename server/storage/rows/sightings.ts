import { type Kysely, sql } from 'kysely';
import type { Sighting, SightingRows } from '../../domain/fraud/sighting.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const insertSightings = statement((db: Db, { sightings }: Places<{ sightings: Sighting[] }>) =>
  db
    .insertInto('sighting')
    .values(sightings)
    .onConflict((conflict) => conflict.doNothing()),
);

const keepSighting = statement((db: Db, { sighting }: Places<{ sighting: Sighting }>) =>
  db
    .insertInto('sighting')
    .values(sighting)
    .onConflict((conflict) =>
      conflict.columns(['participantId', 'mac']).doUpdateSet({
        forgetAt: sql`case when excluded."forgetAt" > sighting."forgetAt" then excluded."forgetAt" else sighting."forgetAt" end`,
      }),
    ),
);

const findAmong = statement(
  (db: Db, { participantIds, macs }: Places<{ participantIds: string[]; macs: string[] }>) =>
    db
      .selectFrom('sighting')
      .select(['participantId', 'mac'])
      .where('participantId', 'in', participantIds)
      .where('mac', 'in', macs),
);

/** Where participants were seen, as keyed hashes; the primary key keeps one row of many page views. */
export function sightingRows(db: Kysely<Tables>): SightingRows {
  return {
    async insert(sightings) {
      if (sightings.length > 0) await insertSightings(db, { sightings });
    },

    async keep(sighting) {
      await keepSighting(db, { sighting });
    },

    async among(participantIds, macs) {
      if (participantIds.length === 0 || macs.length === 0) return [];
      return findAmong(db, { participantIds, macs });
    },

    async seenWith({ mac, programId, limit }) {
      const rows = await db
        .selectFrom('sighting')
        .innerJoin('participant', 'participant.id', 'sighting.participantId')
        .leftJoin('referral', (join) =>
          join
            .onRef('referral.friendId', '=', 'sighting.participantId')
            .on('referral.programId', '=', programId),
        )
        .select(['sighting.participantId', 'referral.referrerId', 'participant.blockedAt'])
        .where('sighting.mac', '=', mac)
        .limit(limit)
        .execute();
      return rows.map(({ blockedAt, ...seen }) => ({ ...seen, isBlocked: blockedAt !== null }));
    },

    async forget(now, limit) {
      const due = db.selectFrom('sighting').select('mac').where('forgetAt', '<=', now).limit(limit);
      const rows = await db
        .deleteFrom('sighting')
        .where('mac', 'in', due)
        .where('forgetAt', '<=', now)
        .returning('mac')
        .execute();
      return rows.length;
    },
  };
}
