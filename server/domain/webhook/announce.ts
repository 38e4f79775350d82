import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';
import type { Announcement } from './webhook.ts';

/**
 * Tells sites what the present write does, in its own transaction: it is told exactly when it stands. The only place
 * where messages to webhook endpoints are made.
 */
export async function announce(
  rows: Rows,
  ids: Ids,
  now: number,
  announcements: readonly Announcement[],
): Promise<void> {
  if (announcements.length === 0) return;
  await rows.webhookDeliveries.announce(
    announcements.map(({ siteId, type, data }) => ({
      id: ids.next('msg'),
      siteId,
      type,
      data: JSON.stringify(data),
      createdAt: now,
    })),
  );
}
