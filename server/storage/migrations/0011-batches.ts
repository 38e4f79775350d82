import type { Migration } from '../migrate.ts';

const KINDS = `'reserve', 'spend', 'release', 'reduce', 'loss'`;

/** Reward batches: one list of recipients each, whose rewards are made piece by piece. */
const tables = [
  `create table batch (
    id text primary key,
    "siteId" text not null references site (id),
    "batchId" text not null,
    "programId" text not null references program (id),
    delivery text not null check (delivery in ('Links', 'DigitalDelivery', 'PhysicalShipment')),
    fingerprint text not null,
    "madeBy" text not null,
    items bigint not null check (items > 0),
    amount bigint not null check (amount > 0),
    currency text not null,
    "approvalsNeeded" bigint not null,
    status text not null check (status in ('held', 'running', 'stopped', 'completed', 'cancelled')),
    reason text not null,
    -- When it is looked at next; a batch that does not run is looked at by nobody.
    "dueAt" bigint,
    "createdAt" bigint not null,
    "completedAt" bigint,
    constraint batch_once unique ("siteId", "batchId"),
    constraint batch_due_runs check (("dueAt" is not null) = (status = 'running'))
  )`,
  `create index batch_due on batch ("dueAt") where "dueAt" is not null`,
  `create index batch_by_site on batch ("siteId", id)`,
  // One item, one reward: the unique reward and the CHECK decide.
  `create table "batchItem" (
    id text primary key,
    "batchRowId" text not null references batch (id),
    "itemId" text not null,
    "externalId" text,
    "sealedAddress" text,
    "productId" text not null,
    amount bigint not null check (amount > 0),
    currency text not null,
    message text,
    status text not null check (status in ('waiting', 'made', 'refused', 'cancelled')),
    reason text not null,
    "rewardId" text constraint "batchItem_reward" unique references reward (id),
    constraint "batchItem_once" unique ("batchRowId", "itemId"),
    constraint "batchItem_made" check ((status = 'made') = ("rewardId" is not null))
  )`,
  `create index "batchItem_by_batch" on "batchItem" ("batchRowId", id)`,
  `create index "batchItem_waiting" on "batchItem" ("batchRowId", id) where status = 'waiting'`,
  `create index "batchItem_by_person" on "batchItem" ("externalId") where "externalId" is not null`,
  `create table "batchApproval" (
    "batchRowId" text not null references batch (id),
    "keyName" text not null,
    "createdAt" bigint not null,
    primary key ("batchRowId", "keyName")
  )`,
];

/**
 * A batch reserves its whole value at once and hands it on to its rewards, so an entry of the ledger belongs to a reward
 * or to a batch.
 */
const owner = `(("rewardId" is null) <> ("batchRowId" is null))`;
const once = [
  `create unique index "budgetEntry_once" on "budgetEntry" ("rewardId", kind, turn) where kind <> 'reduce'`,
  `create unique index "budgetEntry_batch_once" on "budgetEntry" ("batchRowId", kind) where kind <> 'reduce'`,
];

/** SQLite cannot let a column be empty later, so the ledger moves to a table that does. */
const sqliteLedger = [
  `create table "budgetEntryNext" (
    id text primary key,
    "programId" text not null references budget ("programId"),
    "rewardId" text references reward (id),
    "batchRowId" text references batch (id),
    kind text not null check (kind in (${KINDS})),
    turn bigint not null default 0,
    amount bigint not null check (amount > 0),
    "createdAt" bigint not null,
    constraint "budgetEntry_owner" check ${owner}
  )`,
  `insert into "budgetEntryNext" (id, "programId", "rewardId", kind, turn, amount, "createdAt")
    select id, "programId", "rewardId", kind, turn, amount, "createdAt" from "budgetEntry"`,
  `drop table "budgetEntry"`,
  `alter table "budgetEntryNext" rename to "budgetEntry"`,
  `create index "budgetEntry_by_program" on "budgetEntry" ("programId", id)`,
  `create index "budgetEntry_by_reward" on "budgetEntry" ("rewardId", kind)`,
  ...['update', 'delete'].map(
    (verb) => `create trigger "budgetEntry_no_${verb}" before ${verb} on "budgetEntry"
      begin select raise(abort, 'budgetEntry is append-only'); end`,
  ),
  ...once,
];

const postgresLedger = [
  `alter table "budgetEntry" alter column "rewardId" drop not null`,
  `alter table "budgetEntry" add column "batchRowId" text references batch (id)`,
  `alter table "budgetEntry" add constraint "budgetEntry_owner" check ${owner}`,
  ...once.slice(1),
];

export const batches: Migration = {
  version: 11,
  name: 'batches',
  statements: { sqlite: [...tables, ...sqliteLedger], postgres: [...tables, ...postgresLedger] },
};
