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

/** A fact that can be taken back: null or an empty text forgets it, and one that is left out stays. */
function fact<S extends z.ZodType>(schema: S) {
  return z.preprocess(
    (told) => (typeof told === 'string' && told.trim() === '' ? null : told),
    schema.nullable(),
  );
}

export const participantRequest = z
  .object({
    externalId,
    email: fact(email).optional(),
    phone: fact(phone).optional(),
    name: fact(z.string().max(200)).optional(),
    displayName: fact(displayName)
      .optional()
      .meta({ description: 'What others may see, where the person chose to show it; null takes it back' }),
    locale: fact(locale).optional(),
    country: fact(country).optional(),
    region: fact(region).optional(),
    age: fact(age).optional(),
  })
  .meta({
    id: 'ParticipantRequest',
    description: 'What is left out stays as it is known; null or an empty text takes it back.',
  });

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
