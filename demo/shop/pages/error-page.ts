import { html } from 'hono/html';
import type { View } from '../view.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

/** Says what happened, what to do next, and leads back to the shop. */
export function errorPage(view: View, title: string, next: string): Html {
  return page(
    view,
    { title },
    html`<section class="narrow">
      <h1>${title}</h1>
      <p class="lead">${next}</p>
      <p><a class="button" href="/">Back to the pieces</a></p>
    </section>`,
  );
}
