import type { DeliveryStatus } from '../../../shared/contract/fields.ts';
import { openAddress, openTracking, type Tracking } from '../delivery/address.ts';
import { wayTo } from '../delivery/address-for.ts';
import { isCorrectable } from '../delivery/correct-address.ts';
import { deliveryOf } from '../delivery/delivery.ts';
import { waitsForRecipient } from '../delivery/open-reward.ts';
import type { Reward } from '../reward/reward.ts';
import type { Rows } from '../store.ts';
import type { Sealer } from './sealer.ts';

/** How a card came or comes to its owner. */
export type SentBy = 'email' | 'sms' | 'both' | 'post';

/** What a claim page knows of its reward's way beside the reward itself. */
export type ClaimView = {
  /** Whether the card has somewhere to go, or needs no place. */
  isReachable: boolean;
  /** Whether its recipient may still give another address. */
  isCorrectable: boolean;
  /** When its order was written (epoch ms); null while it has none. */
  orderedAt: number | null;
  sentBy: SentBy | null;
  /** How far the card has come, where it is not handed over here. */
  deliveryStatus: DeliveryStatus | null;
  tracking: Tracking | null;
};

/** Reads it for one reward, as its holder may know it. */
export async function readClaimView(
  rows: Rows,
  sealer: Sealer,
  reward: Reward,
  now: number,
): Promise<ClaimView> {
  const [order] = await rows.orders.ofRewards([reward.id]);
  const isReachable = !waitsForRecipient(reward) || (await wayTo(rows, sealer, reward, now)).isOpen;
  const sent = await readSent(rows, sealer, reward);
  const isOpen = reward.status === 'ordering' && (await isCorrectable(rows, reward.id));
  const deliveryStatus = deliveryOf(reward, order ?? null);
  const orderedAt = order?.createdAt ?? null;
  return { isReachable, isCorrectable: isOpen, orderedAt, deliveryStatus, ...sent };
}

async function readSent(
  rows: Rows,
  sealer: Sealer,
  reward: Reward,
): Promise<Pick<ClaimView, 'sentBy' | 'tracking'>> {
  if (reward.delivery === 'Links') return { sentBy: null, tracking: null };
  const destination = await rows.destinations.find(reward.id);
  if (reward.delivery === 'PhysicalShipment') {
    const sealed = destination?.sealedTracking ?? null;
    return { sentBy: 'post', tracking: sealed === null ? null : openTracking(sealer, reward, sealed) };
  }
  // Forgotten after a while, when the rule's own channels are the best guess.
  const address = destination && openAddress(sealer, reward, destination.sealedAddress);
  const by = address?.kind === 'digital' ? channelsOf(address) : (reward.options?.by ?? ['email']);
  return { sentBy: by.length === 2 ? 'both' : (by[0] ?? 'email'), tracking: null };
}

function channelsOf({ email, phone }: { email?: string | undefined; phone?: string | undefined }) {
  return [
    ...(email === undefined ? [] : ['email' as const]),
    ...(phone === undefined ? [] : ['sms' as const]),
  ];
}
