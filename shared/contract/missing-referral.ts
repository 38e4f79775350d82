import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { REFERRAL_STATUSES } from './referral.ts';

/** What a referrer remembers: about when the friend joined or bought, and with which letter their name begins. */
export const missingReferralRequest = z
  .object({
    around: z.iso.date().meta({ description: "A day in the program's time zone", example: '2026-03-05' }),
    initial: z
      .string()
      .regex(/^\p{L}$/u, 'must be one letter')
      .optional(),
  })
  .meta({ id: 'MissingReferralRequest' });

/** What became of the friends of those days, as states and reasons alone. */
export const missingReferral = z
  .object({
    answers: z.array(
      z.object({
        since: z.string().meta({ description: 'When the friend was bound, or did what bound nobody' }),
        status: z.enum(REFERRAL_STATUSES),
        reason: z.enum(REASON_CODES),
      }),
    ),
    advice: z
      .enum(REASON_CODES)
      .nullable()
      .meta({ description: 'Why there is no answer; null where there is one' }),
  })
  .meta({ id: 'MissingReferral' });

export type MissingReferralRequest = z.infer<typeof missingReferralRequest>;
export type MissingReferral = z.infer<typeof missingReferral>;
