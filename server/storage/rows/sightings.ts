import type { Kysely } from 'kysely';
import type { Sighting, SightingRows } from '../../domain/click/click.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const insertSightings = statement((db: Db, { sightings }: Places<{ sightings: Sighting[] }>) =>
  db
    .insertInto('sighting')
    .values(sightings)
    .onConflict((conflict) => conflict.doNothing()),
);

const findAmong = statement(
  (db: Db, { participantId, macs }: Places<{ participantId: string; macs: string[] }>) =>
    db
      .selectFrom('sighting')
      .select('mac')
      .where('participantId', '=', participantId)
      .where('mac', 'in', macs),
);

/** Where participants were seen, as keyed hashes of one day each; the primary key keeps one row of many page views. */
export function sightingRows(db: Kysely<Tables>): SightingRows {
  return {
    async insert(sightings) {
      if (sightings.length > 0) await insertSightings(db, { sightings });
    },

    async among(participantId, macs) {
      if (macs.length === 0) return [];
      const rows = await findAmong(db, { participantId, macs });
      return rows.map(({ mac }) => mac);
    },

    async seenWith({ mac, programId, limit }) {
      return db
        .selectFrom('sighting')
        .leftJoin('referral', (join) =>
          join
            .onRef('referral.friendId', '=', 'sighting.participantId')
            .on('referral.programId', '=', programId),
        )
        .select(['sighting.participantId', 'referral.referrerId'])
        .where('sighting.mac', '=', mac)
        .limit(limit)
        .execute();
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
