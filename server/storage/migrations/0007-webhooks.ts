import type { Migration } from '../migrate.ts';

/** Outgoing webhooks: where sites are told, what they are told, and how far each message got. */
const statements = [
  `create table "webhookEndpoint" (
    id text primary key,
    "siteId" text not null references site (id),
    name text not null,
    url text not null,
    -- Types with a space before and after each; null means all of them.
    events text,
    "managedBy" text not null check ("managedBy" in ('file', 'api')),
    status text not null check (status in ('active', 'disabled', 'deleted')),
    reason text not null,
    "failingSince" bigint,
    "notBefore" bigint not null default 0,
    "createdAt" bigint not null
  )`,
  `create unique index "webhookEndpoint_name" on "webhookEndpoint" ("siteId", name) where status <> 'deleted'`,

  `create table "webhookSecret" (
    id text primary key,
    "endpointId" text not null references "webhookEndpoint" (id),
    "sealedSecret" text not null,
    "createdAt" bigint not null,
    "endsAt" bigint
  )`,
  `create index "webhookSecret_by_endpoint" on "webhookSecret" ("endpointId")`,

  // The outbox: a row is written in the transaction of what it tells, so that neither is there without the other.
  `create table "webhookMessage" (
    id text primary key,
    "siteId" text not null references site (id),
    type text not null,
    data text not null,
    "createdAt" bigint not null
  )`,
  `create index "webhookMessage_by_site" on "webhookMessage" ("siteId", "createdAt")`,
  `create index "webhookMessage_by_time" on "webhookMessage" ("createdAt")`,

  `create table "webhookDelivery" (
    "messageId" text not null references "webhookMessage" (id),
    "endpointId" text not null references "webhookEndpoint" (id),
    status text not null check (status in ('waiting', 'delivered', 'dead')),
    attempts bigint not null default 0,
    tries bigint not null default 0,
    "dueAt" bigint,
    "leaseUntil" bigint not null default 0,
    replayed text not null default 'no' check (replayed in ('no', 'yes')),
    "lastAttemptAt" bigint,
    "lastStatus" bigint,
    "lastError" text,
    "deliveredAt" bigint,
    constraint "webhookDelivery_once" primary key ("messageId", "endpointId"),
    constraint "webhookDelivery_due" check ((status = 'waiting') = ("dueAt" is not null))
  )`,
  `create index "webhookDelivery_queue" on "webhookDelivery" ("endpointId", "dueAt", "messageId")
    where "dueAt" is not null`,
  `create index "webhookDelivery_replay" on "webhookDelivery" ("endpointId", "messageId")
    where replayed = 'yes' and "dueAt" is not null`,
  `create index "webhookDelivery_by_endpoint" on "webhookDelivery" ("endpointId", "messageId")`,
];

export const webhooks: Migration = { version: 7, name: 'webhooks', statements };
