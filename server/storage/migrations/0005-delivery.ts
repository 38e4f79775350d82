import type { Migration } from '../migrate.ts';

/** Cards that the gift-card company brings itself: to whom, how, and what it says about the way. */
const statements = [
  // JSON of what the rule says about the way there: sender, branding, channels, shipping.
  `alter table reward add column options text`,
  // JSON, as the upstream listed them last; null where it never told.
  `alter table catalogue add column "shippingMethods" text`,
  `alter table catalogue add column brandings text`,

  // Where somebody can be reached, kept only while a program of the site delivers by e-mail or text message.
  `create table contact (
    "participantId" text primary key references participant (id),
    "sealedEmail" text,
    "sealedPhone" text,
    "toldAt" bigint not null
  )`,
  `create index contact_by_age on contact ("toldAt")`,

  // Where one gift card goes: made with its order, gone some time after it arrived.
  `create table destination (
    "rewardId" text primary key references reward (id),
    "sealedAddress" text not null,
    "sealedTracking" text,
    "givenAt" bigint not null,
    "forgetAt" bigint
  )`,
  `create index destination_to_forget on destination ("forgetAt") where "forgetAt" is not null`,
];

export const delivery: Migration = {
  version: 5,
  name: 'delivery',
  statements: { sqlite: statements, postgres: statements },
};
