import type { Migration } from '../migrate.ts';

/** Whoever typed an address may correct it, until its order is sent; one that the site told is the site's. */
const statements = [
  `alter table destination add column "givenBy" text not null default 'site' check ("givenBy" in ('site', 'recipient'))`,
];

export const correctedAddress: Migration = {
  version: 12,
  name: 'corrected address',
  statements: { sqlite: statements, postgres: statements },
};
