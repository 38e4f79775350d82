import type { Context } from 'hono';
import { countPieces } from './cart.ts';
import { isUnread, messagesOf } from './mailbox.ts';
import type { Shop, ShopEnv } from './shop.ts';
import type { Customer } from './state.ts';

/** What every page needs to draw its frame. */
export type View = {
  path: string;
  customer: Customer | null;
  cartPieces: number;
  unreadLetters: number;
  goodturnUrl: string;
};

export function viewOf(shop: Shop, c: Context<ShopEnv>): View {
  const customer = c.get('customer');
  return {
    path: c.req.path,
    customer,
    cartPieces: countPieces(c.get('session')?.cart ?? {}),
    unreadLetters: customer ? messagesOf(shop.data.state, customer.id).filter(isUnread).length : 0,
    goodturnUrl: shop.goodturnUrl,
  };
}
