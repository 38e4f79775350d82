import { html } from 'hono/html';
import { dollars } from '../dollars.ts';
import type { Product } from '../products.ts';
import type { View } from '../view.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

export function productPage(view: View, product: Product): Html {
  return page(
    view,
    { title: product.name },
    html`<section class="product">
      <div class="product-picture">${product.picture()}</div>
      <div class="product-text">
        <h1>${product.name}</h1>
        <p class="price large">${dollars(product.price)}</p>
        <p class="lead">${product.story}</p>
        <form method="post" action="/cart">
          <input type="hidden" name="slug" value="${product.slug}">
          <button class="button">Add to cart</button>
        </form>
        <dl class="facts">
          <div><dt>Glaze</dt><dd>${product.glaze}</dd></div>
          <div><dt>Size</dt><dd>${product.size}</dd></div>
          <div><dt>Care</dt><dd>Oven to 220 °C, dishwasher, microwave</dd></div>
          <div><dt>Delivery</dt><dd>Two to four days, $6, free from $60</dd></div>
        </dl>
      </div>
    </section>`,
  );
}
