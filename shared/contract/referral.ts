import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { MATCHED_BY } from './decision.ts';

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

export type Referral = z.infer<typeof referral>;
