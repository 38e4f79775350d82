import { html } from 'hono/html';
import { cardWords } from '../domain/site/rule-words.ts';
import { addressForm, type Filled, NOTHING_FILLED } from './address-form.ts';
import type { ClaimFacts } from './claim-facts.ts';
import { isItReal, termsOfCard, whatTheAnswerIsFor, whomToAsk } from './claim-questions.ts';
import type { ClaimState } from './claim-state.ts';
import { giftCard } from './gift-card.ts';
import { type Fragment, type Preview, page } from './page.ts';
import { refreshAfterS, stateWords } from './state-words.ts';

/** The same for every claim: a preview of the link must not tell a chat what it is worth or whose it is. */
export const CLAIM_PREVIEW: Preview = {
  title: 'Your gift card',
  description: 'Open this page to see your gift card.',
};

/**
 * Where the page's form goes, the proof that it is ours, for how many days an address is kept after the card arrived, and
 * what was typed into the form before.
 */
export type ClaimForm = { path: string; nonce: string; addressDays: number; filled?: Filled };

/** A claim as its address alone shows it: value and state, never the link or the challenge answer. */
export function claimPage(facts: ClaimFacts, state: ClaimState, form: ClaimForm): Fragment {
  const content = html`<main>
<div class="card">
${giftCard(facts, isAtHand(state) ? 'bright' : 'quiet')}
<div class="words">${wordsOf(facts, state, form)}</div>
</div>
<div class="more">
${isPromised(state) ? isItReal(facts) : ''}
${state.kind === 'ready' ? whatTheAnswerIsFor() : ''}
${isPromised(state) ? termsOfCard(facts) : ''}
${whomToAsk(facts)}
</div>
</main>`;
  const refreshS = refreshAfterS(state);
  return page({
    ...{ title: CLAIM_PREVIEW.title, preview: CLAIM_PREVIEW, brand: facts.siteName, content },
    ...(refreshS !== null && { refreshS }),
  });
}

function wordsOf(facts: ClaimFacts, state: ClaimState, form: ClaimForm): Fragment {
  switch (state.kind) {
    case 'ready':
      return invitation(facts, state, form);
    case 'openable':
      return offer(facts, form);
    case 'asking': {
      const { path, nonce, addressDays, filled = NOTHING_FILLED } = form;
      const parts = { action: `${path}/address`, nonce, addressDays, filled };
      return addressForm(facts, state.asked, { ...parts, isCorrection: state.isCorrection });
    }
    default: {
      const { title, text, next } = stateWords(state, facts, form.path);
      return html`<h1>${title}</h1>
<p>${text}</p>
${next ? html`<p>${next}</p>` : ''}`;
    }
  }
}

function invitation(
  facts: ClaimFacts,
  { openedBefore }: Extract<ClaimState, { kind: 'ready' }>,
  form: ClaimForm,
): Fragment {
  return html`<h1>Your ${cardWords(facts)} is ready</h1>
<p>From <bdi>${facts.siteName}</bdi>, because ${facts.reason}.</p>
${button(form, openedBefore ? 'Show my gift card again' : 'Show my gift card')}
<p class="hint">${openedBefore ? 'It was shown before. ' : ''}Whoever has this can spend it. Open it when nobody looks over your shoulder.</p>`;
}

/** A card that is made or sent as soon as its recipient wants it. */
function offer(facts: ClaimFacts, form: ClaimForm): Fragment {
  const isLink = facts.delivery === 'Links';
  const next = isLink
    ? 'It is made when you ask for it, which takes a few seconds. This page then shows it.'
    : 'We send it when you ask for it, to the e-mail address or phone number we have for you.';
  return html`<h1>Your ${cardWords(facts)} is waiting for you</h1>
<p>From <bdi>${facts.siteName}</bdi>, because ${facts.reason}.</p>
${button(form, isLink ? 'Get my gift card' : 'Send my gift card')}
<p class="hint">${next}</p>`;
}

function button({ path, nonce }: ClaimForm, words: string): Fragment {
  return html`<form method="post" action="${path}/reveal">
<input type="hidden" name="nonce" value="${nonce}">
<button class="button">${words}</button>
</form>`;
}

/** Whether it can be had here and now. */
function isAtHand({ kind }: ClaimState): boolean {
  return kind === 'ready' || kind === 'openable' || kind === 'asking';
}

/** Whether the card is there or still to come; of any other, the page must not say that it is a present. */
function isPromised({ kind }: ClaimState): boolean {
  return kind !== 'withheld' && kind !== 'cancelled' && kind !== 'replaced';
}
