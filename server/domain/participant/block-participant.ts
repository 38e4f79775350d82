import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Store } from '../store.ts';
import type { Participant } from './participant.ts';

export type BlockParts = { store: Store; ids: Ids; clock: Clock };

/** What a person of the site decided, and in which words. */
type Order = { blocked: boolean; actor: string; words: string };

/**
 * Keeps somebody from earning, or lets them earn again. Decisions refuse and share links land without a token as long
 * as it holds; what was earned before stays. Where it is so already, nothing is written.
 */
export async function blockParticipant(
  { store, ids, clock }: BlockParts,
  { id, siteId }: Participant,
  { blocked, actor, words }: Order,
): Promise<void> {
  await store.write('block-participant', async (rows) => {
    const now = clock();
    if (!(await rows.participants.block(id, blocked ? now : null))) return;
    const trail = new Trail(ids, now, actor);
    const step = blocked
      ? ({ status: 'blocked', reason: 'participant_blocked' } as const)
      : ({ status: 'unblocked', reason: 'participant_unblocked' } as const);
    trail.step({ siteId, subject: 'participant', subjectId: id, ...step }, words);
    await trail.store(rows);
  });
}
