import { ordersOf } from './orders.ts';
import type { Shop } from './shop.ts';
import type { Session } from './state.ts';

/** Came by a share link and has not ordered yet: only then the shop may promise a gift card. */
export function isInvited(shop: Shop, session: Session | null): boolean {
  if (!session?.referralToken) return false;
  return session.customerId === null || ordersOf(shop.data.state, session.customerId).length === 0;
}
