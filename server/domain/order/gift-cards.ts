import type { Delivery } from '../../../shared/contract/fields.ts';
import type { Money } from '../../../shared/money.ts';
import type { Tracking } from '../delivery/address.ts';

/** An account at the upstream: where it is and who we are there. */
export type GiftCardAccount = { id: string; url: string; email: string; token: string };

/** An account as the port is handed it, with its pace. */
export type PacedAccount = GiftCardAccount & {
  /**
   * Waits for the account's turn. Asked before every single request, however many a call takes; only those for a token are
   * not counted. False: no turn comes in time, so nothing is asked any more and the outcome is `unknown`.
   */
  nextTurn: () => Promise<boolean>;
};

/** What we mean to buy. `poNumber` is the idempotency key: committed before the first send, never minted anew. */
export type OrderIntent = {
  poNumber: string;
  type: Delivery;
  productId: string;
  /** Face value of one card. */
  value: Money;
  quantity: number;
  recipient: {
    name?: string;
    email?: string;
    /** E.164, such as +15555550100. */
    phone?: string;
    address?: ShippingAddress;
  };
  message: { to?: string | undefined; fromName?: string | undefined; text?: string | undefined } | null;
  /** A look of the upstream's own. */
  brandingId?: string | undefined;
  /** Where the upstream may tell us that the order is done; a hint only. */
  hookUrl: string | null;
};

export type ShippingAddress = {
  shippingMethodId: string;
  carrierId: string;
  name: string;
  line1: string;
  line2?: string;
  city: string;
  state: string;
  zip: string;
  country: string;
};

/** One card of an order. Both fields are bearer value: seal them before they touch a disk, never log them. */
export type Card = { claimLink: string | null; challengeAnswer: string | null };

export type OrderLine = {
  productId: string;
  /** Face value in minor units of the intent's currency. */
  value: number;
  quantity: number;
  /** What the account is charged for the line, in minor units; null when the upstream did not say. */
  cost: number | null;
};

/** An order as the upstream tells it. An unknown status word reads as pending, with the word kept. */
export type OrderSnapshot = {
  upstreamId: string;
  poNumber: string | null;
  type: string;
  state: 'pending' | 'completed' | 'failed';
  statusWord: string;
  lines: OrderLine[];
  cards: Card[];
  /** What is known of a card in the post; null where the upstream says nothing. */
  tracking: Tracking | null;
  /** Whether the upstream says that the card has arrived. */
  isDelivered: boolean;
};

/**
 * How placing an order ended. Only `unknown` and `slowed` may be repeated by themselves, always with the same
 * number: a time-out is not a failure. `detail` is for operators, at most 2 kB, free of links and addresses.
 */
export type PlaceResult =
  | { kind: 'placed'; duplicate: boolean; order: OrderSnapshot }
  | { kind: 'mismatch'; upstreamIds: string[]; detail: string }
  | { kind: 'refused'; detail: string }
  | { kind: 'no_funds'; detail: string }
  | { kind: 'disabled'; detail: string }
  | { kind: 'slowed'; retryAfterMs: number; detail: string }
  | Unknown;

/**
 * Nobody knows what became of the order. `isAlive`: the upstream answered well enough, and this call only has no outcome.
 * `isUnprovable`: it showed too little for proof, and asked again it will most likely show no more.
 */
export type Unknown = {
  kind: 'unknown';
  detail: string;
  retryAfterMs: number | null;
  isAlive?: true;
  isUnprovable?: true;
};

export type LookResult =
  | { kind: 'found'; order: OrderSnapshot }
  | { kind: 'missing' }
  | { kind: 'disabled'; detail: string }
  | { kind: 'slowed'; retryAfterMs: number; detail: string }
  | Unknown;

/** Whether the upstream has our order. `absent` is proof: everything was read in which it could be. */
export type FindResult =
  | Exclude<LookResult, { kind: 'missing' }>
  | { kind: 'absent' }
  | Extract<PlaceResult, { kind: 'mismatch' }>;

/** An order as the upstream's list shows it, amounts as it writes them: whose they are, and in what currency, is not known. */
export type ListedOrder = {
  upstreamId: string;
  poNumber: string | null;
  /** Epoch ms; null where the upstream does not say. */
  createdAt: number | null;
  type: string;
  statusWord: string;
  lines: { productId: string; value: string; quantity: string }[];
};

/**
 * A page of the list, which is empty behind the last. `unreadable` counts rows without an id; `total` is of all pages,
 * where it is said.
 */
export type OrdersPage =
  | { kind: 'page'; orders: ListedOrder[]; unreadable: number; total: number | null }
  | Exclude<LookResult, { kind: 'found' } | { kind: 'missing' }>;

export type Product = {
  id: string;
  name: string;
  description: string;
  currency: string;
  denominations: { kind: 'fixed'; values: number[] } | { kind: 'range'; min: number; max: number };
  deliveries: string[];
  terms: string;
  /** Fee in minor units and discount in basis points, as the catalogue states them. */
  cost: { fee: number; discountBasisPoints: number };
};

/** A way to post cards, with the holders (the upstream calls them carriers) that go with it. */
export type ShippingMethod = { id: string; name: string; carriers: { id: string; name: string }[] };

/** A look that the upstream gives to its mails and cards. */
export type Branding = { id: string; name: string };

/** What a provider can do, as a value and never tried out. Each of them decides something; nothing is here to be shown. */
export type Capabilities = {
  /**
   * Whether it tells that an order is done, at an address that goes with the order. Always a hint: the truth is what a look
   * shows. From one that tells nothing, orders that take long are asked about more often.
   */
  notice: 'per_order' | 'none';
  /**
   * Whether all orders of an account can be listed. Without it a reconciliation asks by number, and says that it cannot see
   * what only the provider knows of; so it never opens the gate of a restored backup.
   */
  listing: boolean;
};

/**
 * What a look is for. Only who seals the cards asks for `cards`: a provider that shows a link once makes another one for
 * that, and the earlier one has to stay good, since a worker that was frozen may ask late. For `state` cards may be missing.
 */
export type LookFor = 'cards' | 'state';

/** A part of the catalogue could not be read, since the upstream wants fewer requests. Its message is fit for operators. */
export class SlowedDown extends Error {
  override name = 'SlowedDown';
  readonly retryAfterMs: number;

  constructor(detail: string, retryAfterMs: number) {
    super(detail);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The upstream as the domain needs it. The adapter adds nothing to what the caller asked for and retries nothing but a stale token. */
export interface GiftCards {
  readonly capabilities: Capabilities;
  place(account: PacedAccount, intent: OrderIntent): Promise<PlaceResult>;
  /** `currency` tells how to read the amounts, which an upstream may send without one. */
  look(account: PacedAccount, upstreamId: string, currency: string, what: LookFor): Promise<LookResult>;
  /** Looks for the order with the intent's number, made at `madeAt` (epoch ms), without sending one. Cards may be missing. */
  find(account: PacedAccount, intent: OrderIntent, madeAt: number): Promise<FindResult>;
  /** A page of all orders of the account, newest first; `pageIndex` counts from 1. Asked only where there is a `listing`. */
  orders(account: PacedAccount, pageIndex: number): Promise<OrdersPage>;
  /**
   * The whole catalogue. Throws an Error, its message fit for operators, when a page of it cannot be read: `SlowedDown` where
   * there are too many requests.
   */
  products(account: PacedAccount): Promise<Product[]>;
  /** Throws like `products`. */
  shippingMethods(account: PacedAccount): Promise<ShippingMethod[]>;
  /** Throws like `products`. */
  brandings(account: PacedAccount): Promise<Branding[]>;
}

/**
 * Whether an order found under our number is the one we meant to buy: type, product, value and quantity, and the
 * number itself where the upstream repeats it.
 */
export function isSameOrder(intent: OrderIntent, found: OrderSnapshot): boolean {
  const [line, ...others] = found.lines;
  if (!line || others.length > 0) return false;
  return (
    (found.poNumber === null || found.poNumber === intent.poNumber) &&
    found.type.toLowerCase() === intent.type.toLowerCase() &&
    line.productId === intent.productId &&
    line.value === intent.value.amount &&
    line.quantity === intent.quantity
  );
}
