import type { Ids } from '../ids.ts';
import type { Card } from '../order/gift-cards.ts';
import type { Reward } from '../reward/reward.ts';
import type { Rows } from '../store.ts';
import type { Claim } from './claim.ts';
import type { Mac, Sealer } from './sealer.ts';

export type ClaimParts = { sealer: Sealer; claimMac: Mac; ids: Ids };

/** The claim of a reward, made at its first need: a page for it may be wanted before its content is there. */
export async function claimOf(rows: Rows, parts: ClaimParts, reward: Reward, now: number): Promise<Claim> {
  const known = await rows.claims.ofReward(reward.id);
  if (known) return known;
  const path = parts.ids.secret();
  await rows.claims.insert({
    rewardId: reward.id,
    pathMac: parts.claimMac(path),
    sealedPath: parts.sealer.seal(path, { siteId: reward.siteId, ownerId: reward.id, field: 'path' }),
    sealedLink: null,
    sealedAnswer: null,
    windowAt: 0,
    reveals: 0,
    createdAt: now,
  });
  const made = await rows.claims.ofReward(reward.id);
  if (!made) throw new Error(`claim of ${reward.id} vanished`);
  return made;
}

/** Seals the card's secrets, each under a context of its own, before they come near a disk. */
export async function fillClaim(
  rows: Rows,
  parts: ClaimParts,
  reward: Reward,
  cards: Card[],
  now: number,
): Promise<void> {
  const link = cards[0]?.claimLink;
  if (!link) return;
  await claimOf(rows, parts, reward, now);
  const answer = cards[0]?.challengeAnswer ?? null;
  const context = { siteId: reward.siteId, ownerId: reward.id };
  await rows.claims.fill(
    reward.id,
    parts.sealer.seal(link, { ...context, field: 'link' }),
    answer === null ? null : parts.sealer.seal(answer, { ...context, field: 'answer' }),
  );
}
