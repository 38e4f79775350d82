import { expect } from 'vitest';
import type { Participant } from '../../server/domain/participant/participant.ts';
import { readMe } from '../../server/domain/session/me.ts';
import { programStatus } from '../../server/domain/site/program-status.ts';
import { meTag } from '../../server/http/me-tag.ts';
import type { Me } from '../../shared/contract/session.ts';
import { type Harness, PUBLIC_URL } from '../support/harness.ts';

/** What each version of a `me` was seen to hold, by its tag. */
export type Versions = Map<string, string>;

/** A program, and the people whose `me` in it is looked at. */
type Shown = { id: string; members: { externalId: string }[] };

/**
 * One version is one body: a page that has it is told "nothing changed", and the server answers it from memory. Looks at
 * the members of the program, and remembers what it saw for the next look. Resolves to each one's `me`.
 */
export async function expectOneVersion(
  { deps, clock }: Harness,
  { id, members }: Shown,
  seen: Versions,
): Promise<{ participant: Participant; me: Me }[]> {
  const { read } = deps.store;
  const program = (await deps.directory.current()).byId('acme')?.programs.find((each) => each.id === id);
  if (!program) throw new Error(`no program ${id}`);
  const status = await programStatus(read, program, clock.now);
  const mes = [];
  for (const { externalId } of members) {
    const participant = await read.participants.byExternalId('acme', externalId);
    const codes = participant ? await read.codes.ofParticipant(participant.id) : [];
    const code = codes.find(({ programId }) => programId === id);
    if (!participant || !code) continue;
    const viewer = { participant, program, code, status, publicUrl: PUBLIC_URL };
    const tag = meTag(viewer, status);
    const me = await readMe(read, viewer);
    const body = JSON.stringify(me);
    expect(body, `the same as when ${tag} was seen before`).toBe(seen.get(tag) ?? body);
    seen.set(tag, body);
    mes.push({ participant, me });
  }
  return mes;
}
