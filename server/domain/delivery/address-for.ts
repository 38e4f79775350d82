import type { Sealer } from '../claim/sealer.ts';
import type { Reward } from '../reward/reward.ts';
import type { Rows } from '../store.ts';
import { type Address, addressKind, type DigitalAddress, sealAddress } from './address.ts';
import { type Contact, openContact } from './contact.ts';
import type { Destination } from './destination.ts';
import type { RewardOptions } from './options.ts';

type Bound = Pick<Reward, 'id' | 'siteId' | 'participantId' | 'delivery' | 'options'>;

/** What an order needs to know of the way: `fresh` is to be stored with it. */
export type Way = { isOpen: boolean; fresh: Destination | null };

const OPEN: Way = { isOpen: true, fresh: null };
const SHUT: Way = { isOpen: false, fresh: null };

/** Whether a reward's card can be sent to somewhere, and where to if that was not written down for it yet. */
export async function wayTo(rows: Rows, sealer: Sealer, reward: Bound, now: number): Promise<Way> {
  if (addressKind(reward.delivery) === null) return OPEN;
  if (await rows.destinations.find(reward.id)) return OPEN;
  if (reward.delivery !== 'DigitalDelivery') return SHUT;
  return wayBy(sealer, reward, await rows.contacts.find(reward.participantId), now);
}

/** The same for a reward that is new, from what is known of its owner. */
export function wayBy(sealer: Sealer, reward: Bound, contact: Contact | undefined, now: number): Way {
  if (addressKind(reward.delivery) === null) return OPEN;
  if (reward.delivery !== 'DigitalDelivery' || !contact) return SHUT;
  const digital = chosen(openContact(sealer, reward.siteId, contact), reward.options?.by);
  if (!digital) return SHUT;
  const address = { kind: 'digital' as const, ...digital };
  return { isOpen: true, fresh: destinationOf(sealer, reward, { address, givenBy: 'site' }, now) };
}

/** Where a reward's card goes, sealed for that reward alone. */
export function destinationOf(
  sealer: Sealer,
  reward: Pick<Reward, 'id' | 'siteId'>,
  { address, givenBy }: { address: Address; givenBy: Destination['givenBy'] },
  now: number,
): Destination {
  const sealedAddress = sealAddress(sealer, reward, address);
  return { rewardId: reward.id, sealedAddress, givenBy, sealedTracking: null, givenAt: now, forgetAt: null };
}

/**
 * The channels that the rule asks for, as far as they are known; null where none is. A rule that names none sends by
 * e-mail, and by text message to whom has only a phone: never both, as two messages of one card look like a mistake.
 */
function chosen({ email, phone }: DigitalAddress, by: RewardOptions['by']): DigitalAddress | null {
  const wanted = by ?? (email === undefined ? ['sms'] : ['email']);
  const address = {
    ...(wanted.includes('email') && email !== undefined && { email }),
    ...(wanted.includes('sms') && phone !== undefined && { phone }),
  };
  return Object.keys(address).length === 0 ? null : address;
}
