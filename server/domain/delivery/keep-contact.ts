import type { Sealer } from '../claim/sealer.ts';
import type { Program } from '../site/program.ts';
import type { Rows } from '../store.ts';
import { sealContact } from './contact.ts';
import { foldPhone } from './phone.ts';

/** Keeps what was told of a participant, within the write that made or found them. */
export type KeepContact = (rows: Pick<Rows, 'contacts'>, participantId: string) => Promise<void>;

type Told = { email?: string | null | undefined; phone?: string | null | undefined };

/**
 * What is kept of an address is what a delivery needs: nothing where no program of the site delivers by e-mail or
 * text message. A phone number that does not name its country cannot be texted and is not kept. Null takes back what was
 * told, whatever the programs deliver by now.
 */
export function contactKeeper(
  sealer: Sealer,
  { id: siteId, programs }: { id: string; programs: Program[] },
  told: Told,
  now: number,
): KeepContact | undefined {
  const { email } = told;
  const phone = told.phone ? (foldPhone(told.phone) ?? undefined) : told.phone;
  if (email === undefined && phone === undefined) return undefined;
  if (email !== null && phone !== null && !programs.some(deliversDigitally)) return undefined;
  const reachable = { email, phone };
  return (rows, participantId) =>
    rows.contacts.put(sealContact(sealer, { siteId, participantId }, reachable, now));
}

/** Any version counts: whoever was bound under an older one is rewarded by it. */
function deliversDigitally(program: Program): boolean {
  const known = digital.get(program);
  if (known !== undefined) return known;
  const found = [...program.versions.values()].some(({ rules }) =>
    rules.some(({ rewards }) => rewards.some(({ delivery }) => delivery === 'DigitalDelivery')),
  );
  digital.set(program, found);
  return found;
}

/** Asked with every event, and a snapshot of a program never changes. */
const digital = new WeakMap<Program, boolean>();
