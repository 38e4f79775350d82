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

/** What a site tells anew of a contact. */
type ToldContact = Pick<Contact, 'participantId' | 'toldAt'> & Partial<Contact>;

/** Stored contacts, one for each participant whom digital cards may reach. */
export interface ContactRows {
  /** Replaces what is given and forgets what is null; what is absent stays as it is known. */
  put(contact: ToldContact): Promise<void>;
  find(participantId: string): Promise<Contact | undefined>;
  /** Deletes at most `limit` of those that nobody has told since `before` (epoch ms). How many. */
  forget(before: number, limit: number): Promise<number>;
}

type Owner = { siteId: string; participantId: string };

type Told = { email?: string | null | undefined; phone?: string | null | undefined };

/** Seals each part by itself, so that one can be replaced or taken back (null) and the other stays (absent). */
export function sealContact(sealer: Sealer, owner: Owner, { email, phone }: Told, now: number): ToldContact {
  const seal = (field: string, text: string | null) =>
    text === null ? null : sealer.seal(text, contextOf(owner, field));
  return {
    participantId: owner.participantId,
    ...(email !== undefined && { sealedEmail: seal('email', email) }),
    ...(phone !== undefined && { sealedPhone: seal('phone', phone) }),
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
