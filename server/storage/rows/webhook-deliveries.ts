import { type Kysely, type SqlBool, sql } from 'kysely';
import type { WebhookDeliveryRows, WebhookMessage } from '../../domain/webhook/webhook.ts';
import { needsRowLocks } from '../row-locks.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

const insertMessages = statement((db: Db, { messages }: Places<{ messages: WebhookMessage[] }>) =>
  db.insertInto('webhookMessage').values(messages),
);

/** An endpoint wants a message when its list names the type, or when it has no list. */
const isWanted = sql<SqlBool>`("webhookEndpoint".events is null
  or "webhookEndpoint".events like '% ' || "webhookMessage".type || ' %')`;

const addDeliveries = statement((db: Db, { ids }: Places<{ ids: string[] }>) =>
  db
    .insertInto('webhookDelivery')
    .columns(['messageId', 'endpointId', 'status', 'dueAt'])
    .expression(
      db
        .selectFrom('webhookMessage')
        .innerJoin('webhookEndpoint', 'webhookEndpoint.siteId', 'webhookMessage.siteId')
        .where('webhookMessage.id', 'in', ids)
        .where('webhookEndpoint.status', '=', sql.lit('active'))
        .where(isWanted)
        .select([
          'webhookMessage.id',
          'webhookEndpoint.id as endpointId',
          sql.lit('waiting').as('status'),
          'webhookMessage.createdAt as dueAt',
        ]),
    ),
);

/**
 * Messages and their ways to endpoints. The number of its attempts is a delivery's fence; `webhookDelivery_queue` is the
 * queue of each endpoint, so that one with a long queue holds up no other.
 */
export function webhookDeliveryRows(db: Kysely<Tables>): WebhookDeliveryRows {
  return { ...messageRows(db), ...queueRows(db), ...listRows(db), ...replayRows(db) };
}

type Messages = Pick<WebhookDeliveryRows, 'announce' | 'message' | 'forget'>;
type Queue = Pick<WebhookDeliveryRows, 'claim' | 'settle' | 'giveBack'>;
type Lists = Pick<WebhookDeliveryRows, 'find' | 'list'>;
type Replay = Pick<WebhookDeliveryRows, 'redeliver' | 'replay'>;

function messageRows(db: Kysely<Tables>): Messages {
  return {
    async announce(messages) {
      await insertMessages(db, { messages });
      await addDeliveries(db, { ids: messages.map(({ id }) => id) });
    },

    async message(id) {
      return db.selectFrom('webhookMessage').selectAll().where('id', '=', id).executeTakeFirst();
    },

    async forget(before, limit) {
      const old = await db
        .selectFrom('webhookMessage')
        .select('id')
        .where('createdAt', '<', before)
        .orderBy('createdAt')
        .limit(limit)
        .execute();
      const ids = old.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await db.deleteFrom('webhookDelivery').where('messageId', 'in', ids).execute();
      await db.deleteFrom('webhookMessage').where('id', 'in', ids).execute();
      return ids.length;
    },
  };
}

function queueRows(db: Kysely<Tables>): Queue {
  const due = (endpointId: string, now: number) =>
    db
      .selectFrom('webhookDelivery')
      .select('messageId')
      .where('endpointId', '=', endpointId)
      .where('dueAt', '<=', now);

  async function scheduled(endpointId: string, now: number, limit: number): Promise<string[]> {
    let query = due(endpointId, now)
      .where('replayed', '=', 'no')
      .orderBy('dueAt')
      .orderBy('messageId')
      .limit(limit);
    // What another worker takes at this moment is left to it.
    if (needsRowLocks(db)) query = query.forUpdate().skipLocked();
    return (await query.execute()).map(({ messageId }) => messageId);
  }

  /** The first of a replay, and none while it is under way. */
  async function replayed(endpointId: string, now: number): Promise<string[]> {
    const first = await db
      .selectFrom('webhookDelivery')
      .select(['messageId', 'dueAt'])
      .where('endpointId', '=', endpointId)
      .where('replayed', '=', sql.lit('yes'))
      .where('dueAt', 'is not', null)
      .orderBy('messageId')
      .limit(1)
      .executeTakeFirst();
    return first?.dueAt != null && first.dueAt <= now ? [first.messageId] : [];
  }

  return {
    async claim(endpointId, { now, limit, leaseUntil }) {
      const ids = await scheduled(endpointId, now, limit);
      if (ids.length < limit) ids.push(...(await replayed(endpointId, now)));
      if (ids.length === 0) return [];
      const rows = await db
        .updateTable('webhookDelivery')
        .set({
          attempts: sql`attempts + 1`,
          tries: sql`tries + 1`,
          dueAt: leaseUntil,
          leaseUntil,
          lastAttemptAt: now,
        })
        .where('endpointId', '=', endpointId)
        .where('messageId', 'in', ids)
        // Of two workers that chose the same one, the second finds it leased.
        .where('dueAt', '<=', now)
        .returning(['messageId', 'attempts', 'tries'])
        .execute();
      return rows.map(({ messageId, attempts, tries }) => ({
        messageId,
        endpointId,
        number: attempts,
        tries,
      }));
    },

    async settle({ messageId, endpointId, number }, patch) {
      const row = await db
        .updateTable('webhookDelivery')
        .set({ ...patch, leaseUntil: 0, replayed: 'no' })
        .where('messageId', '=', messageId)
        .where('endpointId', '=', endpointId)
        .where('attempts', '=', number)
        .where('leaseUntil', '>', 0)
        .returning('messageId')
        .executeTakeFirst();
      return row !== undefined;
    },

    async giveBack({ messageId, endpointId, number }, now) {
      await db
        .updateTable('webhookDelivery')
        .set({ tries: sql`tries - 1`, dueAt: now, leaseUntil: 0 })
        .where('messageId', '=', messageId)
        .where('endpointId', '=', endpointId)
        .where('attempts', '=', number)
        .where('leaseUntil', '>', 0)
        .execute();
    },
  };
}

function listRows(db: Kysely<Tables>): Lists {
  const listed = (endpointId: string) =>
    db
      .selectFrom('webhookDelivery')
      .innerJoin('webhookMessage', 'webhookMessage.id', 'webhookDelivery.messageId')
      .selectAll('webhookDelivery')
      .select(['webhookMessage.type', 'webhookMessage.createdAt as occurredAt'])
      .where('endpointId', '=', endpointId);
  return {
    async find(endpointId, messageId) {
      return listed(endpointId).where('messageId', '=', messageId).executeTakeFirst();
    },

    async list({ endpointId, status, before, limit }) {
      let query = listed(endpointId);
      if (status !== undefined) query = query.where('status', '=', status);
      if (before !== null) query = query.where('messageId', '<', before);
      return query.orderBy('messageId', 'desc').limit(limit).execute();
    },
  };
}

function replayRows(db: Kysely<Tables>): Replay {
  return {
    async redeliver(endpointId, messageId, now) {
      const row = await db
        .updateTable('webhookDelivery')
        .set({ status: 'waiting', dueAt: now, tries: 0, leaseUntil: 0, deliveredAt: null })
        .where('endpointId', '=', endpointId)
        .where('messageId', '=', messageId)
        .returning('messageId')
        .executeTakeFirst();
      return row !== undefined;
    },

    async replay({ endpoint, from, to, now }) {
      const inRange = db
        .selectFrom('webhookMessage')
        .where('siteId', '=', endpoint.siteId)
        .where('createdAt', '>=', from)
        .where('createdAt', '<', to);
      const again = await db
        .updateTable('webhookDelivery')
        .set({ status: 'waiting', dueAt: now, tries: 0, replayed: 'yes' })
        .where('endpointId', '=', endpoint.id)
        .where('status', '=', 'dead')
        .where('messageId', 'in', inRange.select('id'))
        .returning('messageId')
        .execute();
      let missed = inRange.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('webhookDelivery')
              .select('messageId')
              .whereRef('messageId', '=', 'webhookMessage.id')
              .where('endpointId', '=', endpoint.id),
          ),
        ),
      );
      if (endpoint.events) missed = missed.where('type', 'in', endpoint.events);
      const added = await db
        .insertInto('webhookDelivery')
        .columns(['messageId', 'endpointId', 'status', 'dueAt', 'replayed'])
        .expression(
          missed.select([
            'webhookMessage.id',
            sql<string>`${endpoint.id}`.as('endpointId'),
            sql.lit('waiting').as('status'),
            sql<number>`cast(${now} as bigint)`.as('dueAt'),
            sql.lit('yes').as('replayed'),
          ]),
        )
        .returning('messageId')
        .execute();
      return again.length + added.length;
    },
  };
}
