import { type Kysely, sql } from 'kysely';
import type { EventRecord, EventRows, KeyedAnswerRows } from '../../domain/event/event.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { EventRow, Tables } from '../tables.ts';

const findEvent = statement((db: Db, { siteId, eventId }: Places<{ siteId: string; eventId: string }>) =>
  db.selectFrom('event').selectAll().where('siteId', '=', siteId).where('eventId', '=', eventId),
);

const insertEvent = statement((db: Db, event: Places<EventRow>) =>
  db
    .insertInto('event')
    .values(event)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
);

const findReferring = statement((db: Db, { siteId, eventId }: Places<{ siteId: string; eventId: string }>) =>
  db
    .selectFrom('event')
    .selectAll()
    .where('siteId', '=', siteId)
    .where('refersTo', '=', eventId)
    .orderBy('id'),
);

const findFirst = statement(
  (db: Db, { siteId, customerId, type }: Places<{ siteId: string; customerId: string; type: string }>) =>
    db
      .selectFrom('event')
      .select('occurredAt')
      .where('siteId', '=', siteId)
      .where('customerId', '=', customerId)
      .where('type', '=', type)
      .where('trust', '=', 'verified')
      // Bare, the column would lead SQLite to walk all events of the site by time instead of the few of this customer.
      .orderBy(sql`"occurredAt" + 0`)
      .limit(1),
);

/**
 * What customers did. `event_once` decides between parallel posts of one event; `event_by_customer` answers whether it
 * is their first.
 */
export function eventRows(db: Kysely<Tables>): EventRows {
  return {
    async find(siteId, eventId) {
      const [row] = await findEvent(db, { siteId, eventId });
      return row && toEvent(row);
    },

    async referringTo(siteId, eventId) {
      const rows = await findReferring(db, { siteId, eventId });
      return rows.map(toEvent);
    },

    async ofCustomers(siteId, customerIds, limit) {
      if (customerIds.length === 0) return [];
      const rows = await db
        .selectFrom('event')
        .selectAll()
        .where('siteId', '=', siteId)
        .where('customerId', 'in', customerIds)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },

    async inOrder({ siteId, types, from, to }, last, limit) {
      let query = db
        .selectFrom('event')
        .select(TOLD)
        .where('siteId', '=', siteId)
        .where('type', 'in', types)
        .orderBy('occurredAt')
        .orderBy('id')
        .limit(limit);
      if (from !== null) query = query.where('occurredAt', '>=', from);
      if (to !== null) query = query.where('occurredAt', '<', to);
      if (last) query = query.where(sql<boolean>`("occurredAt", id) > (${last.occurredAt}, ${last.id})`);
      return (await query.execute()).map(withMetadata);
    },

    async referringBefore(siteId, eventIds, before) {
      if (eventIds.length === 0) return [];
      const rows = await db
        .selectFrom('event')
        .select(TOLD)
        .where('siteId', '=', siteId)
        .where('refersTo', 'in', eventIds)
        .where('occurredAt', '<', before)
        .execute();
      return rows.map(withMetadata);
    },

    async firstsBefore(siteId, customerIds, before) {
      return db
        .selectFrom('event')
        .select(['customerId', 'type', sql<number>`min("occurredAt")`.as('occurredAt')])
        .where('siteId', '=', siteId)
        .where('customerId', 'in', customerIds)
        .where('trust', '=', 'verified')
        .where('occurredAt', '<', before)
        .groupBy(['customerId', 'type'])
        .execute();
    },

    async insert(event) {
      const metadata = event.metadata === null ? null : JSON.stringify(event.metadata);
      const [row] = await insertEvent(db, { ...event, metadata });
      return row !== undefined;
    },

    async firstAt(siteId, customerId, type) {
      const [row] = await findFirst(db, { siteId, customerId, type });
      return row?.occurredAt ?? null;
    },
  };
}

function toEvent(row: EventRow): EventRecord {
  return withMetadata(row);
}

function withMetadata<T extends { metadata: string | null }>(row: T) {
  const metadata: EventRecord['metadata'] = row.metadata === null ? null : JSON.parse(row.metadata);
  return { ...row, metadata };
}

/** All that an event told; its answer is much larger than the rest together. */
const TOLD = [
  'id',
  'siteId',
  'eventId',
  'type',
  'customerId',
  'programId',
  'trust',
  'status',
  'amount',
  'currency',
  'metadata',
  'refersTo',
  'source',
  'toldAs',
  'occurredAt',
  'createdAt',
] as const satisfies (keyof EventRow)[];

/** Answers kept for a repeat; the primary key decides between parallel requests with one `Idempotency-Key`. */
export function keyedAnswerRows(db: Kysely<Tables>): KeyedAnswerRows {
  return {
    async find(siteId, key) {
      return db
        .selectFrom('keyedAnswer')
        .selectAll()
        .where('siteId', '=', siteId)
        .where('key', '=', key)
        .executeTakeFirst();
    },

    async insert(answer) {
      const row = await db
        .insertInto('keyedAnswer')
        .values(answer)
        .onConflict((conflict) => conflict.doNothing())
        .returning('key')
        .executeTakeFirst();
      return row !== undefined;
    },

    async prune(before) {
      await db.deleteFrom('keyedAnswer').where('createdAt', '<', before).execute();
    },
  };
}
