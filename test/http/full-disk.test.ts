import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../server/storage/database.ts';
import { openDatabase } from '../../server/storage/open-database.ts';
import { openStoreOn } from '../../server/storage/open-store.ts';
import type { Tables } from '../../server/storage/tables.ts';
import type { Event } from '../../shared/contract/event.ts';
import { type Harness, startHarness } from '../support/harness.ts';

/** More events than a file without more pages can take. */
const MOST_EVENTS = 500;
/** SQLite's own bound. */
const ALL_PAGES = 4_294_967_294;

describe('when the disk is full', () => {
  let goodturn: Harness;
  let database: Database<Tables>;
  let code: string;
  let told = 0;

  async function pages(most: number): Promise<void> {
    await database.write('limit', (tx) => sql.raw(`pragma max_page_count = ${most}`).execute(tx));
  }

  function buy(): Promise<Response> {
    told += 1;
    return Promise.resolve(
      goodturn.post('/v1/events', {
        type: 'purchase',
        eventId: `purchase_${told}`,
        customer: { id: `friend_${told}` },
        referralCode: code,
        amount: { amount: 4200, currency: 'USD' },
      }),
    );
  }

  beforeAll(async () => {
    goodturn = await startHarness('sqlite', {
      overrides: {
        openStore: async (url, options) => {
          database = await openDatabase<Tables>(url, options);
          return openStoreOn(database);
        },
      },
    });
    const ada = await goodturn.post('/v1/participants', { externalId: 'ada' });
    const { codes } = (await ada.json()) as { codes: { code: string }[] };
    code = codes[0]?.code ?? '';
  });

  test('events answer 503 with Retry-After, and nothing that was answered 201 is missing', async () => {
    // Below what it has already: SQLite then answers SQLITE_FULL to whatever needs another page, as on a full disk.
    await pages(1);
    const kept: string[] = [];
    let refused: Response | undefined;
    while (!refused && told < MOST_EVENTS) {
      const answer = await buy();
      if (answer.status === 201) kept.push(((await answer.json()) as Event).eventId);
      else refused = answer;
    }
    expect(refused?.status).toBe(503);
    expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(refused?.headers.get('Content-Type')).toContain('application/problem+json');
    for (const eventId of kept) {
      const read = await goodturn.get(`/v1/events/${eventId}`);
      expect(((await read.json()) as Event).rewards).toHaveLength(2);
    }
    expect((await goodturn.get(`/v1/events/purchase_${told}`)).status).toBe(404);
  });

  test('reads go on, and so do share links: attribution by token needs no row', async () => {
    expect((await goodturn.get('/v1/rewards')).status).toBe(200);
    const followed = await goodturn.app.request(`/r/${code}`, {
      headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' },
    });
    expect(followed.status).toBe(302);
    expect(followed.headers.get('Location')).toContain('ref=');
  });

  test('the file is whole', async () => {
    const { rows } = await sql`pragma integrity_check`.execute(database.read);
    expect(rows).toEqual([{ integrity_check: 'ok' }]);
  });

  test('with room again it goes on without a restart, and the refused event counts once', async () => {
    await pages(ALL_PAGES);
    told -= 1;
    const again = await buy();
    expect(again.status).toBe(201);
    await goodturn.deps.worker.settle();
    const rewards = ((await again.json()) as Event).rewards.map(({ id }) => id);
    const orders = await goodturn.deps.store.read.orders.ofRewards(rewards);
    expect(orders.map(({ status }) => status)).toEqual(['completed', 'completed']);
  });
});
