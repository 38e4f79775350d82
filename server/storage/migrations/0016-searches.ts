import type { Migration } from '../migrate.ts';

/** How often an order was looked for upstream without proof since it was queued. */
const statements = [`alter table "order" add column searches bigint not null default 0`];

export const searches: Migration = {
  version: 16,
  name: 'searches',
  statements: { sqlite: statements, postgres: statements },
};
