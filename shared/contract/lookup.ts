import { z } from 'zod';
import { event } from './event.ts';
import { email, externalId, plainText } from './fields.ts';
import { participant } from './participant.ts';
import { referral } from './referral.ts';
import { reward } from './reward.ts';

const WAYS = ['email', 'externalId', 'code', 'eventId'] as const;

/** What support knows of a case: one of an address, the site's user id, a share code or an event id. */
export const lookupRequest = z
  .strictObject({
    email: email.optional(),
    externalId: externalId.optional(),
    code: plainText(64).min(1).optional(),
    eventId: plainText(200).min(1).optional(),
  })
  .refine((request) => WAYS.filter((way) => request[way] !== undefined).length === 1, {
    message: `must name exactly one of ${WAYS.join(', ')}`,
  })
  .meta({ id: 'LookupRequest' });

/** Everything that was found, newest first; at most 50 of each. */
export const lookup = z
  .object({
    participants: z.array(participant.extend({ blockedAt: z.string().nullable() })),
    referrals: z.array(referral),
    rewards: z.array(reward),
    events: z.array(event),
  })
  .meta({ id: 'Lookup' });

export type LookupRequest = z.infer<typeof lookupRequest>;
export type Lookup = z.infer<typeof lookup>;
