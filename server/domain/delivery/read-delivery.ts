import type { Sealer } from '../claim/sealer.ts';
import type { OrderIntent } from '../order/gift-cards.ts';
import { keptLists } from '../order/kept-catalogue.ts';
import type { Order } from '../order/order.ts';
import type { Reward } from '../reward/reward.ts';
import type { Directory } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import { addressKind, openAddress, type PostalAddress } from './address.ts';
import { shippingOf } from './shipping.ts';

type DeliveryParts = { store: Store; sealer: Sealer; directory: Directory };

/** The parts of an order that say how its card gets to its owner. */
export type OrderDelivery = Pick<OrderIntent, 'recipient' | 'message' | 'brandingId'>;

/** Everything about an order's way, opened for the one request that needs it; null when no address is kept. */
export async function readDelivery(
  { store, sealer, directory }: DeliveryParts,
  order: Order,
): Promise<OrderDelivery | null> {
  const rows = store.read;
  const reward = await rows.rewards.find(order.rewardId);
  if (!reward) throw new Error(`order ${order.id} has no reward`);
  const found = await recipientOf(rows, sealer, order, reward);
  if (!found) return null;
  const { recipient, name } = found;
  const site = (await directory.current()).byId(order.siteId);
  const fromName = reward.options?.from ?? site?.name;
  const owner = await rows.participants.byId(reward.participantId);
  // The name that came with the address, or the person's own choice of one.
  const to = name ?? owner?.displayName ?? undefined;
  return { recipient, message: messageOf(order, { to, fromName }), brandingId: reward.options?.branding };
}

/** A Links order says only what its owner wrote for it: nobody but us speaks to the recipient. */
function messageOf(
  { message, type }: Order,
  { to, fromName }: { to: string | undefined; fromName: string | undefined },
): OrderIntent['message'] {
  if (type === 'Links' && message === null) return null;
  const names = type === 'Links' ? { fromName } : { to, fromName };
  return { ...names, ...(message !== null && { text: message }) };
}

async function recipientOf(
  rows: Rows,
  sealer: Sealer,
  { accountId, type }: Order,
  reward: Reward,
): Promise<{ recipient: OrderIntent['recipient']; name?: string | undefined } | null> {
  if (addressKind(type) === null) return { recipient: {} };
  const destination = await rows.destinations.find(reward.id);
  if (!destination) return null;
  const address = openAddress(sealer, reward, destination.sealedAddress);
  if (address.kind === 'digital') {
    const { email, phone, name } = address;
    return {
      recipient: { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) },
      name,
    };
  }
  const { shippingMethods } = await keptLists(rows, accountId);
  const shipped = { ...envelope(address), ...shippingOf(reward.options, shippingMethods) };
  return { recipient: { address: shipped }, name: address.name };
}

function envelope({ name, line1, line2, city, state, zip, country }: PostalAddress) {
  return { name, line1, ...(line2 && { line2 }), city, state, zip, country };
}
