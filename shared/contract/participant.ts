import { z } from 'zod';
import {
  age,
  country,
  displayName,
  email,
  externalId,
  locale,
  phone,
  plainText,
  region,
  staffReason,
} from './fields.ts';

export const participantRequest = z
  .object({
    externalId,
    email: email.optional(),
    phone: phone.optional(),
    name: z.string().max(200).optional(),
    displayName: displayName.optional(),
    locale: locale.optional(),
    country: country.optional(),
    region: region.optional(),
    age: age.optional(),
  })
  .meta({ id: 'ParticipantRequest' });

export const shareCode = z
  .object({ programId: z.string(), code: z.string(), url: z.string() })
  .meta({ id: 'ShareCode' });

export const participant = z
  .object({
    id: z.string(),
    externalId,
    codes: z.array(shareCode),
    createdAt: z.string(),
  })
  .meta({ id: 'Participant' });

/** What a person of the site does about somebody, and why. */
export const staffRequest = z.object({ reason: staffReason });

export const codeRequest = staffRequest.extend({ programId: plainText(100) });

export const participantToken = z
  .object({ participantToken: z.string(), expiresAt: z.string() })
  .meta({ id: 'ParticipantToken' });

export type ParticipantRequest = z.infer<typeof participantRequest>;
export type Participant = z.infer<typeof participant>;
