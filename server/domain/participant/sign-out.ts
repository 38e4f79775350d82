import { auditEntry } from '../audit/audit-entry.ts';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Store } from '../store.ts';
import type { Participant } from './participant.ts';

/** Ends every widget session that the participant has; the next request of each is refused. */
export async function signOut(
  { store, ids, clock }: { store: Store; ids: Ids; clock: Clock },
  { id, siteId }: Participant,
  actor: string,
): Promise<void> {
  await store.write('sign-out', async (rows) => {
    const now = clock();
    await rows.participants.signOut(id, now);
    const change = { siteId, subject: 'participant', subjectId: id, status: 'signed_out' } as const;
    await rows.audit.append([auditEntry(ids, now, { ...change, actor, reason: 'signed_out' })]);
  });
}
