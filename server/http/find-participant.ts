import { DomainError } from '../domain/errors.ts';
import type { Participant } from '../domain/participant/participant.ts';
import type { Site } from '../domain/site/site.ts';
import type { Store } from '../domain/store.ts';

/**
 * The site's participant by Goodturn's id or, for convenience, the site's own. Throws `not_found`, for another site's
 * as for nobody's, and for one who was erased.
 */
export async function findParticipant(store: Store, site: Site, id: string): Promise<Participant> {
  const found = await namedParticipant(store, site.id, id);
  if (!found || found.erasedAt !== null) throw new DomainError('not_found', 'There is no such participant.');
  return found;
}

/** A list's filter with our id where the caller may have named the participant by the site's; one unknown finds nothing. */
export async function withParticipant<F extends { participantId?: string | undefined }>(
  store: Store,
  siteId: string,
  filter: F,
): Promise<F> {
  const { participantId } = filter;
  if (participantId === undefined) return filter;
  const found = await namedParticipant(store, siteId, participantId);
  return found ? { ...filter, participantId: found.id } : filter;
}

async function namedParticipant({ read }: Store, siteId: string, id: string) {
  const byOurs = await read.participants.byId(id);
  return byOurs?.siteId === siteId ? byOurs : read.participants.byExternalId(siteId, id);
}
