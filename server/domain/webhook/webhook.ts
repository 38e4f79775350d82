import type { DeliveryStatus, WebhookData, WebhookEvent } from '../../../shared/contract/webhook.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { ManagedBy } from '../site/site-rows.ts';

/** Something that a site is told, as the write that causes it says it. */
export type Announcement = {
  [E in WebhookEvent]: { siteId: string; type: E; data: WebhookData[E] };
}[WebhookEvent];

/** An announcement as it is stored, in the transaction of its cause. Its id is the `webhook-id` of every attempt. */
export type WebhookMessage = {
  id: string;
  siteId: string;
  type: WebhookEvent;
  /** JSON, as it is sent. */
  data: string;
  createdAt: number;
};

/** Where a site is told. */
export type WebhookEndpoint = {
  id: string;
  siteId: string;
  /** What the site calls it: one endpoint of a name at a time. */
  name: string;
  url: string;
  /** Null: every event. */
  events: WebhookEvent[] | null;
  managedBy: ManagedBy;
  /** A deleted one stays as a row, since what was delivered to it refers to it. */
  status: 'active' | 'disabled' | 'deleted';
  reason: ReasonCode;
  /** The first of the failures since the last success (epoch ms). */
  failingSince: number | null;
  /** The endpoint asked for a rest until then (epoch ms). */
  notBefore: number;
  createdAt: number;
};

/** One of the secrets that sign for an endpoint. All that live sign at once, so that a receiver can change over. */
export type WebhookSecret = {
  id: string;
  endpointId: string;
  sealedSecret: string;
  createdAt: number;
  /** When it stops signing (epoch ms); null while nobody replaced it. */
  endsAt: number | null;
};

/** A message on its way to one endpoint. */
export type WebhookDelivery = {
  messageId: string;
  endpointId: string;
  status: DeliveryStatus;
  /** Claims so far; also the fence of the running attempt. */
  attempts: number;
  /** Attempts of the schedule that have begun. */
  tries: number;
  /** When it is taken next, or its lease ends (epoch ms); null when nothing is left to do by itself. */
  dueAt: number | null;
  /** 0 while nobody holds it. */
  leaseUntil: number;
  /** Replayed ones go one by one, in the order in which their messages came about. */
  replayed: 'no' | 'yes';
  lastAttemptAt: number | null;
  lastStatus: number | null;
  /** A short code; never what the receiver said. */
  lastError: string | null;
  deliveredAt: number | null;
};

/** A delivery with what a list shows of its message. */
export type ListedDelivery = WebhookDelivery & { type: WebhookEvent; occurredAt: number };

/** What a worker has taken; `number` is the fence. */
export type ClaimedDelivery = { messageId: string; endpointId: string; number: number; tries: number };

/** What is written when an attempt has ended. */
export type DeliveryPatch = Pick<
  WebhookDelivery,
  'status' | 'dueAt' | 'lastStatus' | 'lastError' | 'deliveredAt'
>;

/** Stored endpoints, and the sealed secrets that sign for each. */
export interface WebhookEndpointRows {
  /** Those that are not deleted, newest first. */
  ofSite(siteId: string): Promise<WebhookEndpoint[]>;
  find(id: string): Promise<WebhookEndpoint | undefined>;
  /** Nobody else changes the endpoint until this write ends. */
  lock(id: string): Promise<WebhookEndpoint | undefined>;
  /** Adds it, or changes name, address, events, status and reason. */
  put(endpoint: WebhookEndpoint): Promise<void>;
  /** An attempt got through. */
  succeeded(id: string): Promise<void>;
  /** An attempt failed; nothing is sent before `notBefore`. Since when all have failed. */
  failed(id: string, now: number, notBefore: number): Promise<number>;
  /** False when it was not active. */
  disable(id: string, reason: ReasonCode): Promise<boolean>;
  /** Active endpoints that something is due for now. */
  due(now: number): Promise<WebhookEndpoint[]>;
  /** Those that sign at `now`, newest first. */
  secrets(endpointId: string, now: number): Promise<WebhookSecret[]>;
  addSecrets(secrets: WebhookSecret[]): Promise<void>;
  /** Lets secrets sign until `endsAt` and no longer; those that end earlier stay as they are. */
  endSecrets(ids: string[], endsAt: number): Promise<void>;
  /** Removes secrets that have ended. */
  pruneSecrets(now: number): Promise<void>;
}

type ReplayRange = { endpoint: WebhookEndpoint; from: number; to: number; now: number };

/** Stored messages, and how far each has come with each endpoint. */
export interface WebhookDeliveryRows {
  /** Stores messages, with a delivery to each active endpoint of their site that wants them. */
  announce(messages: WebhookMessage[]): Promise<void>;
  message(id: string): Promise<WebhookMessage | undefined>;
  /** Takes due deliveries of an endpoint: those of the schedule first, and the next one of a replay. */
  claim(
    endpointId: string,
    request: { now: number; limit: number; leaseUntil: number },
  ): Promise<ClaimedDelivery[]>;
  /** False, and nothing written, when the fence has moved on. */
  settle(claimed: ClaimedDelivery, patch: DeliveryPatch): Promise<boolean>;
  /** Undoes a claim whose message was not sent, or not answered because this process stops. */
  giveBack(claimed: ClaimedDelivery, now: number): Promise<void>;
  find(endpointId: string, messageId: string): Promise<ListedDelivery | undefined>;
  list(query: {
    endpointId: string;
    status?: DeliveryStatus | undefined;
    before: string | null;
    limit: number;
  }): Promise<ListedDelivery[]>;
  /** Starts the schedule of one delivery anew, whatever came of it. False when there is none. */
  redeliver(endpointId: string, messageId: string, now: number): Promise<boolean>;
  /** Sends what the endpoint missed: dead deliveries, and messages that never had one. How many there are. */
  replay(range: ReplayRange): Promise<number>;
  /** Removes so many of the messages from before an instant, with their deliveries. How many there were. */
  forget(before: number, limit: number): Promise<number>;
}

/** What came of one attempt. Redirects are refusals: nobody follows them with a signed message. */
export type PostResult =
  | { kind: 'answered'; status: number; retryAfterMs: number | null }
  | { kind: 'unanswered'; error: string };

/** One signed request to an endpoint. Never rejects. */
export type PostWebhook = (letter: {
  url: string;
  secrets: string[];
  id: string;
  body: string;
}) => Promise<PostResult>;
