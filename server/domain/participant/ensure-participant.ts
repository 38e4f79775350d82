import type { Code } from '../click/click.ts';
import type { KeepContact } from '../delivery/keep-contact.ts';
import type { Ids } from '../ids.ts';
import { refuseErased } from '../person/refuse-erased.ts';
import { type Program, phaseOf } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import type { Participant, ParticipantFacts } from './participant.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { upsertParticipant } from './upsert-participant.ts';

export type Ensured = { participant: Participant; isNew: boolean; codes: Code[] };

/**
 * Makes or completes a participant and gives it a code in every running program. Throws `conflict` for somebody who
 * was erased.
 */
export async function ensureParticipant(
  { store, ids, pseudonyms }: { store: Store; ids: Ids; pseudonyms: Pseudonyms },
  site: Site,
  facts: ParticipantFacts,
  now: number,
  keepContact?: KeepContact,
): Promise<Ensured> {
  return store.write('ensure-participant', async (rows) => {
    const upserted = await upsertParticipant(rows, site.programs, ids.next('par'), facts, now);
    await refuseErased(rows, pseudonyms, upserted);
    await keepContact?.(rows, upserted.id);
    const { isNew, ...participant } = upserted;
    const codes: Code[] = [];
    for (const program of activePrograms(site, now)) {
      codes.push(await ensureCode(rows, ids, participant.id, program.id, now));
    }
    return { participant, isNew, codes };
  });
}

/** How often a taken code is replaced by another: eight random characters collide once in a blue moon. */
const ATTEMPTS = 8;

/** The participant's code in the program, made at its first need. */
export async function ensureCode(
  rows: Rows,
  ids: Ids,
  participantId: string,
  programId: string,
  now: number,
  revision = 0,
): Promise<Code> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const known = await rows.codes.inProgram(participantId, programId);
    if (known) return known;
    const code: Code = {
      code: ids.code(),
      programId,
      participantId,
      source: null,
      clicks: 0,
      revision,
      revokedAt: null,
      createdAt: now,
    };
    if (await rows.codes.insert(code)) return code;
  }
  throw new Error(`no free code found in ${ATTEMPTS} attempts`);
}

/** The programs whose code a participant can share now: the codes of others earn nothing and are not told. */
export function activePrograms(site: Site, now: number): Program[] {
  return site.programs.filter((program) => phaseOf(program.live, now) === 'active');
}
