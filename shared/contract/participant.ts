import { z } from 'zod';
import { age, country, displayName, email, externalId, locale, region } from './fields.ts';

export const participantRequest = z
  .object({
    externalId,
    email: email.optional(),
    name: z.string().max(200).optional(),
    displayName: displayName.optional(),
    locale: locale.optional(),
    country: country.optional(),
    region: region.optional(),
    age: age.optional(),
  })
  .meta({ id: 'ParticipantRequest' });

export const participant = z
  .object({
    id: z.string(),
    externalId,
    codes: z.array(z.object({ programId: z.string(), code: z.string(), url: z.string() })),
    createdAt: z.string(),
  })
  .meta({ id: 'Participant' });

export const participantToken = z
  .object({ participantToken: z.string(), expiresAt: z.string() })
  .meta({ id: 'ParticipantToken' });

export type ParticipantRequest = z.infer<typeof participantRequest>;
export type Participant = z.infer<typeof participant>;
