import type { BatchItemRequest } from '../../../shared/contract/batch.ts';
import type { Delivery } from '../../../shared/contract/fields.ts';
import type { Address } from '../delivery/address.ts';
import { countriesOf, type RewardOptions } from '../delivery/options.ts';
import { foldPhone } from '../delivery/phone.ts';
import { readAddress, type Typed } from '../delivery/read-address.ts';
import type { FieldFault } from '../errors.ts';

type ItemAddress = { address: Address | null } | { faults: FieldFault[] };

const EMAIL = 'recipient.email';
const PHONE = 'recipient.phone';

/** Where an item's card goes, by what its delivery needs; null where we hand over the card ourselves. */
export function addressOf(
  recipient: BatchItemRequest['recipient'],
  delivery: Delivery,
  options: RewardOptions | null,
): ItemAddress {
  if (delivery === 'Links') return { address: null };
  return delivery === 'DigitalDelivery' ? digital(recipient, options?.by) : postal(recipient, options);
}

function digital(
  { email, phone, name }: BatchItemRequest['recipient'],
  by: RewardOptions['by'],
): ItemAddress {
  const folded = phone === undefined ? null : foldPhone(phone);
  // Never both by itself: two messages of one card look like a mistake.
  const wanted = by ?? (email === undefined && phone !== undefined ? ['sms'] : ['email']);
  const faults: FieldFault[] = [];
  if (wanted.includes('email') && email === undefined) {
    const other = by === undefined ? ', or a phone number' : '';
    faults.push({ path: EMAIL, message: `must be given: DigitalDelivery needs an e-mail address${other}` });
  }
  if (wanted.includes('sms') && folded === null) {
    const message =
      phone === undefined ? 'must be given: the program sends text messages' : 'must name its country';
    faults.push({ path: PHONE, message: `${message}, as in +1 555 555 0100` });
  }
  if (faults.length > 0) return { faults };
  return {
    address: {
      kind: 'digital',
      ...(name !== undefined && { name }),
      ...(wanted.includes('email') && { email }),
      ...(wanted.includes('sms') && folded !== null && { phone: folded }),
    },
  };
}

function postal(
  { name, address }: BatchItemRequest['recipient'],
  options: RewardOptions | null,
): ItemAddress {
  if (!address) {
    return { faults: [{ path: 'recipient.address', message: 'must be given: PhysicalShipment needs it' }] };
  }
  const told = Object.entries({ name, ...address }).filter(([, text]) => text !== undefined);
  const typed: Typed = Object.fromEntries(told);
  const read = readAddress({ kind: 'postal', countries: countriesOf(options) }, typed);
  if ('address' in read) return read;
  const faults = Object.entries(read.faults).map(([field, message]) => ({
    path: `recipient.address.${field}`,
    message,
  }));
  return { faults };
}
