import type { Migration } from '../migrate.ts';

/** What a restored backup has to know of itself, and of the orders that were made after it. */
const statements = [
  // Separated by spaces: numbers of ours are told from others' by them.
  `alter table installation add column "formerEpochs" text not null default ''`,
  // Null while orders may be sent.
  `alter table installation add column "gateReason" text
    check ("gateReason" in ('copied', 'restored', 'went_back'))`,
  `alter table installation add column "gateClosedAt" bigint`,
  `alter table installation add column "gateSince" bigint`,

  `create table orphan (
    "poNumber" text primary key,
    trace text not null,
    "accountId" text not null references account (id),
    "foundAt" bigint not null,
    "orderId" text unique references "order" (id)
  )`,
  `create index orphan_open on orphan (trace) where "orderId" is null`,
];

export const truth: Migration = {
  version: 9,
  name: 'truth',
  statements: { sqlite: statements, postgres: statements },
};
