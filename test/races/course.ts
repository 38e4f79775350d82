import { sql } from 'kysely';
import { afterAll } from 'vitest';
import type { Database } from '../../server/storage/database.ts';
import { openDatabase } from '../../server/storage/open-database.ts';
import type { Tables } from '../../server/storage/tables.ts';
import { acmeConfig } from '../support/acme.ts';
import type { Dialect } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { type Contestant, startContestants } from './contestants.ts';

export const VALUE = { amount: 1500, currency: 'USD' };

type Program = Parameters<typeof acmeConfig>[0];
export type Course = Awaited<ReturnType<typeof startCourse>>;

/** A database with a referrer, those who race on it, and a judge who reads it on a connection of its own. */
export async function startCourse(dialect: Dialect, program: Program = {}) {
  const config = acmeConfig(program);
  const goodturn = await startHarness(dialect, { config });
  const ada = await goodturn.post('/v1/participants', { externalId: 'ada' });
  const { codes } = (await ada.json()) as { codes: { code: string }[] };
  const contestants: Contestant[] = await startContestants(dialect, goodturn, config);
  const judge: Database<Tables> = await openDatabase(goodturn.databaseUrl);
  afterAll(() => judge.close());

  return {
    ...goodturn,
    contestants,
    judge,
    purchase: (eventId: string, customer: string) => ({
      type: 'purchase',
      eventId,
      customer: { id: customer },
      referralCode: codes[0]?.code,
      amount: { amount: 4200, currency: 'USD' },
    }),
    count: async (table: 'event' | 'reward' | 'order' | 'referral', where = 'true') => {
      const rows = sql<{
        found: number;
      }>`select count(*) as found from ${sql.table(table)} where ${sql.raw(where)}`;
      return (await rows.execute(judge.read)).rows[0]?.found;
    },
    /** Takes away what decides a race, to see that it was this and nothing else. */
    drop: (table: string, constraint: string) =>
      judge.write('drop', (db) =>
        sql`alter table ${sql.table(table)} drop constraint ${sql.ref(constraint)}`.execute(db),
      ),
    /** How often each order was sent, by the upstream's journal. */
    async creates(): Promise<number[]> {
      const answer = await fetch(`${goodturn.sandboxUrl}/__sandbox/orders`);
      const { Data } = (await answer.json()) as { Data: { Creates: number }[] };
      return Data.map(({ Creates }) => Creates);
    },
  };
}
