import { html } from 'hono/html';
import { formatMoney } from '../../shared/money.ts';
import type { ClaimFacts } from './claim-facts.ts';
import type { Fragment } from './page.ts';

/** The reward drawn as a card: its value before all else. `quiet` for one that cannot be used now. */
export function giftCard({ value, productName }: ClaimFacts, look: 'bright' | 'quiet'): Fragment {
  return html`<div class="gift ${look}">
<p class="value">${formatMoney(value)}</p>
<p class="kind"><span>Gift card</span><bdi>${productName}</bdi></p>
</div>`;
}
