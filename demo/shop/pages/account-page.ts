import { html } from 'hono/html';
import { PROGRAM_ID } from '../brand.ts';
import { firstName } from '../customers.ts';
import { dollars } from '../dollars.ts';
import type { Customer, Order } from '../state.ts';
import type { View } from '../view.ts';
import { day } from './day.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

export function accountPage(view: View, customer: Customer, orders: Order[]): Html {
  return page(
    view,
    { title: 'Your account' },
    html`<div class="account-head">
      <h1>Hello, ${firstName(customer)}</h1>
      <form method="post" action="/log-out"><button class="link">Log out</button></form>
    </div>
    <section class="give" aria-label="Give $15, get $15">
      <goodturn-widget program="${PROGRAM_ID}"></goodturn-widget>
    </section>
    <section class="card" aria-labelledby="orders">
      <h2 id="orders">Your orders</h2>
      ${orders.length === 0 ? html`<p class="muted">None yet. <a href="/">See the pieces</a></p>` : orderList(orders)}
    </section>`,
  );
}

function orderList(orders: Order[]): Html {
  return html`<ul class="rows">${orders.map(
    (order) => html`<li><a class="row" href="/orders/${order.id}">
      <span>${order.number}</span><span class="muted">${day(order.placedAt)}</span>
      <span class="price">${dollars(order.goods + order.shipping)}</span>
    </a></li>`,
  )}</ul>`;
}
