import type { Reveal } from '../../../shared/contract/claim.ts';
import type { RewardStatus } from '../../../shared/contract/reward.ts';
import { type OpenRewardParts, openReward, waitsForRecipient } from '../delivery/open-reward.ts';
import { DomainError } from '../errors.ts';
import type { Reward } from '../reward/reward.ts';
import type { LiveProgram } from '../site/program.ts';
import { ownClaimPageUrl, type RevealParts, revealClaim } from './reveal-claim.ts';

/** States in which a card without a link has something to say to its owner. */
const TELLING: ReadonlySet<RewardStatus> = new Set(['approved', 'ordering', 'issued', 'opened', 'failed']);

/**
 * What a reward's owner gets on opening it: the link where there is one; else the address of the page that asks for
 * what is missing and says where the card is. A reward that waited for this is ordered now. Throws like `revealClaim`.
 */
export async function revealReward(
  parts: RevealParts & OpenRewardParts,
  reward: Reward,
  { payout }: LiveProgram,
  actor: string,
): Promise<Reveal> {
  const isWaiting = waitsForRecipient(reward);
  // Counted and limited first: whoever asks too often writes nothing.
  const pageOnly = async () => ({
    claimLink: null,
    challengeAnswer: null,
    claimPageUrl: await ownClaimPageUrl(parts, reward, actor),
  });
  if (isWaiting) {
    const page = await pageOnly();
    await openReward(parts, reward.id, { actor });
    return page;
  }
  if (reward.delivery === 'Links') {
    const isBeingMade = reward.status === 'ordering' && payout.mode === 'on_open';
    return isBeingMade ? pageOnly() : revealClaim(parts, reward.id, actor);
  }
  if (TELLING.has(reward.status)) return pageOnly();
  throw new DomainError('wrong_state', 'There is nothing to open.');
}
