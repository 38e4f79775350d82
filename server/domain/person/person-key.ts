import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { PersonKey } from './person.ts';

export type PersonParts = { pseudonyms: Pseudonyms };

/** `email` only where the site tells it: none is stored, and the list of earlier customers knows people by either. */
export function personKey(
  { pseudonyms }: PersonParts,
  { id, siteId, externalId }: Participant,
  email?: string,
): PersonKey {
  const byMail = email === undefined ? [] : [pseudonyms.customer({ email })];
  return {
    siteId,
    participantId: id,
    externalId,
    customerMacs: [pseudonyms.customer({ id: externalId }), ...byMail],
  };
}
