import { html } from 'hono/html';
import { BRAND } from '../brand.ts';
import type { Customer, Message } from '../state.ts';
import type { View } from '../view.ts';
import { day } from './day.ts';
import type { Html } from './html.ts';
import { letterText, subjectOf } from './letter.ts';
import { page } from './page.ts';

export function letterPage(
  view: View,
  message: Message,
  customer: Customer,
  claimPageUrl: string | null,
): Html {
  return page(
    view,
    { title: subjectOf(message) },
    html`<article class="narrow">
      <p><a href="/mailbox">All letters</a></p>
      <div class="card letter">
        <h1>${subjectOf(message)}</h1>
        <p class="muted">From ${BRAND.name} &lt;${BRAND.contact}&gt; to ${customer.email}, ${day(message.sentAt)}</p>
        ${letterText(message, customer, claimPageUrl)}
        <p>${BRAND.name}, ${BRAND.place}</p>
      </div>
    </article>`,
  );
}
