import { DomainError } from '../domain/errors.ts';
import type { Participant } from '../domain/participant/participant.ts';
import type { Site } from '../domain/site/site.ts';
import type { Store } from '../domain/store.ts';

/**
 * The site's participant by Goodturn's id or, for convenience, the site's own. Throws `not_found`, for another site's
 * as for nobody's, and for one who was erased.
 */
export async function findParticipant({ read }: Store, site: Site, id: string): Promise<Participant> {
  const byOurs = await read.participants.byId(id);
  const found = byOurs?.siteId === site.id ? byOurs : await read.participants.byExternalId(site.id, id);
  if (!found || found.erasedAt !== null) throw new DomainError('not_found', 'There is no such participant.');
  return found;
}
