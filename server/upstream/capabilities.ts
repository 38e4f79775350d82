import type { Capabilities } from '../domain/order/gift-cards.ts';

/** gift-card-api.md, sections 3 and 5: the address of the webhook goes with each order, and all orders can be listed. */
export const CAPABILITIES: Capabilities = { notice: 'per_order', listing: true };
