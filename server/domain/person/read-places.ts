import type { Sealer } from '../claim/sealer.ts';
import { openAddress, openTracking } from '../delivery/address.ts';
import { openContact } from '../delivery/contact.ts';
import type { Participant } from '../participant/participant.ts';
import type { Store } from '../store.ts';

type Places = Record<'contact' | 'destination' | 'batchItem', Record<string, unknown>[]>;

/** Where the person can be reached and where their cards went, in clear, for nobody but an export. */
export async function readPlaces(
  { store, sealer }: { store: Store; sealer: Sealer },
  { id, siteId }: Participant,
  found: Record<string, Record<string, unknown>[]>,
): Promise<Places> {
  const contact = await store.read.contacts.find(id);
  const destinations = [];
  for (const { rewardId } of found.destination ?? []) {
    const destination = await store.read.destinations.find(String(rewardId));
    if (!destination) continue;
    const { sealedAddress, sealedTracking, ...kept } = destination;
    const owner = { id: destination.rewardId, siteId };
    destinations.push({
      ...kept,
      address: openAddress(sealer, owner, sealedAddress),
      tracking: sealedTracking === null ? null : openTracking(sealer, owner, sealedTracking),
    });
  }
  return {
    contact: contact
      ? [{ participantId: id, toldAt: contact.toldAt, ...openContact(sealer, siteId, contact) }]
      : [],
    destination: destinations,
    batchItem: (found['batchItem'] ?? []).map((item) => openItem(sealer, siteId, item)),
  };
}

/** Until its reward is made, an item of a batch holds where the card will go. */
function openItem(
  sealer: Sealer,
  siteId: string,
  { sealedAddress, ...kept }: Record<string, unknown>,
): Record<string, unknown> {
  const address =
    typeof sealedAddress === 'string'
      ? openAddress(sealer, { id: String(kept['id']), siteId }, sealedAddress)
      : null;
  return { ...kept, address };
}
