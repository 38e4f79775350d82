import type { Migration } from '../migrate.ts';

const KINDS = `'network', 'device', 'card'`;

/** SQLite cannot change a constraint, so sightings move to a table that knows cards too. */
const sqliteSightings = [
  `create table "sightingNext" (
    "participantId" text not null references participant (id),
    kind text not null check (kind in (${KINDS})),
    mac text not null,
    "forgetAt" bigint not null,
    "createdAt" bigint not null,
    primary key ("participantId", mac)
  )`,
  `insert into "sightingNext" select "participantId", kind, mac, "forgetAt", "createdAt" from sighting`,
  `drop table sighting`,
  `alter table "sightingNext" rename to sighting`,
  `create index sighting_by_mac on sighting (mac)`,
  `create index sighting_to_forget on sighting ("forgetAt")`,
];

const postgresSightings = [
  `alter table sighting drop constraint sighting_kind_check`,
  `alter table sighting add constraint sighting_kind_check check (kind in (${KINDS}))`,
];

const shared = [
  // Who came to a decision from one device or network, or with one card: what limits of velocity count.
  `create table arrival (
    "programId" text not null references program (id),
    kind text not null check (kind in ('device', 'network', 'card', 'bin')),
    mac text not null,
    "participantId" text not null references participant (id),
    "forgetAt" bigint not null,
    "createdAt" bigint not null,
    primary key (mac, "programId", kind, "participantId")
  )`,
  `create index arrival_by_time on arrival (mac, "programId", kind, "createdAt")`,
  `create index arrival_of_person on arrival ("participantId")`,
  `create index arrival_to_forget on arrival ("forgetAt")`,
];

export const arrivals: Migration = {
  version: 3,
  name: 'arrivals',
  statements: { sqlite: [...sqliteSightings, ...shared], postgres: [...postgresSightings, ...shared] },
};
