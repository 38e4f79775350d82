import { type Clock, SECOND_MS } from '../domain/clock.ts';
import type { GiftCards } from '../domain/order/gift-cards.ts';
import { createHttpCall } from '../net/http-call.ts';
import { createAccountCall } from './account-call.ts';
import { createAccountTokens } from './account-tokens.ts';
import { CAPABILITIES } from './capabilities.ts';
import { findOrder } from './find-order.ts';
import { listBrandings, listShippingMethods } from './list-methods.ts';
import { listOrders } from './list-orders.ts';
import { listProducts } from './list-products.ts';
import { lookAtOrder } from './look-at-order.ts';
import { placeOrder } from './place-order.ts';
import type { SendPoint, Upstream, UpstreamLog } from './upstream.ts';

export type GiftCardsOptions = {
  clock: Clock;
  /** Limit of one HTTP exchange from connecting to the last byte; default 20 s. An operation may take several. */
  timeoutMs?: number;
  /** Part of it that connecting may take; default 5 s. */
  connectTimeoutMs?: number;
  /** Bytes of an answer that are read at most; default 1 MB. */
  bodyLimit?: number;
  /** Told of the moments around sending an order, for crash tests. Must not throw. */
  onPoint?: (point: SendPoint) => void;
  log?: UpstreamLog;
};

const MEGABYTE = 1024 * 1024;

/**
 * The gift-card upstream over HTTP (gift-card-api.md). Keeps nothing but bearer tokens and idle connections,
 * serves any number of accounts, and logs neither bodies nor credentials.
 */
export function createGiftCards(options: GiftCardsOptions): GiftCards {
  const {
    clock,
    timeoutMs = 20 * SECOND_MS,
    connectTimeoutMs = 5 * SECOND_MS,
    bodyLimit = MEGABYTE,
  } = options;
  const call = createHttpCall({ timeoutMs, connectTimeoutMs, bodyLimit });
  const upstream: Upstream = {
    call: createAccountCall(call, createAccountTokens(call, clock), clock),
    onPoint: options.onPoint ?? (() => {}),
    log: options.log ?? { warn() {} },
  };
  return {
    capabilities: CAPABILITIES,
    place: (account, intent) => placeOrder(upstream, account, intent),
    look: (account, upstreamId, currency) => lookAtOrder(upstream, account, upstreamId, currency),
    find: (account, intent, madeAt) => findOrder(upstream, account, intent, madeAt),
    orders: (account, pageIndex) => listOrders(upstream, account, pageIndex),
    products: (account) => listProducts(upstream, account),
    shippingMethods: (account) => listShippingMethods(upstream, account),
    brandings: (account) => listBrandings(upstream, account),
  };
}
