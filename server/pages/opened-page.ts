import { html } from 'hono/html';
import type { OpenReveal } from '../domain/claim/reveal-claim.ts';
import { cardWords } from '../domain/site/rule-words.ts';
import type { ClaimFacts } from './claim-facts.ts';
import { CLAIM_PREVIEW } from './claim-page.ts';
import { isItReal, termsOfCard, whatTheAnswerIsFor, whomToAsk } from './claim-questions.ts';
import { giftCard } from './gift-card.ts';
import { type Fragment, page } from './page.ts';

/**
 * The claim in its holder's hands. The link opens beside this page, so that the challenge answer stays in reach,
 * and tells the gift card's host nothing about where it came from.
 */
export function openedPage(facts: ClaimFacts, reveal: OpenReveal): Fragment {
  const { claimLink, challengeAnswer } = reveal;
  const content = html`<main>
<div class="card">
${giftCard(facts, 'bright')}
<div class="words">
<h1>Here is your ${cardWords(facts)}</h1>
<ol class="steps">
${challengeAnswer === null ? '' : answerStep(challengeAnswer)}
<li><p>${challengeAnswer === null ? 'Open it, then spend it like money.' : 'Then open the gift card and enter the answer where it asks for it.'}</p>
<a class="button" href="${claimLink}" target="_blank" rel="noreferrer">Open gift card</a>
<p class="only-print"><bdi dir="ltr">${claimLink}</bdi></p></li>
</ol>
<p class="hint">You can spend it with <bdi>${facts.productName}</bdi>; the gift card’s own page says where. Whoever has this can spend it.</p>
</div>
</div>
<div class="more">
${challengeAnswer === null ? '' : whatTheAnswerIsFor()}
${isItReal(facts)}
${termsOfCard(facts)}
${whomToAsk(facts)}
</div>
</main>`;
  return page({ title: CLAIM_PREVIEW.title, preview: CLAIM_PREVIEW, brand: facts.siteName, content });
}

function answerStep(answer: string): Fragment {
  return html`<li><p>First, copy your challenge answer. <span class="no-print">A tap selects all of it.</span></p>
<bdi class="answer" dir="ltr">${answer}</bdi></li>`;
}
