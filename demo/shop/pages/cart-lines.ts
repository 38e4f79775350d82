import { html } from 'hono/html';
import { dollars } from '../dollars.ts';
import { findProduct } from '../products.ts';
import type { OrderLine } from '../state.ts';
import type { Html } from './html.ts';

/** The rows of a cart, a checkout or an order; `control` may add something to each row. */
export function cartLines(lines: OrderLine[], control: (line: OrderLine) => Html = () => html``): Html {
  return html`<ul class="lines">${lines.map((line) => row(line, control(line)))}</ul>`;
}

function row(line: OrderLine, control: Html): Html {
  const product = findProduct(line.slug);
  return html`<li class="line">
    <div class="line-picture">${product?.picture() ?? ''}</div>
    <div class="line-text">
      <span class="line-name">${product?.name ?? line.slug}</span>
      <span class="muted">${line.quantity} × ${dollars(line.price)}</span>
      ${control}
    </div>
    <span class="price">${dollars(line.price * line.quantity)}</span>
  </li>`;
}

/** Goods, shipping and what is due, in cents. */
export function totals(goods: number, shipping: number): Html {
  return html`<dl class="totals">
    <div><dt>Pieces</dt><dd>${dollars(goods)}</dd></div>
    <div><dt>Shipping</dt><dd>${shipping === 0 ? 'Free' : dollars(shipping)}</dd></div>
    <div class="totals-due"><dt>Total</dt><dd>${dollars(goods + shipping)}</dd></div>
  </dl>`;
}
