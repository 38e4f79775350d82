import type { SealContext, Sealer } from '../claim/sealer.ts';
import type { DigitalAddress } from './address.ts';

/** Where a participant can be reached, sealed, as the site told it last. */
export type Contact = {
  participantId: string;
  sealedEmail: string | null;
  sealedPhone: string | null;
  /** Epoch ms. */
  toldAt: number;
};

/** Stored contacts, one for each participant whom digital cards may reach. */
export interface ContactRows {
  /** Replaces what is given; null leaves what is known. */
  put(contact: Contact): Promise<void>;
  find(participantId: string): Promise<Contact | undefined>;
  /** Deletes at most `limit` of those that nobody has told since `before` (epoch ms). How many. */
  forget(before: number, limit: number): Promise<number>;
}

type Owner = { siteId: string; participantId: string };

/** Seals each part by itself, so that one can be replaced and the other stays. */
export function sealContact(sealer: Sealer, owner: Owner, told: DigitalAddress, now: number): Contact {
  const seal = (field: string, text: string | undefined) =>
    text === undefined ? null : sealer.seal(text, contextOf(owner, field));
  return {
    participantId: owner.participantId,
    sealedEmail: seal('email', told.email),
    sealedPhone: seal('phone', told.phone),
    toldAt: now,
  };
}

/** Throws `SealBroken` for what was not sealed for this participant. */
export function openContact(sealer: Sealer, siteId: string, contact: Contact): DigitalAddress {
  const { participantId, sealedEmail, sealedPhone } = contact;
  const open = (field: string, sealed: string | null) =>
    sealed === null ? undefined : sealer.open(sealed, contextOf({ siteId, participantId }, field));
  return { email: open('email', sealedEmail), phone: open('phone', sealedPhone) };
}

function contextOf({ siteId, participantId }: Owner, field: string): SealContext {
  return { siteId, ownerId: participantId, field };
}
