import { html } from 'hono/html';
import type { PricedCart } from '../cart.ts';
import { dollars } from '../dollars.ts';
import type { Customer } from '../state.ts';
import type { View } from '../view.ts';
import { cartLines, totals } from './cart-lines.ts';
import { giftHint } from './cart-page.ts';
import { field } from './field.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

export function checkoutPage(view: View, customer: Customer, cart: PricedCart, invited: boolean): Html {
  return page(
    view,
    { title: 'Checkout' },
    html`<h1>Checkout</h1>
    <form class="split" method="post" action="/checkout">
      <div class="stack">
        <fieldset class="card">
          <legend>Where it goes</legend>
          <div class="after-legend">${field({ label: 'Name', name: 'name', value: customer.name, autocomplete: 'name' })}</div>
          ${field({ label: 'Street', name: 'street', value: '12 Harbor Lane', autocomplete: 'street-address' })}
          <div class="pair">
            ${field({ label: 'City', name: 'city', value: 'Portland', autocomplete: 'address-level2' })}
            ${field({ label: 'ZIP', name: 'zip', value: '04101', autocomplete: 'postal-code' })}
          </div>
          <p class="muted">We write to ${customer.email} when it leaves the kiln shed.</p>
        </fieldset>
        ${demoCard()}
      </div>
      <section class="card" aria-label="Your order">
        ${cartLines(cart.lines)}
        ${totals(cart.goods, cart.shipping)}
        ${invited ? giftHint(cart.goods) : ''}
        <button class="button full">Pay ${dollars(cart.total)}</button>
      </section>
    </form>`,
  );
}

/** No field for a card: a demo must not invite anybody to type a real one. */
function demoCard(): Html {
  return html`<section class="card pay" aria-labelledby="pay">
    <h2 id="pay">How you pay</h2>
    <div class="pay-card">
      <span class="pay-name">Demo card</span><span class="pay-number">•••• •••• •••• 4242</span>
    </div>
    <p class="muted">The demo pays with a card that doesn’t exist. Nothing is charged.</p>
  </section>`;
}
