import type { Event } from '../../shared/contract/event.ts';
import type { OrderStatus } from '../../shared/contract/order.ts';
import type { AccountStanding } from './order/account.ts';
import type { WebhookDelivery } from './webhook/webhook.ts';

/** Everything worth knowing about one request, gathered on the way and written as one line at its end. */
export type RequestLine = {
  requestId: string;
  method: string;
  /** The route's pattern such as `/c/:claim`, never the address itself: addresses can hold secrets. */
  route: string;
  status: number;
  durationMs: number;
  siteId?: string;
  /** The name of the secret key that was used. */
  key?: string;
  programId?: string;
  /** Problem code of a refusal. */
  code?: string;
  /** What a refusal did not tell the caller. */
  operator?: string;
};

/** One function per thing worth counting. Calls are cheap, synchronous and never throw. */
export interface Telemetry {
  requestAnswered(line: RequestLine): void;
  /** An error that nobody expected; the caller was told only the id. */
  requestFailed(requestId: string, error: unknown): void;
  clickRecorded(siteId: string, programId: string): void;
  /** A click that was redirected without waiting for its row, because the database was overloaded or failing. */
  clickShed(siteId: string, programId: string): void;
  shared(siteId: string, channel: string): void;
  eventAccepted(siteId: string, type: string, status: Event['status']): void;
  /** A piece of a batch: how many of its rewards were made, and how many items were refused one. */
  batchAdvanced(batchId: string, piece: { made: number; refused: number }): void;
  /** An order came to rest in a status, or is tried again (`unknown`). */
  orderMoved(orderId: string, status: OrderStatus): void;
  /** How the worker first found an upstream account, and each other standing that followed. */
  accountMoved(accountId: string, standing: AccountStanding): void;
  /** What an attempt to deliver a message left behind; `waiting` is for the next one. */
  deliveryTried(
    delivery: Pick<WebhookDelivery, 'messageId' | 'endpointId'>,
    outcome: Pick<WebhookDelivery, 'status' | 'lastError'>,
  ): void;
  /** One transaction of SQLite's write queue: how many writes shared it, and how many wait behind it. */
  writeGroupCommitted(writes: number, waiting: number): void;
}
