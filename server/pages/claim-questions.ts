import { html } from 'hono/html';
import type { ClaimFacts } from './claim-facts.ts';
import type { Fragment } from './page.ts';

/** Who stands behind the card, in the words of somebody who asks whether it is real. */
export function isItReal({ siteName, operator, reason }: ClaimFacts): Fragment {
  return html`<section>
<h2>Is this a scam?</h2>
<p>No. <bdi>${siteName}</bdi> thanks you because ${reason}. <bdi>${operator}</bdi> pays for it. You never have to pay or
give a password for it.</p>
</section>`;
}

/** What the second secret is good for, and that nobody ever asks for it. */
export function whatTheAnswerIsFor(): Fragment {
  return html`<section class="no-print">
<h2>What is the challenge answer for?</h2>
<p>The gift card’s own page may ask for it before it shows the card, so that the link alone is of no use to a
stranger. You see it here, together with the link. Nobody will ever call or write to you for it.</p>
</section>`;
}

/** What the card's brand says about using it, shut until somebody wants to read it: brands write at length. */
export function termsOfCard({ productName, cardTerms }: ClaimFacts): Fragment | string {
  if (cardTerms.length === 0) return '';
  return html`<details class="no-print">
<summary>Terms of the <bdi>${productName}</bdi> card</summary>
${cardTerms.map((paragraph) => html`<p>${paragraph}</p>`)}
</details>`;
}

/** The site's own contact: it knows the person, and Goodturn does not. */
export function whomToAsk({ contact, termsPath }: ClaimFacts): Fragment {
  return html`<section>
<h2>Questions?</h2>
<p>Write to ${mailLink(contact)}.</p>
<p class="no-print"><a href="${termsPath}">Terms of this offer</a></p>
</section>`;
}

/** An address as a link that opens a letter to it; nothing in it can add a subject or a second recipient. */
export function mailLink(contact: string): Fragment {
  const address = encodeURIComponent(contact).replace('%40', '@');
  return html`<a href="mailto:${address}">${contact}</a>`;
}
