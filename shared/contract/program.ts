import { z } from 'zod';
import { beneficiary, country, delivery, instant } from './fields.ts';
import { currency, positiveMoney } from './money.ts';
import { SHARE_CHANNELS } from './session.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be lower-case letters, digits, - or _');
const webUrl = z.url({ protocol: /^https?$/ }).max(2000);
const code = z.string().regex(/^[A-Za-z0-9_-]{4,32}$/, 'must be 4 to 32 letters, digits, - or _');
const days = z.int().min(1).max(3650);
const timezone = z.string().refine(isTimeZone, 'must be a time zone such as UTC or America/New_York');

const programReward = z.strictObject({
  to: beneficiary,
  productId: z.string().min(1).max(100),
  value: positiveMoney,
  delivery,
  message: z.string().max(500).optional(),
});

const milestone = z.union([
  z.strictObject({ every: z.int().min(1) }),
  z.strictObject({ at: z.array(z.int().min(1)).min(1) }),
]);

const rule = z.strictObject({
  id,
  on: z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/),
  when: z
    .strictObject({
      firstOnly: z.boolean().optional(),
      minAmount: positiveMoney.optional(),
      metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    })
    .default({}),
  milestone: milestone.nullable().default(null),
  rewards: z.array(programReward).min(1).max(5),
});

const limits = z.strictObject({
  perReferrer: z
    .strictObject({
      count: z.int().min(1).optional(),
      amount: positiveMoney.optional(),
      per: z.enum(['day', 'week', 'month', 'year', 'ever']),
    })
    .optional(),
  perDay: z.int().min(1).optional(),
  total: z.int().min(1).optional(),
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
    budget: z
      .strictObject({ amount: z.int().min(0), currency })
      .nullable()
      .default(null),
    hold: z.strictObject({ days: z.int().min(0).max(365) }).default({ days: 0 }),
    approval: z.union([z.enum(['auto', 'manual']), z.strictObject({ over: positiveMoney })]).default('auto'),
    payout: z
      .discriminatedUnion('mode', [
        z.strictObject({ mode: z.literal('instant') }),
        z.strictObject({ mode: z.literal('scheduled'), every: z.enum(['day', 'week', 'month']) }),
        z.strictObject({ mode: z.literal('on_open') }),
      ])
      .default({ mode: 'instant' }),
    eligibility: z
      .strictObject({
        minAge: z.int().min(0).max(120).optional(),
        countries: z.array(country).optional(),
        excludeRegions: z.array(z.string()).optional(),
        newCustomersOnly: z.boolean().optional(),
      })
      .default({}),
    fraud: z.strictObject({ level: z.enum(['off', 'balanced', 'strict']) }).optional(),
    terms: z.strictObject({ operator: z.string().max(300), url: webUrl.nullable().default(null) }),
    share: z
      .strictObject({
        message: z.string().max(300).default(''),
        channels: z.array(z.enum(SHARE_CHANNELS)).default(['native', 'copy', 'whatsapp', 'email']),
      })
      .default({ message: '', channels: ['native', 'copy', 'whatsapp', 'email'] }),
  })
  .meta({ id: 'Program' });

export type Program = z.infer<typeof program>;
export type Rule = Program['rules'][number];
export type ProgramReward = Rule['rewards'][number];

/** Whether calendar periods can be told in it: this process has the same list of zones. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
