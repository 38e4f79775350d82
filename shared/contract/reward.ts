import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { decision } from './decision.ts';
import {
  beneficiary,
  delivery,
  deliveryStatus,
  eitherId,
  externalId,
  instant,
  plainText,
  staffReason,
} from './fields.ts';
import { listQuery } from './list.ts';
import { money, positiveMoney } from './money.ts';

export const REWARD_STATUSES = [
  'earned',
  'held',
  'approved',
  'ordering',
  'issued',
  'opened',
  'rejected',
  'cancelled',
  'withheld',
  'failed',
] as const;
export type RewardStatus = (typeof REWARD_STATUSES)[number];

export const rewardStatus = z.enum(REWARD_STATUSES);

export const timelineEntry = z.object({
  at: z.string(),
  status: z.string(),
  actor: z.string(),
  reason: z.enum(REASON_CODES),
  text: z.string().optional().meta({ description: 'The reason in words for support' }),
  eventId: z
    .string()
    .optional()
    .meta({ description: 'Your id of the return that caused the step; told where one reward is read' }),
  note: z.string().optional().meta({ description: 'What the person who decided wrote, until it is erased' }),
});

/** What support wants to know beside the reward itself; told where one reward is read. */
const detail = z.object({
  review: z
    .array(z.object({ reason: z.enum(REASON_CODES), text: z.string() }))
    .meta({ description: 'What it waits for beside time' }),
  approvals: z
    .object({ needed: z.int(), given: z.int() })
    .meta({ description: 'How many named keys have to approve it, and how many have' }),
  decision: decision.nullable().meta({ description: 'The checks that made it; null when a person gave it' }),
});

/** A reward as back ends see it. Never holds a claim link. */
export const reward = z
  .object({
    id: z.string(),
    programId: z.string(),
    eventId: z.string(),
    referralId: z.string().nullable(),
    beneficiary,
    recipient: z.object({ externalId: z.string() }),
    value: money,
    productId: z.string(),
    delivery,
    deliveryStatus: deliveryStatus.optional().meta({
      description:
        'How far a card has come that is mailed or posted: only ever forwards. Absent for one by link, and where nothing is on its way',
    }),
    status: rewardStatus,
    reason: z.enum(REASON_CODES),
    holdUntil: z.string().nullable(),
    orderId: z.string().nullable(),
    reissueOf: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'The lost or stolen reward that it was given for' }),
    reissuedAs: z.string().nullable().optional().meta({ description: 'The reward that was given for it' }),
    createdAt: z.string(),
    timeline: z.array(timelineEntry),
    ...detail.partial().shape,
  })
  .meta({ id: 'Reward' });

/** Which rewards; `createdFrom` is inclusive, `createdTo` is not. */
export const rewardFilter = z.object({
  status: rewardStatus.optional(),
  participantId: eitherId.optional(),
  programId: plainText(100).optional(),
  eventId: plainText(200).optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
  unopenedSince: instant.optional().meta({
    description: 'Gift cards that were ready by then and that nobody has opened: whom to remind',
  }),
});

export const rewardQuery = listQuery('rwd').extend(rewardFilter.shape);

/** A reward that a person of the site gives. `goodwillId` is the site's own: unique and final, so a repeat is safe. */
export const rewardRequest = z
  .object({
    goodwillId: plainText(150).min(1),
    programId: plainText(100),
    recipient: z.object({ externalId }),
    productId: plainText(100).min(1),
    value: positiveMoney,
    delivery,
    reason: staffReason,
  })
  .meta({ id: 'RewardRequest' });

/** `proof` says what shows that the gift card was lost or stolen; kept beside the audit, where it can be erased. */
export const reissueRequest = z
  .object({ reason: staffReason, proof: staffReason })
  .meta({ id: 'ReissueRequest' });

export type RewardRequest = z.infer<typeof rewardRequest>;
export type Reward = z.infer<typeof reward>;
export type RewardDetail = z.infer<typeof detail>;
export type RewardFilterQuery = z.infer<typeof rewardFilter>;
