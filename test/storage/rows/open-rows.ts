import { type Kysely, sql } from 'kysely';
import { afterAll } from 'vitest';
import type { AuditEntry } from '../../../server/domain/audit/audit.ts';
import type { BudgetEntry } from '../../../server/domain/budget/budget.ts';
import type { EventRecord } from '../../../server/domain/event/event.ts';
import type { Order } from '../../../server/domain/order/order.ts';
import type { Reward } from '../../../server/domain/reward/reward.ts';
import type { Rows } from '../../../server/domain/store.ts';
import { openDatabase } from '../../../server/storage/open-database.ts';
import { type OpenStore, openStore } from '../../../server/storage/open-store.ts';
import type { Tables } from '../../../server/storage/tables.ts';
import { sampleOrder } from '../../domain/order/sample-order.ts';
import { type Dialect, freshDatabaseUrl } from '../../support/databases.ts';

export const NOW = Date.parse('2026-11-23T12:00:00Z');

/** The product's store on a database of its own, with two sites, one program, two people and what the test adds. */
export async function openRows(dialect: Dialect) {
  const url = await freshDatabaseUrl(dialect);
  const opened: OpenStore = await openStore(url);
  // A second way in, for what the rows refuse to do.
  const raw = await openDatabase<Tables>(url);
  afterAll(async () => {
    await raw.close();
    await opened.close();
  });
  const { store } = opened;
  const write = <R>(work: (rows: Rows) => Promise<R>): Promise<R> => store.write('accept-event', work);
  await raw.write('seed', seed);
  let made = 0;

  /** A reward with its event and order, as one accepted event leaves them. */
  async function addOrder(change: Partial<Order> = {}): Promise<Order> {
    made += 1;
    const number = made;
    const order = sampleOrder({
      id: `ord_${number}`,
      rewardId: `rwd_${number}`,
      poNumber: `GTNUMBER${number}`,
      createdAt: NOW,
      dueAt: NOW,
      ...change,
    });
    await write(async (rows) => {
      await rows.events.insert(sampleEvent({ id: `evt_${number}`, eventId: `event_${number}` }));
      await rows.rewards.insert([sampleReward({ id: `rwd_${number}`, eventRowId: `evt_${number}` })]);
      await rows.orders.insert([order]);
    });
    return order;
  }

  return {
    url,
    store,
    write,
    addOrder,
    execute: (statement: string) => raw.write('raw', (db) => sql.raw(statement).execute(db)),
    count: async (table: string) => {
      const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(
        raw.read,
      );
      return rows[0]?.rows;
    },
    raw,
  };
}

async function seed(db: Kysely<Tables>): Promise<void> {
  await db
    .insertInto('account')
    .values({
      id: 'installation',
      sealedCredentials: 'x',
      state: 'open',
      probeAt: 0,
      nextSendAt: 0,
      failures: 0,
      unreachableAt: null,
      tryAt: 0,
      repeatTenths: 100,
      firstSentAt: 0,
    })
    .execute();
  for (const id of ['acme', 'globex']) {
    const site = { id, name: id, contact: '', origins: '[]', publishableKey: `pk_${id}` };
    await db
      .insertInto('site')
      .values({ ...site, sealedIdentitySecrets: '[]', accountId: 'installation' })
      .execute();
  }
  await db
    .insertInto('program')
    .values({ id: 'friends', siteId: 'acme', version: 1, managedBy: 'file', live: '{}' })
    .execute();
  for (const id of ['par_1', 'par_2']) {
    await db
      .insertInto('participant')
      .values({ id, siteId: 'acme', externalId: `of ${id}`, createdAt: NOW })
      .execute();
  }
}

export function sampleEvent(change: Partial<EventRecord> = {}): EventRecord {
  return {
    id: 'evt_x',
    siteId: 'acme',
    eventId: 'event_x',
    type: 'purchase',
    customerId: 'bea',
    programId: null,
    trust: 'verified',
    status: 'credited',
    amount: 4200,
    currency: 'USD',
    metadata: { channel: 'web' },
    refersTo: null,
    source: null,
    toldAs: null,
    fingerprint: 'print',
    answer: '{}',
    occurredAt: NOW,
    createdAt: NOW,
    ...change,
  };
}

export function sampleReward(change: Partial<Reward> = {}): Reward {
  return {
    id: 'rwd_x',
    siteId: 'acme',
    programId: 'friends',
    programVersion: 1,
    eventRowId: 'evt_x',
    eventId: 'event_x',
    ruleId: 'rule',
    position: 0,
    referralId: null,
    beneficiary: 'friend',
    participantId: 'par_2',
    externalId: 'of par_2',
    value: { amount: 1500, currency: 'USD' },
    productId: 'CVS',
    delivery: 'Links',
    message: null,
    options: null,
    cost: null,
    review: [],
    approvalsNeeded: 1,
    releaseAt: null,
    reversedAt: null,
    reissueAskedBy: null,
    reissuedAs: null,
    reissueOf: null,
    takenUp: 0,
    status: 'ordering',
    reason: 'order_written',
    holdUntil: null,
    createdAt: NOW,
    ...change,
  };
}

export function entryOf(rewardId: string, kind: BudgetEntry['kind'], amount = 1500): BudgetEntry {
  return {
    id: `bud_${rewardId}_${kind}`,
    programId: 'friends',
    rewardId,
    kind,
    turn: 0,
    amount,
    createdAt: NOW,
  };
}

export function auditOf(id: string, subjectId: string): AuditEntry {
  const facts = { subject: 'reward', status: 'issued', actor: 'system', reason: 'order_completed' } as const;
  return { id, siteId: 'acme', subjectId, ...facts, createdAt: NOW };
}
