import type { Migration } from '../migrate.ts';

/** The chain over the audit, and the keys that values are sealed with. */
const tables = [
  // The keys keep the chain one line: no two entries follow the same one, and none is sealed twice.
  `create table "auditLink" (
    sequence bigint primary key,
    "auditId" text not null unique references audit (id),
    hash text not null
  )`,
  `create table "sealingKey" (
    id text primary key,
    "sealedRoot" text not null,
    "createdAt" bigint not null,
    "retiredAt" bigint
  )`,
  `create unique index "sealingKey_one_seals" on "sealingKey" ((1)) where "retiredAt" is null`,
];

const sqliteTriggers = ['update', 'delete'].map(
  (verb) => `create trigger "auditLink_no_${verb}" before ${verb} on "auditLink"
    begin select raise(abort, 'auditLink is append-only'); end`,
);

const postgresTriggers = [
  `create trigger "auditLink_append_only" before update or delete on "auditLink"
    for each row execute function refuse_change()`,
];

export const sealing: Migration = {
  version: 4,
  name: 'sealing',
  statements: { sqlite: [...tables, ...sqliteTriggers], postgres: [...tables, ...postgresTriggers] },
};
