import type { Migration } from '../migrate.ts';

/** An order that the upstream made and that no reward will ever come for is booked as a cost of its account. */
const orphanColumn = `alter table orphan add column "writtenOffAt" bigint`;

const KINDS = `kind in ('top_up', 'charge', 'write_off')`;
const OF = `(kind = 'charge') = ("orderId" is not null) and (kind = 'top_up') = ("topUpId" is not null)
  and (kind = 'write_off') = ("poNumber" is not null)`;

const COLUMNS = `id, "accountId", kind, amount, "faceValue", currency, "orderId", "topUpId", "createdAt"`;

// Written off once, however often a person asks for it.
const once = `create unique index "accountEntry_written_off_once" on "accountEntry" ("poNumber") where "poNumber" is not null`;

/** SQLite cannot change a constraint, so the ledger moves to a table that knows the new kind. */
const sqlite = [
  `create table "accountEntryNext" (
    id text primary key,
    "accountId" text not null references account (id),
    kind text not null check (${KINDS}),
    amount bigint not null check (amount >= 0),
    "faceValue" bigint,
    currency text not null,
    "orderId" text references "order" (id),
    "topUpId" text,
    "createdAt" bigint not null,
    "poNumber" text references orphan ("poNumber"),
    constraint "accountEntry_of" check (${OF})
  )`,
  `insert into "accountEntryNext" (${COLUMNS}) select ${COLUMNS} from "accountEntry"`,
  `drop table "accountEntry"`,
  `alter table "accountEntryNext" rename to "accountEntry"`,
  `create unique index "accountEntry_once" on "accountEntry" ("orderId") where "orderId" is not null`,
  `create unique index "accountEntry_top_up_once" on "accountEntry" ("accountId", "topUpId") where "topUpId" is not null`,
  `create index "accountEntry_by_account" on "accountEntry" ("accountId", id)`,
  ...['update', 'delete'].map(
    (verb) => `create trigger "accountEntry_no_${verb}" before ${verb} on "accountEntry"
      begin select raise(abort, 'accountEntry is append-only'); end`,
  ),
];

const postgres = [
  `alter table "accountEntry" drop constraint "accountEntry_kind_check"`,
  `alter table "accountEntry" drop constraint "accountEntry_of"`,
  `alter table "accountEntry" add column "poNumber" text references orphan ("poNumber")`,
  `alter table "accountEntry" add constraint "accountEntry_kind_check" check (${KINDS})`,
  `alter table "accountEntry" add constraint "accountEntry_of" check (${OF})`,
];

export const writeOff: Migration = {
  version: 13,
  name: 'write off',
  statements: {
    sqlite: [orphanColumn, ...sqlite, once],
    postgres: [orphanColumn, ...postgres, once],
  },
};
