import type { Program } from '../site/program.ts';
import type { Rows } from '../store.ts';
import type { Participant, ParticipantFacts } from './participant.ts';

/**
 * Makes or completes a participant, who is locked for the rest of the write. A name that changes is read in the
 * widgets of this person and of whoever referred them in one of `programs`, so those are told.
 */
export async function upsertParticipant(
  rows: Rows,
  programs: Program[],
  id: string,
  facts: ParticipantFacts,
  now: number,
): Promise<Participant & { isNew: boolean }> {
  const { siteId, externalId, displayName } = facts;
  // Locked, since a write beside this one may be changing the name.
  const before = displayName === undefined ? null : await rows.participants.lock({ siteId, externalId });
  const participant = await rows.participants.upsert(id, facts, now);
  if (before && before.displayName !== participant.displayName) {
    for (const program of programs) await touchViewers(rows, program.id, participant.id);
  }
  return participant;
}

async function touchViewers(rows: Rows, programId: string, participantId: string): Promise<void> {
  const referral = await rows.referrals.ofFriend(programId, participantId);
  await rows.codes.touch(programId, referral ? [participantId, referral.referrerId] : [participantId]);
}
