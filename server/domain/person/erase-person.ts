import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { Store } from '../store.ts';
import { cleanAnswer, cleanChecks } from './clean-json.ts';
import { type PersonParts, personKey } from './person-key.ts';

type ErasePersonParts = PersonParts & { store: Store; ids: Ids; clock: Clock; pseudonyms: Pseudonyms };

type Erasure = { email: string | undefined; actor: string; words: string };

/**
 * Removes what is known of a person for good. Ids, states, amounts and times stay under a pseudonym, so that sums and
 * audit are what they were, and a sealed claim stays for whoever holds the address of its page. A tombstone keeps the
 * person from coming back: their later events are recorded under the pseudonym and earn nothing.
 */
export async function erasePerson(
  parts: ErasePersonParts,
  { id, siteId }: Pick<Participant, 'id' | 'siteId'>,
  { email, actor, words }: Erasure,
): Promise<void> {
  const { store, ids, clock } = parts;
  await store.write('erase-person', async (rows) => {
    const now = clock();
    const known = await rows.participants.byId(id);
    const participant = known && (await rows.participants.lock(known));
    // Somebody else erased them first.
    if (!participant || participant.erasedAt !== null) return;
    const person = personKey(parts, participant, email);
    const pseudonym = pseudonymOf(id);
    const answers = await rows.people.answers(person);
    const checks = await rows.people.checks(person);
    await rows.people.putAnswers(answers.map((each) => cleanAnswer(each, person.externalId, pseudonym)));
    await rows.people.putChecks(checks.map(cleanChecks));
    const viewers = await rows.people.viewers(person);
    await rows.people.erase(person, pseudonym, now);
    const mac = parts.pseudonyms.customer({ id: person.externalId });
    await rows.people.bury({ siteId, mac, participantId: id, erasedAt: now });
    const trail = new Trail(ids, now, actor);
    const step = { status: 'erased', reason: 'person_erased' } as const;
    trail.step({ siteId, subject: 'participant', subjectId: id, ...step }, words);
    for (const viewer of viewers) trail.touch(viewer.programId, viewer.participantId);
    await trail.store(rows);
  });
  await store.scrub();
}

/** What stands in the place of the site's own id of somebody who was erased. */
export function pseudonymOf(participantId: string): string {
  return `erased-${participantId}`;
}
