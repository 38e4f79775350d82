import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../server/storage/migrate.ts';
import { MIGRATIONS } from '../../../server/storage/migrations/index.ts';
import { openDatabase } from '../../../server/storage/open-database.ts';
import type { Tables } from '../../../server/storage/tables.ts';
import { DIALECTS, freshDatabaseUrl } from '../../support/databases.ts';

const SEED = [
  `insert into account (id, "sealedCredentials", state, "probeAt", "nextSendAt") values ('a', '', 'open', 0, 0)`,
  `insert into site (id, name, contact, origins, "publishableKey", "sealedIdentitySecrets", "accountId")
    values ('s', 's', '', '[]', 'pk_s', '[]', 'a')`,
  `insert into program (id, "siteId", version, live) values ('p', 's', 1, '{}')`,
  `insert into participant (id, "siteId", "externalId", "createdAt") values ('m', 's', 'm', 1)`,
  `insert into event (id, "siteId", "eventId", type, "customerId", trust, status, fingerprint, "occurredAt", "createdAt")
    values ('e', 's', 'e', 'purchase', 'm', 'verified', 'credited', '', 1, 1)`,
  `insert into reward (id, "siteId", "programId", "eventRowId", "eventId", "ruleId", position, beneficiary,
      "participantId", "externalId", amount, currency, "productId", delivery, status, reason, "createdAt")
    values ('r', 's', 'p', 'e', 'e', 'x', 0, 'friend', 'm', 'm', 1500, 'USD', 'CVS', 'Links', 'issued', 'order_completed', 1)`,
  `insert into "order" (id, "siteId", "rewardId", "poNumber", "accountId", type, "productId", amount, currency, quantity,
      status, attempts, claimed, deaths, "loneDeaths", tries, "leaseUntil", cost, "createdAt", "completedAt")
    values ('o', 's', 'r', 'GT1', 'a', 'Links', 'CVS', 1500, 'USD', 1, 'completed', 2, 'no', 0, 0, 0, 0, 1450, 1, 2)`,
  `insert into attempt ("orderId", number, worker, "startedAt", "endedAt") values ('o', 1, 'w', 1, 2), ('o', 2, 'w', 3, 4)`,
];

describe.each(DIALECTS)('orders of before there were parked ones, on %s', (dialect) => {
  test('stay as they were, with their attempts, numbers and constraints', async () => {
    const db = await openDatabase<Tables>(await freshDatabaseUrl(dialect));
    onTestFinished(() => db.close());
    await migrate(
      db,
      MIGRATIONS.filter(({ version }) => version < 8),
    );
    await db.write('raw', async (tx) => {
      for (const text of SEED) await sql.raw(text).execute(tx);
    });
    await migrate(db, MIGRATIONS);

    const order = await db.read.selectFrom('order').selectAll().executeTakeFirstOrThrow();
    expect(order).toMatchObject({ id: 'o', poNumber: 'GT1', cost: 1450, agreedCost: null, completedAt: 2 });
    expect(await db.read.selectFrom('attempt').select('number').orderBy('number').execute()).toEqual([
      { number: 1 },
      { number: 2 },
    ]);
    const execute = (text: string) => db.write('raw', (tx) => sql.raw(text).execute(tx));
    const twin = `insert into "order" (id, "siteId", "rewardId", "poNumber", "accountId", type, "productId", amount, currency,
        quantity, status, attempts, claimed, deaths, "loneDeaths", tries, "leaseUntil", "createdAt", "completedAt")
      select 'o2', "siteId", "rewardId", 'GT2', "accountId", type, "productId", amount, currency,
        quantity, status, attempts, claimed, deaths, "loneDeaths", tries, "leaseUntil", "createdAt", "completedAt" from "order"`;
    await expect(execute(twin), 'one order for each reward').rejects.toThrow(/rewardId|order_once/);
    await expect(execute(`update "order" set status = 'lost'`)).rejects.toThrow();
    await expect(execute(`update "order" set "poNumber" = null`)).rejects.toThrow();
    await expect(
      execute(`insert into attempt ("orderId", number, worker, "startedAt") values ('nobody', 1, 'w', 1)`),
    ).rejects.toThrow();
    await execute(`update "order" set status = 'parked', "completedAt" = null`);
  });
});
