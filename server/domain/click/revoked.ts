import { foldCode } from '../../../shared/referral-code.ts';
import type { Program } from '../site/program.ts';
import type { FollowedCode } from './click.ts';

/** A share link that was replaced or whose owner is blocked, or a campaign code that the program does not list any more. */
export function isRevoked(found: FollowedCode, { live }: Program): boolean {
  const { code, participantId, revokedAt, ownerBlockedAt } = found;
  if (revokedAt !== null || ownerBlockedAt !== null) return true;
  return participantId === null && !live.campaignCodes.some((listed) => foldCode(listed.code) === code);
}
