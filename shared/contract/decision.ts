import { z } from 'zod';
import { REASON_CODES } from '../reason.ts';
import { beneficiary } from './fields.ts';

export const MATCHED_BY = ['bound', 'code', 'token', 'coupon', 'invite', 'manual'] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];

const check = z
  .object({
    check: z.string(),
    passed: z.boolean(),
    reason: z.enum(REASON_CODES),
    detail: z.string(),
    until: z.string().optional(),
  })
  .meta({ id: 'Check', description: 'One step of a decision: what was asked, how it went, and why' });

export const decision = z
  .object({
    programId: z.string(),
    programVersion: z.int(),
    ruleId: z.string(),
    beneficiary,
    referralId: z.string().nullable(),
    matchedBy: z.enum(MATCHED_BY).nullable(),
    outcome: z.enum(['earned', 'held', 'refused']),
    checks: z.array(check),
  })
  .meta({ id: 'Decision' });

export type Check = z.infer<typeof check>;
export type Decision = z.infer<typeof decision>;
