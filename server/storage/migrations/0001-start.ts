import type { Migration } from '../migrate.ts';

/** Turns a list of allowed words into the inside of an SQL `in (…)`. */
function oneOf(words: string): string {
  return words
    .split(' ')
    .map((word) => `'${word}'`)
    .join(', ');
}

// All instants are epoch milliseconds, all amounts minor units; JSON is text, so that both dialects hold the same.
// The schema is the last word on "once" and "never more": the unique indexes and CHECKs below are what the
// races of the product are decided by, so each says what it is for.
const tables = [
  `create table installation (
    id bigint primary key check (id = 1),
    epoch text not null,
    revision bigint not null
  )`,
  `create table account (
    id text primary key,
    "sealedCredentials" text not null,
    state text not null check (state in (${oneOf('open parked stopped')})),
    "probeAt" bigint not null,
    "nextSendAt" bigint not null
  )`,
  `create table site (
    id text primary key,
    name text not null,
    contact text not null,
    origins text not null,
    "publishableKey" text not null unique,
    "sealedIdentitySecrets" text not null,
    "accountId" text not null references account (id)
  )`,
  `create table "secretKey" (
    mac text primary key,
    "siteId" text not null references site (id),
    name text not null,
    scopes text not null,
    unique ("siteId", name)
  )`,
  `create table program (
    id text primary key,
    "siteId" text not null references site (id),
    version bigint not null,
    live text not null
  )`,
  `create table "programVersion" (
    "programId" text not null references program (id),
    version bigint not null,
    digest text not null,
    frozen text not null,
    "createdAt" bigint not null,
    primary key ("programId", version)
  )`,
  `create table participant (
    id text primary key,
    "siteId" text not null references site (id),
    "externalId" text not null,
    "emailMac" text,
    "displayName" text,
    locale text,
    country text,
    "signedOutAt" bigint,
    "createdAt" bigint not null,
    unique ("siteId", "externalId")
  )`,
  // A code is global; a participant has one per program.
  `create table code (
    code text primary key,
    "programId" text not null references program (id),
    "participantId" text references participant (id),
    source text,
    clicks bigint not null,
    revision bigint not null,
    "createdAt" bigint not null,
    unique ("participantId", "programId")
  )`,
  `create table click (
    id text primary key,
    code text not null references code (code),
    "createdAt" bigint not null
  )`,
  // Bind once: the unique pair decides between two events that would bind the same friend.
  `create table referral (
    id text primary key,
    "siteId" text not null,
    "programId" text not null references program (id),
    "programVersion" bigint not null,
    "referrerId" text not null references participant (id),
    "friendId" text not null references participant (id),
    code text not null,
    "matchedBy" text not null check ("matchedBy" in (${oneOf('bound code token coupon invite manual')})),
    evidence text not null,
    status text not null check (status in (${oneOf('attributed qualified completed rejected expired voided')})),
    reason text not null,
    "createdAt" bigint not null,
    unique ("programId", "friendId"),
    constraint referral_two_people check ("referrerId" <> "friendId")
  )`,
  `create index referral_by_referrer on referral ("referrerId", "programId", id)`,
  `create index referral_by_site on referral ("siteId", id)`,
  // One event per id of the site: the unique pair decides between parallel posts of the same event.
  `create table event (
    id text primary key,
    "siteId" text not null references site (id),
    "eventId" text not null,
    type text not null,
    "customerId" text not null,
    "programId" text,
    trust text not null check (trust in (${oneOf('verified reported')})),
    status text not null check (status in (${oneOf('credited recorded')})),
    amount bigint,
    currency text,
    metadata text,
    "refersTo" text,
    fingerprint text not null,
    answer text,
    "occurredAt" bigint not null,
    "createdAt" bigint not null,
    constraint event_once unique ("siteId", "eventId")
  )`,
  `create index event_by_customer on event ("siteId", "customerId", type)`,
  `create table "keyedAnswer" (
    "siteId" text not null,
    key text not null,
    fingerprint text not null,
    status bigint not null,
    body text not null,
    "createdAt" bigint not null,
    primary key ("siteId", key)
  )`,
  `create index "keyedAnswer_by_age" on "keyedAnswer" ("createdAt")`,
  `create table decision (
    id text primary key,
    "siteId" text not null,
    "eventRowId" text not null references event (id),
    "programId" text not null,
    "programVersion" bigint not null,
    "ruleId" text not null,
    beneficiary text not null,
    "referralId" text,
    "matchedBy" text,
    outcome text not null check (outcome in (${oneOf('earned held refused')})),
    checks text not null
  )`,
  `create index decision_by_event on decision ("eventRowId")`,
  // Never promise more than there is: the CHECK decides between parallel reservations. Where a budget was lowered
  // below what is promised already, the ceiling keeps the promises and allows no new one.
  `create table budget (
    "programId" text primary key references program (id),
    currency text not null,
    "limit" bigint,
    ceiling bigint,
    reserved bigint not null check (reserved >= 0),
    spent bigint not null check (spent >= 0),
    constraint budget_covers check (ceiling is null or reserved + spent <= ceiling)
  )`,
  `create table reward (
    id text primary key,
    "siteId" text not null,
    "programId" text not null references program (id),
    "eventRowId" text not null references event (id),
    "eventId" text not null,
    "ruleId" text not null,
    position bigint not null,
    "referralId" text,
    beneficiary text not null check (beneficiary in (${oneOf('referrer friend participant')})),
    "participantId" text not null references participant (id),
    "externalId" text not null,
    amount bigint not null check (amount > 0),
    currency text not null,
    "productId" text not null,
    delivery text not null check (delivery in (${oneOf('Links DigitalDelivery PhysicalShipment')})),
    message text,
    status text not null check (status in (${oneOf(
      'earned held approved ordering issued opened rejected cancelled withheld failed',
    )})),
    reason text not null,
    "holdUntil" bigint,
    "createdAt" bigint not null,
    constraint reward_once unique ("eventRowId", "programId", "ruleId", position)
  )`,
  `create index reward_by_participant on reward ("participantId", "programId", id)`,
  `create index reward_by_site on reward ("siteId", id)`,
  `create index reward_by_event on reward ("siteId", "eventId")`,
  `create index reward_by_referral on reward ("referralId") where "referralId" is not null`,
  `create table "budgetEntry" (
    id text primary key,
    "programId" text not null references budget ("programId"),
    "rewardId" text not null references reward (id),
    kind text not null check (kind in (${oneOf('reserve spend release')})),
    amount bigint not null check (amount > 0),
    "createdAt" bigint not null,
    constraint "budgetEntry_once" unique ("rewardId", kind)
  )`,
  `create index "budgetEntry_by_program" on "budgetEntry" ("programId", id)`,
  // One reward, one order, one number.
  `create table "order" (
    id text primary key,
    "siteId" text not null,
    "rewardId" text not null constraint order_once unique references reward (id),
    "poNumber" text not null unique,
    "accountId" text not null references account (id),
    type text not null,
    "productId" text not null,
    amount bigint not null check (amount > 0),
    currency text not null,
    quantity bigint not null check (quantity > 0),
    message text,
    status text not null check (status in (${oneOf(
      'queued unknown pending completed quarantined refused failed dead cancelled',
    )})),
    "upstreamId" text,
    attempts bigint not null,
    claimed text not null check (claimed in (${oneOf('no shared alone')})),
    deaths bigint not null,
    "loneDeaths" bigint not null,
    tries bigint not null,
    "dueAt" bigint,
    "leaseUntil" bigint not null,
    "hintedAt" bigint,
    "warnedAt" bigint,
    cost bigint,
    "lastError" text,
    "createdAt" bigint not null,
    "completedAt" bigint,
    constraint order_rests check (("dueAt" is null) = (status in (${oneOf(
      'completed quarantined refused failed dead cancelled',
    )}))),
    constraint order_completed_at check ((status = 'completed') = ("completedAt" is not null))
  )`,
  `create index order_due on "order" ("accountId", "dueAt") where "dueAt" is not null`,
  `create index order_claimed on "order" ("accountId") where claimed <> 'no'`,
  `create index order_by_site on "order" ("siteId", id)`,
  // The number of an attempt is its fence: the primary key decides between two workers that take one order.
  `create table attempt (
    "orderId" text not null references "order" (id),
    number bigint not null,
    worker text not null,
    "startedAt" bigint not null,
    "endedAt" bigint,
    constraint attempt_fence primary key ("orderId", number)
  )`,
  `create table claim (
    "rewardId" text primary key references reward (id),
    "pathMac" text not null unique,
    "sealedPath" text not null,
    "sealedLink" text,
    "sealedAnswer" text,
    "windowAt" bigint not null,
    reveals bigint not null,
    "createdAt" bigint not null
  )`,
  `create table "endedSession" (id text primary key, "expiresAt" bigint not null)`,
  `create table audit (
    id text primary key,
    "siteId" text not null,
    subject text not null,
    "subjectId" text not null,
    status text not null,
    actor text not null,
    reason text not null,
    "createdAt" bigint not null
  )`,
  `create index audit_by_subject on audit ("subjectId", id)`,
  `create table "signingKey" (
    kid text primary key,
    "publicJwk" text not null,
    "sealedPrivateJwk" text not null,
    "createdAt" bigint not null,
    "retiredAt" bigint
  )`,
  // At most one key signs; a second process that rotates at the same moment loses here and takes over the winner's.
  `create unique index "signingKey_one_signs" on "signingKey" ((1)) where "retiredAt" is null`,
  `create table catalogue (
    "accountId" text primary key references account (id),
    products text not null,
    "fetchedAt" bigint not null
  )`,
];

/** Ledger and audit rows are appended and never touched again; the database refuses anything else. */
const appendOnly = ['budgetEntry', 'audit'];

const sqliteTriggers = appendOnly.flatMap((table) =>
  ['update', 'delete'].map(
    (verb) => `create trigger "${table}_no_${verb}" before ${verb} on "${table}"
      begin select raise(abort, '${table} is append-only'); end`,
  ),
);

const postgresTriggers = [
  `create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '% is append-only', tg_table_name; end $$`,
  ...appendOnly.map(
    (table) => `create trigger "${table}_append_only" before update or delete on "${table}"
      for each row execute function refuse_change()`,
  ),
];

export const start: Migration = {
  version: 1,
  name: 'start',
  statements: { sqlite: [...tables, ...sqliteTriggers], postgres: [...tables, ...postgresTriggers] },
};
