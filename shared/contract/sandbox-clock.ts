import { z } from 'zod';
import { instant } from './fields.ts';

const LONGEST_DAYS = 3650;
const DAY_MS = 86_400_000;

/** How to move the clock of a sandbox: by days, by milliseconds, or to an instant. Forwards only. */
export const clockMove = z
  .strictObject({
    advanceDays: z.int().min(1).max(LONGEST_DAYS).optional().meta({ description: 'Days of 24 hours' }),
    advanceMs: z
      .int()
      .min(1)
      .max(LONGEST_DAYS * DAY_MS)
      .optional(),
    now: instant.optional(),
  })
  .refine((move) => Object.values(move).filter((value) => value !== undefined).length === 1, {
    message: 'must have exactly one of advanceDays, advanceMs and now',
  })
  .meta({ id: 'ClockMove' });

export const sandboxClock = z
  .object({
    now: z.string(),
    aheadMs: z.int().meta({ description: 'How far the clock is ahead of real time, in ms' }),
  })
  .meta({ id: 'SandboxClock' });

export type ClockMove = z.infer<typeof clockMove>;
