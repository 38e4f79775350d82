import { html } from 'hono/html';
import { firstName } from '../customers.ts';
import type { StudioAnswer, StudioVisit } from '../state.ts';
import { type Choice, COURSES, SOURCES, STUDIO, TOPICS } from '../studio-offers.ts';
import type { View } from '../view.ts';
import { day } from './day.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';

type Offer = {
  act: string;
  kind: string;
  title: string;
  text: string;
  name: string;
  label: string;
  choices: readonly Choice[];
  button: string;
};

const OFFERS: Offer[] = [
  {
    act: 'join',
    kind: 'New customers',
    title: '$10 for joining',
    text: 'For the first sign-up, by a code of the newsletter or the fair.',
    name: 'source',
    label: 'How did you hear of us?',
    choices: SOURCES,
    button: 'Sign up',
  },
  {
    act: 'workshop',
    kind: 'Campaign',
    title: '$10 for coming by',
    text: 'For a glazing night or a firing day, once for each person.',
    name: 'topic',
    label: 'Open workshop',
    choices: TOPICS,
    button: 'Check in',
  },
  {
    act: 'december',
    kind: 'Limited time',
    title: '$15 with a December course',
    text: 'From December 1 to 24, with a course of $50 or more. The first hundred get it.',
    name: 'course',
    label: 'Course',
    choices: COURSES,
    button: 'Book',
  },
  {
    act: 'partner',
    kind: 'Partners',
    title: '10 % for Noor',
    text: 'Noor writes about pottery and earns with each course that is booked through her link.',
    name: 'course',
    label: 'Course',
    choices: COURSES,
    button: 'Book through Noor’s link',
  },
];

/**
 * What Goodturn decided, and the studio's offers, each with a form that acts it out. Answers come first: on a phone nobody
 * scrolls past four offers to find out.
 * @param now what Goodturn's clock says, ISO 8601; null where it has none to move
 */
export function studioPage(view: View, visit: StudioVisit, now: string | null, fault: string | null): Html {
  const name = firstName(visit.guest);
  return page(
    view,
    { title: STUDIO, floatingButton: false },
    html`<div>
      <h1>${STUDIO}</h1>
      <p class="lead">Courses and open workshops, with a gift card here and there. Press a button and read what Goodturn decides.</p>
    </div>
    <div class="split studio">
      <div class="stack studio-side">
        <div class="card studio-scene">
          ${scene(html`You act as <strong>${name}</strong>.`, 'someone-else', 'Be someone new')}
          ${now === null ? '' : scene(html`Today is <strong>${day(Date.parse(now))}</strong>.`, 'next-week', 'Go on a week')}
        </div>
        <section class="card answers" aria-labelledby="answers">
          <h2 id="answers">What Goodturn decided</h2>
          ${fault ? html`<p class="fault" role="alert">${fault}</p>` : ''}
          ${answers(visit.told)}
        </section>
      </div>
      <ul class="offers">${OFFERS.map((offer) => html`<li>${offerForm(offer)}</li>`)}</ul>
    </div>`,
  );
}

function offerForm({ act, kind, title, text, name, label, choices, button }: Offer): Html {
  return html`<form class="card offer" method="post" action="/studio/${act}">
    <p class="muted">${kind}</p>
    <h2>${title}</h2>
    <p>${text}</p>
    <label class="field"><span>${label}</span>
      <select name="${name}">${choices.map((choice) => html`<option value="${choice.value}">${choice.label}</option>`)}</select>
    </label>
    <button class="button full">${button}</button>
  </form>`;
}

const SIGNS = { earned: 'Earned', held: 'Waits', refused: 'Refused' } as const;

function answers(told: StudioAnswer[]): Html {
  if (told.length === 0)
    return html`<p class="muted">Nothing yet. Each answer is shown here, with its reason.</p>`;
  return html`<ol class="rows">${told.map(
    ({ title, outcome, headline, why, rewardId }) => html`<li class="answer">
      <p class="muted">${title}</p>
      <p class="verdict"><span class="chip" data-outcome="${outcome}">${SIGNS[outcome]}</span><strong>${headline}</strong></p>
      <p>${why}</p>
      ${rewardId ? html`<p><a href="/studio/cards/${rewardId}" target="_blank" rel="noopener">See the gift card</a></p>` : ''}
    </li>`,
  )}</ol>`;
}

/** Who and when it is, each with a way to change it. */
function scene(words: Html, act: string, button: string): Html {
  return html`<form method="post" action="/studio/${act}"><p>${words}</p><button class="link">${button}</button></form>`;
}
