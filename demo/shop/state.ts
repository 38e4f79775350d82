import type { EventRequest } from './goodturn-messages.ts';

/** Amounts are cents of US dollars, times are epoch milliseconds. */
export type Customer = {
  id: string;
  name: string;
  email: string;
  /** The person ticked that the one who invited them may see the first name. */
  showsName: boolean;
  joinedAt: number;
};

/** What Goodturn made of one deed at the studio, in words that follow its reward. */
export type StudioAnswer = {
  title: string;
  outcome: 'earned' | 'held' | 'refused';
  headline: string;
  why: string;
  rewardId: string | null;
  /** What the link to the card says; null where there is nothing to open, or for somebody else. */
  toCard: string | null;
};

/** Whom the visitor plays at the studio, and the answers so far, newest first. */
export type StudioVisit = { guest: { id: string; name: string }; told: StudioAnswer[] };

export type Session = {
  id: string;
  customerId: string | null;
  /** Pieces per product slug. */
  cart: Record<string, number>;
  /** From the share link that led here; kept so that a sign-up three pages later still carries it. */
  referralToken: string | null;
  seenAt: number;
  /** Absent until the visitor comes to the studio. */
  studio?: StudioVisit;
};

export type OrderLine = { slug: string; quantity: number; price: number };

export type Order = {
  id: string;
  number: string;
  customerId: string;
  lines: OrderLine[];
  goods: number;
  shipping: number;
  placedAt: number;
  /** Absent until the customer sends it back. */
  returnedAt?: number;
};

/** `eventId` names the purchase that earned the card. */
type GiftCardLetter = { kind: 'gift-card'; rewardId: string; eventId: string };

export type Message = {
  id: string;
  customerId: string;
  sentAt: number;
  /** Absent until the person opens it. */
  readAt?: number;
  about: { kind: 'welcome' } | { kind: 'order'; orderId: string } | GiftCardLetter;
};

/** An event and how far it got. Stored before it is sent, so that a crash or an outage loses nothing. */
export type OutgoingEvent = {
  request: EventRequest;
  state: 'waiting' | 'accepted' | 'refused';
  storedAt: number;
  /** Goodturn answered that the customer earned a gift card, which is being ordered. */
  earned?: true;
};

/** Somebody came in by a share link. */
export type Arrival = { clickId: string; code: string; at: number };

export type ShopState = {
  customers: Customer[];
  sessions: Session[];
  orders: Order[];
  messages: Message[];
  events: OutgoingEvent[];
  arrivals: Arrival[];
};

export function emptyState(): ShopState {
  return { customers: [], sessions: [], orders: [], messages: [], events: [], arrivals: [] };
}
