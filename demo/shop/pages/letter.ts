import { html } from 'hono/html';
import { BRAND, GIFT_AMOUNT } from '../brand.ts';
import { firstName } from '../customers.ts';
import { dollars } from '../dollars.ts';
import type { Customer, Message } from '../state.ts';
import type { Html } from './html.ts';

const SUBJECTS = {
  welcome: `Welcome to ${BRAND.name}`,
  order: 'We have your order',
  'gift-card': `Your ${dollars(GIFT_AMOUNT)} gift card`,
} as const;

export function subjectOf(message: Message): string {
  return SUBJECTS[message.about.kind];
}

/** The letter's text. `claimPageUrl` is null while Goodturn is out of reach; it is never stored by the shop. */
export function letterText(message: Message, customer: Customer, claimPageUrl: string | null): Html {
  const name = firstName(customer);
  switch (message.about.kind) {
    case 'welcome':
      return html`<p>Hello ${name},</p><p>Good to have you. Your account is ready, and so is the kiln.</p>`;
    case 'order':
      return html`<p>Hello ${name},</p><p>We have your order and pack it tomorrow morning.</p>
        <p><a href="/orders/${message.about.orderId}">See the order</a></p>`;
    case 'gift-card':
      return html`<p>Hello ${name},</p>
        <p>You came by a friend’s link and placed your first order. Thank you. Here is what we promised.</p>
        ${claimPageUrl ? claimLink(claimPageUrl) : html`<p class="hint">Your gift card takes a little longer. Open this letter again in a minute.</p>`}`;
  }
}

function claimLink(url: string): Html {
  return html`<p><a class="button" href="${url}" target="_blank" rel="noopener">See my gift card</a></p>
    <p class="muted">Whoever has this link can spend the card, so keep the letter to yourself. You never have to pay or give a password for it.</p>`;
}
