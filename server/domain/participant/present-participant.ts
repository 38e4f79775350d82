import type { Participant as ParticipantAnswer } from '../../../shared/contract/participant.ts';
import type { Code } from '../click/click.ts';
import { toIso } from '../clock.ts';
import type { Participant } from './participant.ts';

/** A participant as back ends see them. Nothing of what the site told about the person goes back. */
export function presentParticipant(
  participant: Participant,
  codes: Code[],
  publicUrl: string,
): ParticipantAnswer {
  return {
    id: participant.id,
    externalId: participant.externalId,
    codes: codes.map(({ programId, code }) => ({ programId, code, url: shareUrl(publicUrl, code) })),
    createdAt: toIso(participant.createdAt),
  };
}

/** The share link of a code. */
export function shareUrl(publicUrl: string, code: string): string {
  return `${publicUrl}/r/${code}`;
}
