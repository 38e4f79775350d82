import type { Claim } from '../domain/claim/claim.ts';
import type { ClaimView, SentBy } from '../domain/claim/claim-view.ts';
import { isReady } from '../domain/claim/reveal-claim.ts';
import type { Tracking } from '../domain/delivery/address.ts';
import { askedFor } from '../domain/delivery/ask-for-address.ts';
import { waitsForRecipient } from '../domain/delivery/open-reward.ts';
import type { Asked } from '../domain/delivery/read-address.ts';
import { isKeptBack } from '../domain/reversal/kept-back.ts';
import type { Reward } from '../domain/reward/reward.ts';

export type ClaimState =
  | { kind: 'ready'; openedBefore: boolean }
  /** It is made or sent when its recipient says so. */
  | { kind: 'openable' }
  /** Its recipient has to say where it shall go, or corrects what they said. */
  | { kind: 'asking'; asked: Asked; isCorrection: boolean }
  | { kind: 'waiting'; until: number | null; isHeld: boolean }
  /** It is being ordered, since so many ms; until that was sent its recipient may correct the address. */
  | { kind: 'making'; sinceMs: number; delayed: boolean; isCorrectable: boolean }
  | { kind: 'sent'; by: SentBy; tracking: Tracking | null; hasArrived: boolean }
  /** Its recipient wanted to correct the address of a card that is ordered by now. */
  | { kind: 'late' }
  /** It was lost or stolen, and its recipient has another one instead. */
  | { kind: 'replaced' }
  | { kind: 'failed' | 'withheld' | 'cancelled' };

/** What its recipient may know about where a reward stands. */
export function claimState(reward: Reward, claim: Claim, view: ClaimView, now: number): ClaimState {
  const { status, holdUntil, releaseAt, reason, reversedAt, delivery } = reward;
  // Whatever becomes of a lost card, its recipient has another page now.
  if (reward.reissuedAs !== null) return { kind: 'replaced' };
  if (isKeptBack(reward)) return { kind: 'withheld' };
  if (status === 'failed') return { kind: status };
  if (status === 'cancelled' || status === 'rejected') return { kind: 'cancelled' };
  if (waitsForRecipient(reward)) {
    const asked = askedFor(reward);
    return asked && !view.isReachable ? { kind: 'asking', asked, isCorrection: false } : { kind: 'openable' };
  }
  const { sentBy, tracking, deliveryStatus } = view;
  // A tracking number can come before the order counts as done.
  const hasLeft = deliveryStatus === 'sent' || deliveryStatus === 'delivered';
  if (sentBy !== null && (isReady(reward) || (hasLeft && status === 'ordering'))) {
    return { kind: 'sent', by: sentBy, tracking, hasArrived: deliveryStatus === 'delivered' };
  }
  if (isReady(reward) && claim.sealedLink !== null) {
    return { kind: 'ready', openedBefore: status === 'opened' };
  }
  if (status === 'ordering') {
    const sinceMs = Math.max(0, now - (view.orderedAt ?? now));
    // A parcel takes its time: "longer than usual" would be said of every one of them.
    const delayed = reason === 'order_delayed' && delivery !== 'PhysicalShipment' && reversedAt === null;
    return { kind: 'making', sinceMs, delayed, isCorrectable: view.isCorrectable };
  }
  const isHeld = status === 'held';
  return { kind: 'waiting', until: isHeld ? holdUntil : releaseAt, isHeld };
}
