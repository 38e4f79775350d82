import { html } from 'hono/html';
import { cardWords } from '../domain/site/rule-words.ts';
import { isItReal, termsOfCard, whatTheAnswerIsFor, whomToAsk } from './claim-answers.ts';
import type { ClaimFacts } from './claim-facts.ts';
import { type ClaimState, stateWords } from './claim-state.ts';
import { giftCard } from './gift-card.ts';
import { type Fragment, type Preview, page } from './page.ts';

/** The same for every claim: a preview of the link must not tell a chat what it is worth or whose it is. */
export const CLAIM_PREVIEW: Preview = {
  title: 'Your gift card',
  description: 'Open this page to see your gift card.',
};

/** Where the form goes, and the proof that it is ours. */
export type RevealForm = { action: string; nonce: string };

/** A claim as its address alone shows it: value and state, never the link or the challenge answer. */
export function claimPage(facts: ClaimFacts, state: ClaimState, form: RevealForm): Fragment {
  const content = html`<main>
<div class="card">
${giftCard(facts, state.kind === 'ready' ? 'bright' : 'quiet')}
<div class="words">${state.kind === 'ready' ? invitation(facts, state, form) : notice(facts, state)}</div>
</div>
<div class="more">
${isPromised(state) ? isItReal(facts) : ''}
${state.kind === 'ready' ? whatTheAnswerIsFor() : ''}
${isPromised(state) ? termsOfCard(facts) : ''}
${whomToAsk(facts)}
</div>
</main>`;
  return page({ title: CLAIM_PREVIEW.title, preview: CLAIM_PREVIEW, brand: facts.siteName, content });
}

function invitation(
  facts: ClaimFacts,
  { openedBefore }: Extract<ClaimState, { kind: 'ready' }>,
  { action, nonce }: RevealForm,
): Fragment {
  return html`<h1>Your ${cardWords(facts)} is ready</h1>
<p>From <bdi>${facts.siteName}</bdi>, because ${facts.reason}.</p>
<form method="post" action="${action}">
<input type="hidden" name="nonce" value="${nonce}">
<button class="button">${openedBefore ? 'Show my gift card again' : 'Show my gift card'}</button>
</form>
<p class="hint">${openedBefore ? 'It was shown before. ' : ''}Whoever has this can spend it. Open it when nobody looks over your shoulder.</p>`;
}

function notice(facts: ClaimFacts, state: Exclude<ClaimState, { kind: 'ready' }>): Fragment {
  const { title, text } = stateWords(state, facts);
  return html`<h1>${title}</h1>
<p>${text}</p>`;
}

/** Whether the card is there or still to come; of any other, the page must not say that it is a present. */
function isPromised({ kind }: ClaimState): boolean {
  return kind === 'ready' || kind === 'waiting' || kind === 'failed';
}
