import type { PersonExport } from '../../../shared/contract/person.ts';
import { Trail } from '../audit/trail.ts';
import type { Sealer } from '../claim/sealer.ts';
import { type Clock, toIso } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Participant } from '../participant/participant.ts';
import type { Store } from '../store.ts';
import { isExported } from './columns.ts';
import { type PersonParts, personKey } from './person-key.ts';
import { readPlaces } from './read-places.ts';

/** Everything that is kept about a person, table by table; that it was asked for is in the audit. */
export async function exportPerson(
  parts: PersonParts & { store: Store; ids: Ids; clock: Clock; sealer: Sealer },
  participant: Participant,
  actor: string,
): Promise<PersonExport> {
  const { store, ids, clock } = parts;
  const now = clock();
  const found = await store.read.people.about(personKey(parts, participant));
  const places = await readPlaces(parts, participant, found);
  await store.write('export-person', async (rows) => {
    const trail = new Trail(ids, now, actor);
    const { id, siteId } = participant;
    const step = { status: 'exported', reason: 'person_exported' } as const;
    trail.step({ siteId, subject: 'participant', subjectId: id, ...step });
    await trail.store(rows);
  });
  const tables = Object.entries(found).map(([table, rows]) => [table, rows.map((row) => shown(table, row))]);
  return { exportedAt: toIso(now), tables: { ...Object.fromEntries(tables), ...places } };
}

function shown(table: string, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([column]) => isExported(table, column)));
}
