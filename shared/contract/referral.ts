import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { MATCHED_BY } from './decision.ts';
import { eitherId, externalId, plainText, staffReason } from './fields.ts';
import { listQuery } from './list.ts';

export const REFERRAL_STATUSES = [
  'attributed',
  'qualified',
  'completed',
  'rejected',
  'expired',
  'voided',
] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

export const referral = z
  .object({
    id: z.string(),
    programId: z.string(),
    programVersion: z.int(),
    referrer: z.object({ externalId: z.string() }),
    friend: z.object({ externalId: z.string() }),
    code: z.string(),
    matchedBy: z.enum(MATCHED_BY),
    status: z.enum(REFERRAL_STATUSES),
    reason: z.enum(REASON_CODES),
    createdAt: z.string(),
  })
  .meta({ id: 'Referral' });

/** A person of the site says who referred a friend. */
export const referralRequest = z
  .object({
    programId: plainText(100),
    referrer: z.union([z.strictObject({ externalId }), z.strictObject({ code: plainText(64).min(1) })]),
    friend: z.object({ externalId }),
    reason: staffReason,
  })
  .meta({ id: 'ReferralRequest' });

/** `participantId` is either side's. */
export const referralQuery = listQuery('rfl').extend({
  participantId: eitherId.optional(),
  programId: plainText(100).optional(),
  status: z.enum(REFERRAL_STATUSES).optional(),
});

export type ReferralRequest = z.infer<typeof referralRequest>;
export type Referral = z.infer<typeof referral>;
