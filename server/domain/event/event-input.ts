import type { EventRequest } from '../../../shared/contract/event.ts';
import type { Evidence } from '../attribution/evidence.ts';
import type { KeepContact } from '../delivery/keep-contact.ts';
import type { ParticipantFacts } from '../participant/participant.ts';
import type { Site } from '../site/site.ts';

export type PaymentMacs = { cardMac: string | null; binMac: string | null };

export const NO_PAYMENT: PaymentMacs = { cardMac: null, binMac: null };

/** An event ready to be accepted: validated, its token verified, its e-mail and card reduced to keyed hashes. */
export type EventInput = {
  site: Site;
  request: EventRequest;
  trust: 'verified' | 'reported';
  evidence: Evidence;
  customer: ParticipantFacts;
  /** Keeps where the customer can be reached, where a delivery may need it. */
  keepContact?: KeepContact | undefined;
  /** Keyed hashes under which the customer may stand in the site's list of earlier ones. */
  customerMacs: string[];
  /** Keyed hashes of how it was paid; null for what the site did not tell. */
  payment: PaymentMacs;
  /** Digest of type, customer, amount, programId and refersTo (design, section 6). */
  fingerprint: string;
  /** Epoch ms; now, when the site did not say. */
  occurredAt: number;
};

/** What makes a repeat of an `eventId` the same event, as one canonical text. */
export function identityOf(request: EventRequest): string {
  const { type, customer, amount, programId, refersTo } = request;
  const parts = [type, customer.id, amount?.amount, amount?.currency, programId, refersTo];
  return JSON.stringify(parts.map((part) => part ?? null));
}
