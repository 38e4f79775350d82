import type { Capabilities } from '../domain/order/gift-cards.ts';

/** gift-card-api.md, section 9: what is not documented is taken for absent. */
export const CAPABILITIES: Capabilities = {
  repeat: 'conflict',
  notice: 'per_order',
  challenge: true,
  balance: false,
  cancel: false,
  redemption: false,
};
