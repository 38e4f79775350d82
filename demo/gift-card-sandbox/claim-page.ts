import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { findProduct } from './catalogue.ts';
import { claimStyles } from './claim-styles.ts';
import { decimalText } from './money.ts';
import type { ClaimableCard } from './store.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The question for the challenge answer. @param fault why the last answer did not open the card */
export function claimForm(nonce: string, card: ClaimableCard, fault?: string): Html {
  const answerField = fault
    ? raw('aria-invalid="true" aria-describedby="fault hint"')
    : raw('aria-describedby="hint"');
  return page(
    nonce,
    'Open your gift card',
    html`${face(card)}
      <h1>A gift card is waiting for you</h1>
      <p id="hint">Type the challenge answer that came with your link. It shows that the card is meant for you.</p>
      <form method="post">
        <label for="answer">Challenge answer</label>
        <input id="answer" name="answer" required maxlength="64" autocomplete="off" autocapitalize="characters"
          spellcheck="false" ${answerField}>
        ${fault ? html`<p class="fault" id="fault" role="alert">${fault}</p>` : ''}
        <button>Show my gift card</button>
      </form>`,
  );
}

/** The opened card, with a number that buys nothing anywhere. */
export function claimOpened(nonce: string, card: ClaimableCard): Html {
  const { cardNumber, pin } = card.claim;
  return page(
    nonce,
    'Your gift card',
    html`${face(card)}
      <h1>Here is your gift card</h1>
      <dl>
        <div><dt>Card number</dt><dd class="code">${cardNumber.replace(/(.{4})(?=.)/g, '$1 ')}</dd></div>
        <div><dt>PIN</dt><dd class="code">${pin}</dd></div>
      </dl>
      <p>Show the number and the PIN at the till, or type them at the checkout.</p>`,
  );
}

/** For links that never existed, or whose card isn't ready. */
export function claimMissing(nonce: string): Html {
  return page(
    nonce,
    'No gift card here',
    html`<h1>There is no gift card behind this link</h1>
      <p>Check that the whole address was copied. If it was, ask whoever sent it to you.</p>`,
  );
}

function face({ lineItem }: ClaimableCard): Html {
  const name = findProduct(lineItem.productId)?.name ?? lineItem.productId;
  const value = decimalText(lineItem.valueMinor).replace(/\.00$/, '');
  return html`<div class="card"><span>${name}</span><strong>$${value}</strong></div>`;
}

function page(nonce: string, title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Tallowby</title>
    <style nonce="${nonce}">${raw(claimStyles)}</style>
  </head>
  <body>
    <main>
      <p class="brand"><span aria-hidden="true">✦</span> Tallowby Gift Cards</p>
      ${content}
      <footer>Tallowby is made up. This page belongs to the gift-card sandbox, and its cards buy nothing.</footer>
    </main>
  </body>
</html>`;
}
