import { html } from 'hono/html';
import { isUnread } from '../mailbox.ts';
import type { Message } from '../state.ts';
import type { View } from '../view.ts';
import { day } from './day.ts';
import type { Html } from './html.ts';
import { subjectOf } from './letter.ts';
import { page } from './page.ts';

/** Stands in for the person's e-mail program. */
export function mailboxPage(view: View, messages: Message[]): Html {
  return page(
    view,
    { title: 'Mailbox' },
    html`<section class="narrow">
      <h1>Mailbox</h1>
      <p class="lead">What the shop would have sent to ${view.customer?.email ?? ''}.</p>
      ${messages.length === 0 ? html`<p class="card muted">No letters yet.</p>` : letterList(messages)}
    </section>`,
  );
}

function letterList(messages: Message[]): Html {
  return html`<ul class="rows card">${messages.map(
    (
      message,
    ) => html`<li><a class="${isUnread(message) ? 'row unread' : 'row'}" href="/mailbox/${message.id}">
      <span>${subjectOf(message)}</span><span class="muted">${day(message.sentAt)}</span>
    </a></li>`,
  )}</ul>`;
}
