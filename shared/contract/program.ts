import { z } from 'zod';
import { readSubdivision, SUBDIVISION } from '../subdivision.ts';
import { beneficiary, delivery, externalId, instant, plainText } from './fields.ts';
import { isCountry, knownCountry, knownMoney, knownSum } from './known-codes.ts';
import { SHARE_CHANNELS } from './session.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be lower-case letters, digits, - or _');
export const programId = id;
const webUrl = z.url({ protocol: /^https?$/ }).max(2000);
const code = z.string().regex(/^[A-Za-z0-9_-]{4,32}$/, 'must be 4 to 32 letters, digits, - or _');
const mailDomain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain such as acme.example');
const days = z.int().min(1).max(3650);
const timezone = z.string().refine(isTimeZone, 'must be a time zone such as UTC or America/New_York');

/** A share of the event's amount: rounded down to a value that the gift card has, never above `cap`, never under `floor`. */
const percentage = z
  .strictObject({
    basisPoints: z.int().min(1).max(10_000).meta({ description: 'Hundredths of a percent: 1000 is 10%' }),
    floor: knownMoney.optional(),
    cap: knownMoney,
  })
  .refine(({ floor, cap }) => !floor || (floor.currency === cap.currency && floor.amount <= cap.amount), {
    path: ['floor'],
    message: 'must be in the currency of the cap, and not above it',
  });

const rewardValue = z.union([knownMoney, percentage]);

/** How a PhysicalShipment travels; what is absent is the first of `GET /v1/ShippingMethods`. */
const shipping = z.strictObject({
  method: plainText(60).min(1).optional(),
  carrier: plainText(60).min(1).optional(),
  /** Where cards may be posted to; the United States when absent. */
  countries: z.array(knownCountry).min(1).max(50).optional(),
});

const programReward = z.strictObject({
  to: beneficiary,
  productId: z.string().min(1).max(100),
  value: rewardValue,
  /** From which qualifying event of the same person on another value holds: `[{ "from": 11, "value": … }]`. */
  tiers: z
    .array(z.strictObject({ from: z.int().min(2), value: rewardValue }))
    .max(20)
    .optional(),
  delivery,
  message: z.string().max(500).optional(),
  /** Who the card's mail or letter is from; the site's name when absent. */
  from: plainText(80).trim().min(1).optional(),
  /** A look of the gift-card company's own (`GET /v1/Brandings`). */
  branding: plainText(60).min(1).optional(),
  /** Channels of a DigitalDelivery. Absent: by e-mail, or by text message to whom has only a phone. */
  by: z
    .array(z.enum(['email', 'sms']))
    .min(1)
    .max(2)
    .optional(),
  shipping: shipping.optional(),
});

const milestone = z.union([
  z.strictObject({ every: z.int().min(1) }),
  z.strictObject({
    at: z.array(z.int().min(1)).min(1).refine(ascends, 'must name each number once, the smallest first'),
  }),
]);

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const rule = z.strictObject({
  id,
  on: z
    .string()
    .regex(
      /^[a-z][a-z0-9_.-]{0,63}$/,
      'must be a type of event such as purchase: lower-case letters, digits, ., - or _',
    )
    // Only people make these, so such a rule would wait for ever.
    .refine((type) => type !== 'goodwill', 'must not be goodwill, which no customer does'),
  when: z
    .strictObject({
      firstOnly: z.boolean().optional(),
      minAmount: knownMoney.optional(),
      /** Equal to the value, or one of the values. */
      metadata: z.record(z.string(), z.union([scalar, z.array(scalar).min(1).max(100)])).optional(),
      /** The rule rewards each person once, in all of the program's versions together. */
      oncePerPerson: z.boolean().optional(),
      /** Sources of campaign codes, one of which the event must have come by. */
      sources: z.array(z.string().max(80)).min(1).optional(),
    })
    .default({}),
  milestone: milestone.nullable().default(null),
  /** How often one referral, or one person who acts, can fulfil the rule, and for how many days after the first time. */
  recurring: z.strictObject({ max: z.int().min(1).max(1000), days: days.optional() }).nullish(),
  rewards: z.array(programReward).min(1).max(5),
});

const INSTANT = { mode: 'instant' } as const;

/** `{}` says no more than leaving it out. */
const payout = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? INSTANT : value,
  z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('instant') }),
    z.strictObject({ mode: z.literal('scheduled'), every: z.enum(['day', 'week', 'month']) }),
    z.strictObject({ mode: z.literal('on_open') }),
  ]),
);

const limits = z.strictObject({
  /** Of whoever invites, or acts by themselves (`to` `referrer` or `participant`); rewards of friends are not counted here. */
  perReferrer: z
    .strictObject({
      count: z.int().min(1).optional(),
      amount: knownMoney.optional(),
      per: z.enum(['day', 'week', 'month', 'year', 'ever']),
    })
    .refine(({ count, amount }) => count !== undefined || amount, 'must have a count, an amount or both')
    .optional(),
  perDay: z.int().min(1).optional(),
  total: z.int().min(1).optional(),
});

/** `over`: from this value on a person approves; `twoOver`: from this value on two of them, by two named keys. */
const approval = z.union([
  z.enum(['auto', 'manual']),
  z
    .strictObject({ over: knownMoney, twoOver: knownMoney.optional() })
    .refine(
      ({ over, twoOver }) =>
        !twoOver || (twoOver.currency === over.currency && twoOver.amount >= over.amount),
      {
        path: ['twoOver'],
        message: 'must be in the currency of `over`, and not under it',
      },
    ),
]);

const host = z.string().min(1).max(253);

/** At most so many different people within so many minutes: the rewards of those beyond wait for a person. */
const pace = z
  .strictObject({ friends: z.int().min(1).max(1000), minutes: z.int().min(1).max(1440) })
  .meta({ description: 'At most so many different people within so many minutes' });

/**
 * Networks are told by /24 (IPv4) and /48 (IPv6). Two visits are known to be of one device or network when they are of one
 * day or of two days in a row (UTC), and the later one led to the event within a day.
 */
const velocity = z.strictObject({
  perReferrer: pace.optional(),
  perDevice: pace.optional(),
  perNetwork: pace.optional(),
  /** By `payment.fingerprint` of the event. */
  perCard: pace.optional(),
  /** By `payment.bin` of the event. */
  perBin: pace.optional(),
});

const allow = z.strictObject({
  /** Host names that are never banned and may lead here by advertisements, with all that is under them. */
  sources: z.array(host).max(1000).optional(),
  /** The site's own user ids of referrers who may advertise. */
  partners: z.array(externalId).max(1000).optional(),
  /** E-mail domains that are no throw-away ones here, whatever the list says; each counts for itself alone. */
  mailDomains: z.array(mailDomain).max(1000).optional(),
});

const operator = z
  .string()
  .max(300)
  .refine((name) => name.trim() !== '', 'must name who runs the program');

const REGION_FORM = 'must be a region as ISO 3166-2 writes it, such as US-NY, or NY for any country';

const excludedRegion = z
  .string()
  .regex(SUBDIVISION, { error: REGION_FORM, abort: true })
  .refine((text) => isCountry(readSubdivision(text)?.country ?? 'US'), REGION_FORM)
  .meta({
    description:
      'ISO 3166-2: `US-NY`, or `NY` alone for that region of any country. Whoever’s region is not known as such a code is held',
    example: 'US-NY',
  });

/** A program as its owner declares it. Which parts freeze into a version and which stay live: design, section 3. */
export const program = z
  .strictObject({
    id,
    type: z.enum(['refer_a_friend', 'new_customer', 'limited_time', 'campaign', 'partner']),
    name: z.string().min(1).max(120),
    status: z.enum(['draft', 'active', 'paused', 'ended']).default('active'),
    priority: z.int().default(0),
    stackable: z.boolean().default(false),
    startsAt: instant.nullable().default(null),
    endsAt: instant.nullable().default(null),
    timezone: timezone.default('UTC'),
    landingUrl: webUrl,
    campaignCodes: z.array(z.strictObject({ code, source: z.string().max(80) })).default([]),
    attribution: z
      .strictObject({ windowDays: days.default(30), qualifyWithinDays: days.nullable().default(null) })
      .default({ windowDays: 30, qualifyWithinDays: null }),
    rules: z.array(rule).min(1).max(50),
    limits: limits.default({}),
    budget: knownSum.nullable().default(null),
    hold: z.strictObject({ days: z.int().min(0).max(365).default(0) }).default({ days: 0 }),
    approval: approval.default('auto'),
    payout: payout.default(INSTANT),
    eligibility: z
      .strictObject({
        minAge: z.int().min(0).max(120).optional(),
        countries: z
          .array(knownCountry)
          .min(1, 'must name at least one country, or be left out for everywhere')
          .optional(),
        excludeRegions: z.array(excludedRegion).optional(),
        newCustomersOnly: z.boolean().optional(),
        excludeDomains: z.array(mailDomain).optional(),
        /** The site's own user ids. */
        excludeParticipants: z.array(externalId).optional(),
        /** Rewards wait until their beneficiary has accepted the terms under which they were earned. */
        acceptTerms: z.boolean().optional(),
      })
      .default({}),
    fraud: z
      .strictObject({
        level: z.enum(['off', 'balanced', 'strict']).default('balanced'),
        /** Host names of pages whose visitors are looked at by a person first. */
        bannedSources: z.array(host).optional(),
        /** Clicks from paid advertisements: partners may have bid on the brand's own name. */
        paidClicks: z.enum(['allow', 'review']).optional(),
        allow: allow.optional(),
        velocity: velocity.optional(),
      })
      .optional(),
    terms: z.strictObject({ operator, url: webUrl.nullable().default(null) }),
    share: z
      .strictObject({
        message: z.string().max(300).default(''),
        channels: z.array(z.enum(SHARE_CHANNELS)).default(['native', 'copy', 'whatsapp', 'email']),
      })
      .default({ message: '', channels: ['native', 'copy', 'whatsapp', 'email'] }),
  })
  .meta({ id: 'Program' });

/** A program as the API takes it: its id stands in the address, and in the body only if it is the same. */
export const programBody = program.extend({ id: id.optional() }).meta({ id: 'ProgramBody' });

/** A program as it is declared, and what has become of the declaration. */
export const programAnswer = program
  .extend({
    version: z.int().meta({ description: 'The version that new clicks get' }),
    managedBy: z.enum(['file', 'api']).meta({ description: 'Where it can be changed' }),
    phase: z
      .enum(['draft', 'not_started', 'active', 'paused', 'ended'])
      .meta({ description: 'What it is now: the status, narrowed by start and end' }),
    createdAt: z.string().meta({ description: 'When this version was made' }),
  })
  .meta({ id: 'ProgramAnswer' });

export type ProgramAnswer = z.infer<typeof programAnswer>;
export type Program = z.infer<typeof program>;
export type Rule = Program['rules'][number];
export type ProgramReward = Rule['rewards'][number];
export type RewardValue = ProgramReward['value'];
export type Percentage = z.infer<typeof percentage>;
export type Velocity = z.infer<typeof velocity>;
export type Approval = Program['approval'];

function ascends(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0));
}

/** Whether calendar periods can be told in it: this process has the same list of zones. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
