import { html } from 'hono/html';
import { BRAND, GIFT_AMOUNT, QUALIFYING_AMOUNT } from '../brand.ts';
import { firstName } from '../customers.ts';
import { dollars } from '../dollars.ts';
import { marshPicture } from '../pictures/marsh.ts';
import { PRODUCTS, type Product } from '../products.ts';
import type { View } from '../view.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

/** `invited` people read first what their first order earns. */
export function homePage(view: View, invited: boolean): Html {
  return page(
    view,
    { title: BRAND.line, floatingButton: true },
    html`${invited ? invitation(view) : ''}
    <section class="hero">
      <div>
        <h1>${BRAND.line}</h1>
        <p class="lead">Plates, mugs and pots from a small studio by the marsh. Made to be used every day and to outlast the table.</p>
        <ul class="promises">
          <li>Dishwasher safe</li><li>Ships in two days</li><li>Broken on the way? We send another</li>
        </ul>
      </div>
      ${marshPicture()}
    </section>
    <section aria-labelledby="pieces">
      <h2 id="pieces">All pieces</h2>
      <ul class="grid">${PRODUCTS.map(tile)}</ul>
    </section>`,
  );
}

function invitation(view: View): Html {
  const greeting = view.customer ? `Welcome, ${firstName(view.customer)}. ` : '';
  return html`<p class="hint">${greeting}Your first order of ${dollars(QUALIFYING_AMOUNT)} or more earns your ${dollars(GIFT_AMOUNT)} gift card.</p>`;
}

function tile(product: Product): Html {
  return html`<li class="tile">
    <a class="tile-link" href="/pieces/${product.slug}">
      ${product.picture()}
      <span class="tile-name">${product.name}</span>
      <span class="tile-glaze">${product.glaze}</span>
    </a>
    <form class="tile-buy" method="post" action="/cart">
      <span class="price">${dollars(product.price)}</span>
      <input type="hidden" name="slug" value="${product.slug}">
      <button class="button quiet" aria-label="Add ${product.name} to cart">Add to cart</button>
    </form>
  </li>`;
}
