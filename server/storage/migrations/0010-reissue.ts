import type { Migration } from '../migrate.ts';

/** A lost or stolen gift card is given once more: as a reward of its own, which the first one names and is named by. */
const statements = [
  // The key that asked for it; another one has to confirm.
  `alter table reward add column "reissueAskedBy" text`,
  `alter table reward add column "reissuedAs" text references reward (id)`,
  `alter table reward add column "reissueOf" text references reward (id)`,
  // However often it is confirmed, it is given once more and no more.
  `create unique index reward_reissued_once on reward ("reissueOf") where "reissueOf" is not null`,
  `create index reward_reissued on reward ("reissuedAs") where "reissuedAs" is not null`,
];

export const reissue: Migration = {
  version: 10,
  name: 'reissue',
  statements: { sqlite: statements, postgres: statements },
};
