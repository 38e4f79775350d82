import type { Migration } from '../migrate.ts';

/** A rejected reward that is taken up again reserves once more: each turn of it stands in the ledger once. */
const statements = [
  `alter table reward add column "takenUp" bigint not null default 0`,
  `alter table "budgetEntry" add column turn bigint not null default 0`,
  `drop index "budgetEntry_once"`,
  `create unique index "budgetEntry_once" on "budgetEntry" ("rewardId", kind, turn) where kind <> 'reduce'`,
];

export const takenUp: Migration = {
  version: 6,
  name: 'taken-up',
  statements: { sqlite: statements, postgres: statements },
};
