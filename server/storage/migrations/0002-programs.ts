import type { Migration } from '../migrate.ts';

/** What every kind of program needs beside the main road: facts about people, counts, limits, holds, review. */
const shared = [
  `alter table installation add column "clockAheadMs" bigint not null default 0`,
  `alter table program add column "managedBy" text not null default 'file' check ("managedBy" in ('file', 'api'))`,

  // The latest day on which the person can have been born, as YYYY-MM-DD: an age that stays true.
  `alter table participant add column "bornBy" text`,
  `alter table participant add column region text`,
  `alter table participant add column "domainMac" text`,
  `alter table participant add column "mailKind" text check ("mailKind" in ('ordinary', 'relay', 'disposable'))`,
  `alter table participant add column "blockedAt" bigint`,
  `alter table participant add column "erasedAt" bigint`,
  `create index participant_by_mail on participant ("siteId", "emailMac") where "emailMac" is not null`,

  `alter table code add column "revokedAt" bigint`,

  // The click that bound the friend, where one did.
  `alter table referral add column "clickId" text`,

  // What a click tells about itself, as keyed hashes that change daily; forgotten with its age.
  `alter table click add column "refererHost" text`,
  `alter table click add column medium text check (medium in ('organic', 'paid'))`,
  `alter table click add column "networkMac" text`,
  `alter table click add column "deviceMac" text`,
  `alter table click add column "forgetAt" bigint`,
  `create index click_to_forget on click ("forgetAt") where "forgetAt" is not null`,
  `create table sighting (
    "participantId" text not null references participant (id),
    kind text not null check (kind in ('network', 'device')),
    mac text not null,
    "forgetAt" bigint not null,
    "createdAt" bigint not null,
    primary key ("participantId", mac)
  )`,
  `create index sighting_by_mac on sighting (mac)`,
  `create index sighting_to_forget on sighting ("forgetAt")`,

  `create index referral_waiting on referral ("programId", "createdAt") where status = 'attributed'`,

  `alter table event add column source text`,
  // What the site said of its customer: a simulation has to believe it as the decision did.
  `alter table event add column "toldAs" text check ("toldAs" in ('new', 'known'))`,
  `create index event_by_purchase on event ("siteId", "refersTo") where "refersTo" is not null`,
  `create index event_by_time on event ("siteId", "occurredAt", id)`,

  `alter table reward add column "programVersion" bigint not null default 1`,
  // What it waits for beside time: reason codes with spaces between; empty when nothing.
  `alter table reward add column review text not null default ''`,
  `alter table reward add column "approvalsNeeded" bigint not null default 1`,
  // When it moves on by itself; null when it doesn't.
  `alter table reward add column "releaseAt" bigint`,
  // When its purchase was returned while the order was under way: it is withheld as soon as it is issued.
  `alter table reward add column "reversedAt" bigint`,
  `create index reward_due on reward ("releaseAt") where "releaseAt" is not null`,
  `create index reward_by_program on reward ("programId", id)`,

  // When operators were last told that a budget refuses rewards.
  `alter table budget add column "exhaustedToldAt" bigint`,

  // Two people for large sums: the key is the person, and the primary key keeps one from counting twice.
  `create table approval (
    "rewardId" text not null references reward (id),
    "keyName" text not null,
    "createdAt" bigint not null,
    primary key ("rewardId", "keyName")
  )`,

  // A rule that counts was fulfilled: milestones, tiers and recurring rewards are counted here.
  `create table qualification (
    "eventRowId" text not null references event (id),
    "programId" text not null references program (id),
    "ruleId" text not null,
    "referralId" text,
    "participantId" text not null references participant (id),
    "createdAt" bigint not null,
    "voidedAt" bigint,
    constraint qualification_once primary key ("eventRowId", "programId", "ruleId")
  )`,
  `create index qualification_by_person on qualification ("participantId", "programId", "ruleId")`,
  `create index qualification_by_referral on qualification ("referralId") where "referralId" is not null`,

  // How much of a limit is used: \`scope\` is the program's or one referrer's, \`period\` a day, a month … of its time zone.
  `create table "limitUse" (
    "programId" text not null references program (id),
    scope text not null,
    period text not null,
    count bigint not null check (count >= 0),
    amount bigint not null check (amount >= 0),
    constraint "limitUse_once" primary key ("programId", scope, period)
  )`,

  `create table "knownCustomer" (
    "siteId" text not null references site (id),
    mac text not null,
    primary key ("siteId", mac)
  )`,
  `create table "termsAcceptance" (
    "participantId" text not null references participant (id),
    "programId" text not null references program (id),
    version bigint not null,
    place text not null,
    "acceptedAt" bigint not null,
    primary key ("participantId", "programId", version)
  )`,
  // Words of the site's staff beside an audit row, apart from it because people's words may have to be erased.
  `create table note (
    "auditId" text primary key references audit (id),
    text text not null
  )`,
  // How often somebody asked after a missing referral, so that nobody fishes.
  `create table question (
    "participantId" text not null references participant (id),
    "programId" text not null references program (id),
    "windowAt" bigint not null,
    asked bigint not null,
    primary key ("participantId", "programId")
  )`,
  `alter table decision add column "referrerId" text`,
  `create index decision_refused_by_referrer on decision ("referrerId", "programId")
    where outcome = 'refused' and "referrerId" is not null`,
  `create table "erasedPerson" (
    "siteId" text not null references site (id),
    mac text not null,
    "participantId" text not null references participant (id),
    "erasedAt" bigint not null,
    primary key ("siteId", mac)
  )`,
  // What refers to a row is looked for whenever such a row is written.
  `create index "erasedPerson_by_participant" on "erasedPerson" ("participantId")`,
  // Reports read ranges of time; the ends of these indexes are where rows are added.
  `create index click_by_time on click ("createdAt", code)`,
  `create index referral_by_time on referral ("programId", "createdAt")`,
  `create index reward_by_time on reward ("programId", "createdAt")`,
  `create index referral_by_friend on referral ("friendId")`,
  `create index referral_by_code on referral (code)`,
  `create index audit_by_site on audit ("siteId", id)`,
  // Most of the audit is the system's doing, which nobody looks for by its actor.
  `create index audit_by_actor on audit ("siteId", actor, id) where actor <> 'system'`,
  `create index "budgetEntry_by_reward" on "budgetEntry" ("rewardId", kind)`,
];

const KINDS = `'reserve', 'spend', 'release', 'reduce', 'loss'`;

/** A reward is reduced as often as parts of its purchase come back; every other entry stands once. */
const onceUnlessReduced = `create unique index "budgetEntry_once" on "budgetEntry" ("rewardId", kind) where kind <> 'reduce'`;

/** SQLite cannot change a constraint, so the ledger moves to a table that has the new ones. */
const sqliteLedger = [
  `create table "budgetEntryNext" (
    id text primary key,
    "programId" text not null references budget ("programId"),
    "rewardId" text not null references reward (id),
    kind text not null check (kind in (${KINDS})),
    amount bigint not null check (amount > 0),
    "createdAt" bigint not null
  )`,
  `insert into "budgetEntryNext" select id, "programId", "rewardId", kind, amount, "createdAt" from "budgetEntry"`,
  `drop table "budgetEntry"`,
  `alter table "budgetEntryNext" rename to "budgetEntry"`,
  `create index "budgetEntry_by_program" on "budgetEntry" ("programId", id)`,
  ...['update', 'delete'].map(
    (verb) => `create trigger "budgetEntry_no_${verb}" before ${verb} on "budgetEntry"
      begin select raise(abort, 'budgetEntry is append-only'); end`,
  ),
  onceUnlessReduced,
];

const postgresLedger = [
  `alter table "budgetEntry" drop constraint "budgetEntry_once"`,
  `alter table "budgetEntry" drop constraint "budgetEntry_kind_check"`,
  `alter table "budgetEntry" add constraint "budgetEntry_kind_check" check (kind in (${KINDS}))`,
  onceUnlessReduced,
];

export const programs: Migration = {
  version: 2,
  name: 'programs',
  statements: { sqlite: [...sqliteLedger, ...shared], postgres: [...postgresLedger, ...shared] },
};
