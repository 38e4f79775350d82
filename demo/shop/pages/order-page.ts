import { html } from 'hono/html';
import { GIFT_AMOUNT, QUALIFYING_AMOUNT } from '../brand.ts';
import { firstName } from '../customers.ts';
import { dollars } from '../dollars.ts';
import type { Customer, Order } from '../state.ts';
import type { View } from '../view.ts';
import { cartLines, totals } from './cart-lines.ts';
import { day } from './day.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

/** What an order did for a customer whom somebody invited; null for an order that promised nothing. */
export type OrderGift = { letterId: string } | 'coming' | 'too-small' | 'taken-back' | null;

export function orderPage(view: View, customer: Customer, order: Order, earned: OrderGift): Html {
  return page(
    view,
    { title: `Order ${order.number}` },
    html`<section class="narrow">
      <p class="muted">Order ${order.number}</p>
      ${order.returnedAt === undefined ? thanks(customer) : comesBack(order.returnedAt)}
      ${giftWords(order, earned)}
      <div class="card">${cartLines(order.lines)}${totals(order.goods, order.shipping)}</div>
      <div class="order-ways"><a href="/">Back to the pieces</a>${order.returnedAt === undefined ? sendBack(order) : ''}</div>
    </section>`,
  );
}

function thanks(customer: Customer): Html {
  return html`<h1>Thank you, ${firstName(customer)}</h1>
      <p class="lead">We pack your pieces tomorrow morning. They are with you in two to four days.</p>`;
}

function comesBack(returnedAt: number): Html {
  return html`<h1>Your order comes back to us</h1>
      <p class="lead">You sent it back on ${day(returnedAt)}, and your money is on its way.</p>`;
}

/** So that a demo shows what a return does to the gift cards, too. */
function sendBack(order: Order): Html {
  return html`<form method="post" action="/orders/${order.id}/return"><button class="link">Send the order back</button></form>`;
}

function giftWords(order: Order, earned: OrderGift): Html | '' {
  if (earned === null) return '';
  if (earned === 'too-small') return tooSmall(order);
  if (earned === 'taken-back')
    return html`<p class="hint">It no longer earns a gift card. The ones that nobody has opened yet are on hold.</p>`;
  return earned === 'coming' ? onItsWay() : gift(earned.letterId);
}

function onItsWay(): Html {
  return html`<div class="card gift">
    <h2>Your ${dollars(GIFT_AMOUNT)} gift card is on its way</h2>
    <p>We write to you as soon as it is here, usually within a minute. The friend who invited you gets one too.</p>
  </div>`;
}

function gift(letterId: string): Html {
  return html`<div class="card gift">
    <h2>Your ${dollars(GIFT_AMOUNT)} gift card is here</h2>
    <p>We sent it to your mailbox. The friend who invited you gets one too.</p>
    <p><a class="button" href="/mailbox/${letterId}">Open the letter</a></p>
  </div>`;
}

function tooSmall(order: Order): Html {
  return html`<p class="hint">No gift card this time: it takes a first order of ${dollars(QUALIFYING_AMOUNT)} or more in pieces, and yours came to ${dollars(order.goods)}.</p>`;
}
