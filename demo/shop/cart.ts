import { findProduct } from './products.ts';
import type { OrderLine, Session } from './state.ts';

export const MOST_PIECES = 9;
const SHIPPING = 600;
const FREE_SHIPPING_FROM = 6000;

/** A cart with today's prices, in cents. `goods` is what the customer buys; shipping earns nothing. */
export type PricedCart = { lines: OrderLine[]; goods: number; shipping: number; total: number };

export function priceCart(cart: Session['cart']): PricedCart {
  const lines = Object.entries(cart).flatMap(([slug, quantity]) => {
    const product = findProduct(slug);
    return product ? [{ slug, quantity, price: product.price }] : [];
  });
  const goods = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const shipping = goods === 0 || goods >= FREE_SHIPPING_FROM ? 0 : SHIPPING;
  return { lines, goods, shipping, total: goods + shipping };
}

/** Sets how many of a product are in the cart; 0 takes it out. More than `MOST_PIECES` are cut to that. */
export function setQuantity(cart: Session['cart'], slug: string, quantity: number): void {
  if (quantity <= 0) delete cart[slug];
  else cart[slug] = Math.min(quantity, MOST_PIECES);
}

export function countPieces(cart: Session['cart']): number {
  return Object.values(cart).reduce((sum, quantity) => sum + quantity, 0);
}
