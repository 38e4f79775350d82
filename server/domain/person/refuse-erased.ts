import { DomainError } from '../errors.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { Rows } from '../store.ts';

/**
 * Whether the person was erased: asked, inside the write that made them, of everybody who seems to be new. Whoever is
 * known needs no look-up.
 */
export async function isErased(
  { people }: Pick<Rows, 'people'>,
  pseudonyms: Pseudonyms,
  { siteId, externalId, erasedAt, isNew }: Participant & { isNew: boolean },
): Promise<boolean> {
  if (erasedAt !== null) return true;
  return isNew && (await people.buried(siteId, pseudonyms.customer({ id: externalId }))) !== undefined;
}

/** The same as a refusal, which takes the whole write back. Throws `conflict`. */
export async function refuseErased(
  rows: Pick<Rows, 'people'>,
  pseudonyms: Pseudonyms,
  person: Participant & { isNew: boolean },
): Promise<void> {
  if (!(await isErased(rows, pseudonyms, person))) return;
  throw erasedRefusal();
}

/** What everybody is told who speaks of an erased person. */
export function erasedRefusal(): DomainError {
  return new DomainError('conflict', 'This person was erased and cannot take part again under this id.');
}
