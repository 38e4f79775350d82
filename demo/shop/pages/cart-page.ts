import { html } from 'hono/html';
import { GIFT_AMOUNT, QUALIFYING_AMOUNT } from '../brand.ts';
import { MOST_PIECES, type PricedCart } from '../cart.ts';
import { dollars } from '../dollars.ts';
import { findProduct } from '../products.ts';
import type { OrderLine } from '../state.ts';
import type { View } from '../view.ts';
import { cartLines, totals } from './cart-lines.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

/** `invited` people are told how far the first order is from their gift card. */
export function cartPage(view: View, cart: PricedCart, invited: boolean): Html {
  return page(view, { title: 'Cart' }, cart.lines.length === 0 ? emptyCart() : fullCart(cart, invited));
}

function emptyCart(): Html {
  return html`<section class="narrow">
    <h1>Your cart is empty</h1>
    <p class="lead">Most people start with a plate or a mug.</p>
    <p><a class="button" href="/">See the pieces</a></p>
  </section>`;
}

function fullCart(cart: PricedCart, invited: boolean): Html {
  return html`<h1>Your cart</h1>
  <div class="split">
    <section aria-label="Pieces in your cart">${cartLines(cart.lines, quantityForm)}</section>
    <section class="card" aria-label="Summary">
      ${totals(cart.goods, cart.shipping)}
      ${invited ? giftHint(cart.goods) : ''}
      <a class="button full" href="/checkout">Check out</a>
    </section>
  </div>`;
}

export function giftHint(goods: number): Html {
  const missing = QUALIFYING_AMOUNT - goods;
  const gift = dollars(GIFT_AMOUNT);
  return missing > 0
    ? html`<p class="hint">Add ${dollars(missing)} more and your first order earns your ${gift} gift card.</p>`
    : html`<p class="hint">Your first order earns your ${gift} gift card.</p>`;
}

function quantityForm(line: OrderLine): Html {
  const name = findProduct(line.slug)?.name ?? line.slug;
  const button = (quantity: number, sign: string, label: string, disabled = false) =>
    html`<button class="step" name="quantity" value="${quantity}" aria-label="${label}" ${disabled ? html`disabled` : ''}>${sign}</button>`;
  return html`<form class="steps" method="post" action="/cart/quantity">
    <input type="hidden" name="slug" value="${line.slug}">
    ${button(line.quantity - 1, '−', line.quantity === 1 ? `Remove ${name}` : `One ${name} less`)}
    <span class="steps-count">${line.quantity}</span>
    ${button(line.quantity + 1, '+', `One ${name} more`, line.quantity >= MOST_PIECES)}
  </form>`;
}
