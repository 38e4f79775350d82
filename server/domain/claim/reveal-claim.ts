import type { Reveal } from '../../../shared/contract/claim.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { Trail } from '../audit/trail.ts';
import { type Clock, MINUTE_MS } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { mayMove, type Reward } from '../reward/reward.ts';
import { moveReward } from '../reward/step-reward.ts';
import type { Rows, Store } from '../store.ts';
import type { Claim } from './claim.ts';
import { type ClaimParts, claimOf } from './fill-claim.ts';

/** A claim with its link. */
export type OpenReveal = Reveal & { claimLink: string };

export type RevealParts = ClaimParts & { store: Store; clock: Clock; publicUrl: string };

/** Reveals of one claim in a minute; its holder needs one or two, a machine that guesses needs many. */
const REVEALS_PER_MINUTE = 5;

/**
 * Opens a claim for its holder and writes down that it was shown. A claim may be shown again: an answer that got
 * lost on the way must not cost the reward. Throws `wrong_state` before the gift card is ready and after it was
 * withheld, `too_many_requests` beyond five a minute, and `SealBroken`, with nothing written, for stored content that
 * is not the reward's own.
 */
export async function revealClaim(parts: RevealParts, rewardId: string, actor: string): Promise<OpenReveal> {
  const opened = await parts.store.write('reveal-claim', async (rows) => {
    const now = parts.clock();
    const isCounted = await countReveal(rows, rewardId, now);
    // Read after the count: it holds the claim's lock, so only one reveal is the first.
    const reward = await rows.rewards.find(rewardId);
    const claim = await rows.claims.ofReward(rewardId);
    if (!reward || !claim?.sealedLink || !isReady(reward)) return null;
    if (!isCounted) return { waitMs: claim.windowAt + MINUTE_MS - now };
    // Before anything says that it was shown: a seal that does not open takes the whole write back.
    const reveal = unseal(parts, reward, claim);
    await markOpened(rows, parts, reward, actor, now);
    return { reveal };
  });
  if (!opened) throw new DomainError('wrong_state', 'The gift card is not ready.');
  if (opened.reveal) return opened.reveal;
  throw tooMany(opened.waitMs);
}

/**
 * The address of a reward's claim page: the same one each time, from the reward's creation on. Whoever asks is
 * written to the audit, since whoever has the address can open the gift card.
 */
export async function claimPageUrl(parts: RevealParts, reward: Reward, actor: string): Promise<string> {
  return parts.store.write('claim-page', async (rows) => giveAddress(rows, parts, reward, actor));
}

/** The same for the reward's own holder, at most five a minute. Throws `too_many_requests`. */
export async function ownClaimPageUrl(parts: RevealParts, reward: Reward, actor: string): Promise<string> {
  const given = await parts.store.write('claim-page', async (rows) => {
    const now = parts.clock();
    const { windowAt } = await claimOf(rows, parts, reward, now);
    if (!(await countReveal(rows, reward.id, now))) return { waitMs: windowAt + MINUTE_MS - now };
    return { address: await giveAddress(rows, parts, reward, actor) };
  });
  if (given.address !== undefined) return given.address;
  throw tooMany(given.waitMs);
}

/** False when there were too many in this minute; whoever may go on holds the claim's lock. */
function countReveal(rows: Rows, rewardId: string, now: number): Promise<boolean> {
  return rows.claims.countReveal(rewardId, { now, lengthMs: MINUTE_MS, limit: REVEALS_PER_MINUTE });
}

async function giveAddress(rows: Rows, parts: RevealParts, reward: Reward, actor: string): Promise<string> {
  const now = parts.clock();
  const address = addressOf(parts, reward, await claimOf(rows, parts, reward, now));
  const about = {
    siteId: reward.siteId,
    subject: 'claim',
    subjectId: reward.id,
    status: reward.status,
  } as const;
  await rows.audit.append([auditEntry(parts.ids, now, { ...about, actor, reason: 'claim_page_given' })]);
  return address;
}

function tooMany(retryAfterMs: number): DomainError {
  const message = 'This gift card was opened several times in a minute.';
  return new DomainError('too_many_requests', message, { retryAfterMs });
}

/** Whether it can be shown: it is issued, and was not given once more under another address. */
export function isReady({ status, reissuedAs }: Reward): boolean {
  return reissuedAs === null && (status === 'issued' || status === 'opened');
}

async function markOpened(
  rows: Rows,
  { ids }: RevealParts,
  reward: Reward,
  actor: string,
  now: number,
): Promise<void> {
  const trail = new Trail(ids, now, actor);
  const opened = { status: 'opened', reason: 'claim_revealed' } as const;
  if (mayMove(reward.status, 'opened')) {
    // A return that withheld the reward meanwhile wins: what was unsealed is forgotten with this write.
    await moveReward(rows, trail, reward, opened);
  } else {
    trail.step({ siteId: reward.siteId, subject: 'claim', subjectId: reward.id, ...opened });
  }
  await trail.store(rows);
}

function unseal(parts: RevealParts, reward: Reward, claim: Claim): OpenReveal {
  const context = { siteId: reward.siteId, ownerId: reward.id };
  return {
    claimLink: parts.sealer.open(claim.sealedLink ?? '', { ...context, field: 'link' }),
    challengeAnswer:
      claim.sealedAnswer === null
        ? null
        : parts.sealer.open(claim.sealedAnswer, { ...context, field: 'answer' }),
    claimPageUrl: addressOf(parts, reward, claim),
  };
}

function addressOf({ sealer, publicUrl }: RevealParts, reward: Reward, claim: Claim): string {
  const context = { siteId: reward.siteId, ownerId: reward.id, field: 'path' };
  return `${publicUrl}/c/${sealer.open(claim.sealedPath, context)}`;
}
