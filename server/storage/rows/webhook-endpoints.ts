import { type Kysely, sql } from 'kysely';
import type { WebhookEvent } from '../../../shared/contract/webhook.ts';
import type { WebhookEndpoint, WebhookEndpointRows } from '../../domain/webhook/webhook.ts';
import type { Tables, WebhookEndpointRow } from '../tables.ts';

/** Where sites are told, and what signs for it. `webhookEndpoint_name` keeps a site from having two of one name. */
export function webhookEndpointRows(db: Kysely<Tables>): WebhookEndpointRows {
  return { ...readingRows(db), ...changingRows(db), ...secretRows(db) };
}

type Reading = Pick<WebhookEndpointRows, 'ofSite' | 'find' | 'lock' | 'due'>;
type Changing = Pick<WebhookEndpointRows, 'put' | 'succeeded' | 'failed' | 'disable'>;
type Secrets = Pick<WebhookEndpointRows, 'secrets' | 'addSecrets' | 'endSecrets' | 'pruneSecrets'>;

function readingRows(db: Kysely<Tables>): Reading {
  const all = () => db.selectFrom('webhookEndpoint').selectAll();
  return {
    async ofSite(siteId) {
      const rows = await all()
        .where('siteId', '=', siteId)
        .where('status', '<>', 'deleted')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(toEndpoint);
    },

    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toEndpoint(row);
    },

    async lock(id) {
      const row = await db
        .updateTable('webhookEndpoint')
        .set({ notBefore: sql`"notBefore"` })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row && toEndpoint(row);
    },

    async due(now) {
      const rows = await all()
        .where('status', '=', 'active')
        .where('notBefore', '<=', now)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('webhookDelivery')
              .select('messageId')
              .whereRef('endpointId', '=', 'webhookEndpoint.id')
              .where('dueAt', '<=', now),
          ),
        )
        .execute();
      return rows.map(toEndpoint);
    },
  };
}

function changingRows(db: Kysely<Tables>): Changing {
  return {
    async put(endpoint) {
      const row = toRow(endpoint);
      const { name, url, events, status, reason, failingSince, notBefore } = row;
      await db
        .insertInto('webhookEndpoint')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ name, url, events, status, reason, failingSince, notBefore }),
        )
        .execute();
    },

    async succeeded(id) {
      // Nothing is written while nothing has failed: deliveries that succeed at once do not wait for each other.
      await db
        .updateTable('webhookEndpoint')
        .set({ failingSince: null })
        .where('id', '=', id)
        .where('failingSince', 'is not', null)
        .execute();
    },

    async failed(id, now, notBefore) {
      const row = await db
        .updateTable('webhookEndpoint')
        .set({
          failingSince: sql`coalesce("failingSince", ${now})`,
          notBefore: sql`case when "notBefore" < ${notBefore} then ${notBefore} else "notBefore" end`,
        })
        .where('id', '=', id)
        .returning('failingSince')
        .executeTakeFirst();
      return row?.failingSince ?? now;
    },

    async disable(id, reason) {
      const row = await db
        .updateTable('webhookEndpoint')
        .set({ status: 'disabled', reason })
        .where('id', '=', id)
        .where('status', '=', 'active')
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

function secretRows(db: Kysely<Tables>): Secrets {
  return {
    async secrets(endpointId, now) {
      return db
        .selectFrom('webhookSecret')
        .selectAll()
        .where('endpointId', '=', endpointId)
        .where((where) => where.or([where('endsAt', 'is', null), where('endsAt', '>', now)]))
        .orderBy('id', 'desc')
        .execute();
    },

    async addSecrets(secrets) {
      if (secrets.length > 0) await db.insertInto('webhookSecret').values(secrets).execute();
    },

    async endSecrets(ids, endsAt) {
      if (ids.length === 0) return;
      await db
        .updateTable('webhookSecret')
        .set({ endsAt })
        .where('id', 'in', ids)
        .where((where) => where.or([where('endsAt', 'is', null), where('endsAt', '>', endsAt)]))
        .execute();
    },

    async pruneSecrets(now) {
      await db.deleteFrom('webhookSecret').where('endsAt', '<=', now).execute();
    },
  };
}

function toRow({ events, ...endpoint }: WebhookEndpoint): WebhookEndpointRow {
  return { ...endpoint, events: events && ` ${events.join(' ')} ` };
}

function toEndpoint({ events, ...row }: WebhookEndpointRow): WebhookEndpoint {
  return { ...row, events: events === null ? null : (events.trim().split(' ') as WebhookEvent[]) };
}
