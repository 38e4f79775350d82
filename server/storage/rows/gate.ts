import { type Kysely, sql } from 'kysely';
import type { GateRows } from '../../domain/restore/gate-rows.ts';
import type { Tables } from '../tables.ts';

/** The gate of a restored backup: columns of the installation's one row, so that every process sees it at once. */
export function gateRows(db: Kysely<Tables>): GateRows {
  const installation = () =>
    db
      .selectFrom('installation')
      .select(['epoch', 'formerEpochs', 'gateReason', 'gateClosedAt', 'gateSince'])
      .executeTakeFirstOrThrow();
  return {
    async closed() {
      const { gateReason, gateClosedAt, gateSince } = await installation();
      if (gateReason === null) return null;
      return { reason: gateReason, closedAt: gateClosedAt ?? 0, since: gateSince ?? 0 };
    },

    async epochs() {
      const { epoch, formerEpochs } = await installation();
      return [...formerEpochs.split(' ').filter((each) => each !== ''), epoch];
    },

    async close({ reason, closedAt, since }, epoch) {
      await db
        .updateTable('installation')
        .set({
          gateReason: reason,
          gateClosedAt: closedAt,
          gateSince: since,
          ...(epoch !== null && { formerEpochs: sql`"formerEpochs" || ' ' || epoch`, epoch }),
        })
        .execute();
    },

    async open() {
      await db
        .updateTable('installation')
        .set({ gateReason: null, gateClosedAt: null, gateSince: null })
        .execute();
    },

    async newestStep() {
      const newest = await db
        .selectFrom('audit')
        .select('createdAt')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return newest?.createdAt ?? 0;
    },
  };
}
