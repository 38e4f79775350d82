import { html } from 'hono/html';
import { firstName } from '../customers.ts';
import type { StudioAnswer, StudioVisit } from '../state.ts';
import { STUDIO } from '../studio-offers.ts';
import type { View } from '../view.ts';
import { day } from './day.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';
import { studioForms } from './studio-forms.ts';

/**
 * What Goodturn decided, and the studio's offers, each with a form that acts it out. Answers come first: on a phone nobody
 * scrolls past four offers to find out.
 * @param now what Goodturn's clock says, ISO 8601; null where it has none to move
 */
export function studioPage(view: View, visit: StudioVisit, now: string | null, fault: string | null): Html {
  const name = firstName(visit.guest);
  return page(
    view,
    { title: STUDIO, script: 'studio.js' },
    html`<div>
      <h1>${STUDIO}</h1>
      <p class="lead">Courses and open workshops, with a gift card here and there. Press a button and read what Goodturn decides.</p>
    </div>
    <div class="split studio">
      <div class="stack studio-side">
        <div class="card studio-scene">
          ${scene(html`You act as <strong>${name}</strong>.`, 'someone-else', 'Be someone new')}
          ${now === null ? '' : scene(html`Today is <strong>${day(Date.parse(now))}</strong>.`, 'next-week', 'Next week')}
        </div>
        <section class="card answers" aria-labelledby="answers">
          <h2 id="answers">What Goodturn decided</h2>
          ${fault ? html`<p class="fault" role="alert">${fault}</p>` : ''}
          ${answers(visit.told)}
        </section>
      </div>
      ${studioForms()}
    </div>`,
  );
}

const SIGNS = { earned: 'Earned', held: 'Waits', refused: 'Refused' } as const;

function answers(told: StudioAnswer[]): Html {
  if (told.length === 0)
    return html`<p class="muted">Nothing yet. Each answer is shown here, with its reason.</p>`;
  return html`<ol class="rows" id="told" aria-live="polite">${told.map(
    ({ title, outcome, headline, why, rewardId, toCard }) => html`<li class="answer">
      <p class="muted">${title}</p>
      <p class="verdict"><span class="chip" data-outcome="${outcome}">${SIGNS[outcome]}</span><strong>${headline}</strong></p>
      <p>${why}</p>
      ${toCard ? html`<p><a href="/studio/cards/${rewardId}" target="_blank" rel="noopener">${toCard}</a></p>` : ''}
    </li>`,
  )}</ol>`;
}

/** Who and when it is, each with a way to change it. */
function scene(words: Html, act: string, button: string): Html {
  return html`<form method="post" action="/studio/${act}"><p>${words}</p><button class="link">${button}</button></form>`;
}
