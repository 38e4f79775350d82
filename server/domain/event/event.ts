import type { EventRequest } from '../../../shared/contract/event.ts';

/** Something a customer did. Written once, never changed. */
export type EventRecord = {
  id: string;
  siteId: string;
  /** The site's own id: unique per site and final. */
  eventId: string;
  type: string;
  customerId: string;
  programId: string | null;
  trust: 'verified' | 'reported';
  status: 'credited' | 'recorded';
  amount: number | null;
  currency: string | null;
  metadata: EventRequest['metadata'] | null;
  refersTo: string | null;
  /** Source of the campaign code that it came by. */
  source: string | null;
  /** What the site said of its customer (`isNew`); null where it said nothing. */
  toldAs: 'new' | 'known' | null;
  /** Digest of what makes a repeat the same event; empty for a customer who was erased. */
  fingerprint: string;
  /** The first answer as it was given; null when it follows from the other fields (nothing was decided). */
  answer: string | null;
  /** As it was told, also where it lies after `createdAt`; what is reckoned takes the earlier of the two. */
  occurredAt: number;
  createdAt: number;
};

/** Whether what is told under the id of a known event is that event. One of an erased customer has nothing to compare. */
export function isRepeat(known: Pick<EventRecord, 'fingerprint'>, fingerprint: string): boolean {
  return known.fingerprint === '' || known.fingerprint === fingerprint;
}

/** What an event told, without what was answered. */
export type RecordedEvent = Omit<EventRecord, 'answer' | 'fingerprint'>;

/** Which recorded events to go through, by when they happened (epoch ms). */
export type EventSpan = {
  siteId: string;
  types: string[];
  from: number | null;
  /** Not included. */
  to: number | null;
};

/** Stored events, once for each id that a site gave. */
export interface EventRows {
  find(siteId: string, eventId: string): Promise<EventRecord | undefined>;
  /** False when the site has told an event with this id before. */
  insert(event: EventRecord): Promise<boolean>;
  /** When the customer's first verified event of the type happened (epoch ms), or null. */
  firstAt(siteId: string, customerId: string, type: string): Promise<number | null>;
  /** What these customers did, newest first. */
  ofCustomers(siteId: string, customerIds: string[], limit: number): Promise<EventRecord[]>;
  /** Events that refer to a purchase, in the order in which they were told. */
  referringTo(siteId: string, eventId: string): Promise<EventRecord[]>;
  /** Events in the order in which they happened, those after `last` when it is given. */
  inOrder(
    span: EventSpan,
    last: Pick<EventRecord, 'occurredAt' | 'id'> | null,
    limit: number,
  ): Promise<RecordedEvent[]>;
  /** The same of some purchases, only those that happened before an instant (epoch ms). */
  referringBefore(siteId: string, eventIds: string[], before: number): Promise<RecordedEvent[]>;
  /** For each customer and type, when the first verified event before an instant happened. */
  firstsBefore(siteId: string, customerIds: string[], before: number): Promise<FirstEvent[]>;
}

/** When a customer's first event of a type happened (epoch ms). */
export type FirstEvent = Pick<EventRecord, 'customerId' | 'type' | 'occurredAt'>;

/** Where answers to requests with an `Idempotency-Key` wait for a repeat. */
export type KeyedAnswer = {
  siteId: string;
  key: string;
  fingerprint: string;
  status: number;
  body: string;
  createdAt: number;
};

/** Answers that were given under an `Idempotency-Key`. */
export interface KeyedAnswerRows {
  find(siteId: string, key: string): Promise<KeyedAnswer | undefined>;
  insert(answer: KeyedAnswer): Promise<boolean>;
  prune(before: number): Promise<void>;
}
