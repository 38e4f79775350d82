import { expect } from 'vitest';
import { readMe } from '../../server/domain/session/me.ts';
import { programStatus } from '../../server/domain/site/program-status.ts';
import { meTag } from '../../server/http/me-tag.ts';
import { type Harness, PUBLIC_URL } from '../support/harness.ts';
import type { Play } from './play.ts';

/** What each version of a `me` was seen to hold, by its tag. */
export type Versions = Map<string, string>;

/**
 * One version is one body: a page that has it is told "nothing changed", and the server answers it from memory. Looks at
 * the members of the play, and remembers what it saw for the next look.
 */
export async function expectOneVersion({ deps, clock }: Harness, play: Play, seen: Versions): Promise<void> {
  const { read } = deps.store;
  const program = (await deps.directory.current()).byId('acme')?.programs.find(({ id }) => id === play.id);
  if (!program) throw new Error(`no program ${play.id}`);
  for (const { externalId } of play.members) {
    const participant = await read.participants.byExternalId('acme', externalId);
    const codes = participant ? await read.codes.ofParticipant(participant.id) : [];
    const code = codes.find(({ programId }) => programId === play.id);
    if (!participant || !code) continue;
    const status = await programStatus(read, program, clock.now);
    const viewer = { participant, program, code, status, publicUrl: PUBLIC_URL };
    const tag = meTag(viewer, status);
    const body = JSON.stringify(await readMe(read, viewer));
    expect(body, `the same as when ${tag} was seen before`).toBe(seen.get(tag) ?? body);
    seen.set(tag, body);
  }
}
