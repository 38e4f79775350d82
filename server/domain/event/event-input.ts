import type { EventRequest } from '../../../shared/contract/event.ts';
import type { Evidence } from '../attribution/evidence.ts';
import type { ParticipantFacts } from '../participant/participant.ts';
import type { Site } from '../site/site.ts';

/** An event ready to be accepted: validated, its token verified, its e-mail reduced to a keyed hash. */
export type EventInput = {
  site: Site;
  request: EventRequest;
  trust: 'verified' | 'reported';
  evidence: Evidence;
  customer: ParticipantFacts;
  /** Keyed hashes under which the customer may stand in the site's list of earlier ones. */
  customerMacs: string[];
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
