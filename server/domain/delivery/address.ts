import type { Delivery } from '../../../shared/contract/fields.ts';
import type { SealContext, Sealer } from '../claim/sealer.ts';

/** Where a card can be sent by e-mail, text message, or both. */
export type DigitalAddress = {
  email?: string | undefined;
  /** E.164, such as +15555550100. */
  phone?: string | undefined;
};

/** A postal address as an envelope has it; `country` is ISO 3166-1 alpha-2. */
export type PostalAddress = {
  name: string;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** Empty where the country's mail needs none. */
  state: string;
  zip: string;
  country: string;
};

export type Address =
  | ({ kind: 'digital' /** For the greeting. */; name?: string } & DigitalAddress)
  | ({ kind: 'postal' } & PostalAddress);

/** Whether two addresses that `readAddress` made are one, to the letter. */
export function isSameAddress(one: Address, other: Address): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What the upstream told of a card in the post; every part only where it did. */
export type Tracking = { carrier: string | null; number: string | null; url: string | null };

/** The kind of address that a delivery needs; null where we hand over the card ourselves. */
export function addressKind(delivery: Delivery): Address['kind'] | null {
  if (delivery === 'Links') return null;
  return delivery === 'DigitalDelivery' ? 'digital' : 'postal';
}

/** The reward that it is sealed for. */
type Owner = { id: string; siteId: string };

/** Seals an address for one reward. */
export function sealAddress(sealer: Sealer, owner: Owner, address: Address): string {
  return sealer.seal(JSON.stringify(address), contextOf(owner, 'address'));
}

/** Throws `SealBroken` for what was not sealed for this reward. */
export function openAddress(sealer: Sealer, owner: Owner, sealed: string): Address {
  return JSON.parse(sealer.open(sealed, contextOf(owner, 'address')));
}

/** Seals where a card in the post can be followed, which tells where somebody lives. */
export function sealTracking(sealer: Sealer, owner: Owner, tracking: Tracking): string {
  return sealer.seal(JSON.stringify(tracking), contextOf(owner, 'tracking'));
}

/** Throws `SealBroken` for what was not sealed for this reward. */
export function openTracking(sealer: Sealer, owner: Owner, sealed: string): Tracking {
  return JSON.parse(sealer.open(sealed, contextOf(owner, 'tracking')));
}

function contextOf({ id, siteId }: Owner, field: string): SealContext {
  return { siteId, ownerId: id, field };
}
