import type { Migration } from '../migrate.ts';

/** Words of the statuses of an order, and of those in which it rests. */
const STATUSES = `'queued', 'unknown', 'pending', 'parked', 'completed', 'quarantined', 'refused', 'failed', 'dead', 'cancelled'`;
const RESTING = `'parked', 'completed', 'quarantined', 'refused', 'failed', 'dead', 'cancelled'`;

const ORDER_COLUMNS = `id, "siteId", "rewardId", "poNumber", "accountId", type, "productId", amount, currency, quantity,
  message, status, "upstreamId", attempts, claimed, deaths, "loneDeaths", tries, "dueAt", "leaseUntil", "hintedAt",
  "warnedAt", cost, "lastError", "createdAt", "completedAt"`;

/** SQLite cannot change a constraint, so orders move to a table that knows parked ones; attempts refer to it. */
const sqliteOrders = [
  `create table "attemptKept" ("orderId" text, number bigint, worker text, "startedAt" bigint, "endedAt" bigint)`,
  `insert into "attemptKept" select "orderId", number, worker, "startedAt", "endedAt" from attempt`,
  `drop table attempt`,
  `create table "orderNext" (
    id text primary key,
    "siteId" text not null,
    "rewardId" text not null constraint order_once unique references reward (id),
    "poNumber" text not null unique,
    "accountId" text not null references account (id),
    type text not null,
    "productId" text not null,
    amount bigint not null check (amount > 0),
    currency text not null,
    quantity bigint not null check (quantity > 0),
    message text,
    status text not null check (status in (${STATUSES})),
    "upstreamId" text,
    attempts bigint not null,
    claimed text not null check (claimed in ('no', 'shared', 'alone')),
    deaths bigint not null,
    "loneDeaths" bigint not null,
    tries bigint not null,
    "dueAt" bigint,
    "leaseUntil" bigint not null,
    "hintedAt" bigint,
    "warnedAt" bigint,
    cost bigint,
    "lastError" text,
    "createdAt" bigint not null,
    "completedAt" bigint,
    constraint order_rests check (("dueAt" is null) = (status in (${RESTING}))),
    constraint order_completed_at check ((status = 'completed') = ("completedAt" is not null))
  )`,
  `insert into "orderNext" (${ORDER_COLUMNS}) select ${ORDER_COLUMNS} from "order"`,
  `drop table "order"`,
  `alter table "orderNext" rename to "order"`,
  `create index order_due on "order" ("accountId", "dueAt") where "dueAt" is not null`,
  `create index order_claimed on "order" ("accountId") where claimed <> 'no'`,
  `create index order_by_site on "order" ("siteId", id)`,
  `create table attempt (
    "orderId" text not null references "order" (id),
    number bigint not null,
    worker text not null,
    "startedAt" bigint not null,
    "endedAt" bigint,
    constraint attempt_fence primary key ("orderId", number)
  )`,
  `insert into attempt select "orderId", number, worker, "startedAt", "endedAt" from "attemptKept"`,
  `drop table "attemptKept"`,
];

const postgresOrders = [
  `alter table "order" drop constraint order_status_check`,
  `alter table "order" drop constraint order_rests`,
  `alter table "order" add constraint order_status_check check (status in (${STATUSES}))`,
  `alter table "order" add constraint order_rests check (("dueAt" is null) = (status in (${RESTING})))`,
];

const shared = [
  // What the catalogue says that a product costs, by itself: a decision asks for it, and must not read a whole catalogue.
  `create table "productCost" (
    "accountId" text not null references account (id),
    "productId" text not null,
    fee bigint not null,
    "discountBasisPoints" bigint not null,
    primary key ("accountId", "productId")
  )`,
  // JSON of what the catalogue said at the decision; null where it was not known.
  `alter table reward add column cost text`,
  // What was agreed to pay, and what the catalogue asked when that was less; a person may agree to it.
  `alter table "order" add column "agreedCost" bigint`,
  `alter table "order" add column "askedCost" bigint`,

  // Calls in a row without an answer; since when the account is unreachable, and when it is tried again.
  `alter table account add column failures bigint not null default 0`,
  `alter table account add column "unreachableAt" bigint`,
  `alter table account add column "tryAt" bigint not null default 0`,
  // Repeats that may go now, in tenths; a first send earns one, and a repeat among them takes ten.
  `alter table account add column "repeatTenths" bigint not null default 100`,
  `alter table account add column "firstSentAt" bigint not null default 0`,

  // What the account holds, as far as it can be told: the upstream does not say it. One row per currency.
  `create table "accountFunds" (
    "accountId" text not null references account (id),
    currency text not null,
    "toppedUp" bigint not null check ("toppedUp" >= 0),
    charged bigint not null check (charged >= 0),
    "faceValue" bigint not null check ("faceValue" >= 0),
    "chargedBefore" bigint not null,
    "filledTo" bigint not null,
    "lowToldAt" bigint,
    primary key ("accountId", currency)
  )`,
  `create table "accountEntry" (
    id text primary key,
    "accountId" text not null references account (id),
    kind text not null check (kind in ('top_up', 'charge')),
    amount bigint not null check (amount >= 0),
    "faceValue" bigint,
    currency text not null,
    "orderId" text references "order" (id),
    "topUpId" text,
    "createdAt" bigint not null,
    constraint "accountEntry_of" check ((kind = 'charge') = ("orderId" is not null) and (kind = 'top_up') = ("topUpId" is not null))
  )`,
  // An order is charged once, whatever the upstream repeats, and a top-up counts once, however often it is told.
  `create unique index "accountEntry_once" on "accountEntry" ("orderId") where "orderId" is not null`,
  `create unique index "accountEntry_top_up_once" on "accountEntry" ("accountId", "topUpId") where "topUpId" is not null`,
  `create index "accountEntry_by_account" on "accountEntry" ("accountId", id)`,

  `create index order_by_status on "order" ("siteId", status, id)`,
  `create index reward_by_status on reward ("siteId", status, id)`,
];

const sqliteTriggers = ['update', 'delete'].map(
  (verb) => `create trigger "accountEntry_no_${verb}" before ${verb} on "accountEntry"
    begin select raise(abort, 'accountEntry is append-only'); end`,
);

const postgresTriggers = [
  `create trigger "accountEntry_append_only" before update or delete on "accountEntry"
    for each row execute function refuse_change()`,
];

export const upstreamFaults: Migration = {
  version: 8,
  name: 'upstream faults',
  statements: {
    sqlite: [...sqliteOrders, ...shared, ...sqliteTriggers],
    postgres: [...postgresOrders, ...shared, ...postgresTriggers],
  },
};
