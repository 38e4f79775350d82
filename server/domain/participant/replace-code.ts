import { Trail } from '../audit/trail.ts';
import type { Code } from '../click/click.ts';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Store } from '../store.ts';
import { ensureCode } from './ensure-participant.ts';
import type { Participant } from './participant.ts';

type Replacement = { programId: string; actor: string; words: string };

/**
 * Takes the participant's code in a program out of use and gives them another one. The old link lands without a token
 * from now on and names nobody in events; who is bound by it stays bound. Its row keeps its clicks.
 */
export async function replaceCode(
  { store, ids, clock }: { store: Store; ids: Ids; clock: Clock },
  { id, siteId }: Participant,
  { programId, actor, words }: Replacement,
): Promise<Code> {
  return store.write('replace-code', async (rows) => {
    const now = clock();
    const revoked = await rows.codes.revoke(id, programId, now);
    // The version of `me` must grow across the change, or a browser would keep the old link.
    const code = await ensureCode(rows, ids, id, programId, now, (revoked?.revision ?? -1) + 1);
    const trail = new Trail(ids, now, actor);
    const step = { status: 'code_replaced', reason: 'code_replaced' } as const;
    trail.step({ siteId, subject: 'participant', subjectId: id, ...step }, words);
    await trail.store(rows);
    return code;
  });
}
