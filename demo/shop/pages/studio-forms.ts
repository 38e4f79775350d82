import { html } from 'hono/html';
import { type Choice, COURSES, SOURCES, TOPICS } from '../studio-offers.ts';
import type { Html } from './html.ts';

type Offer = {
  act: string;
  kind: string;
  title: string;
  text: string;
  choice?: { name: string; label: string; of: readonly Choice[] };
  button: string;
};

/** The other kinds of program. */
const PROGRAMS: Offer[] = [
  {
    act: 'join',
    kind: 'New customers',
    title: '$10 for joining',
    text: 'For the first sign-up, by a code of the newsletter or the fair.',
    choice: { name: 'source', label: 'How did you hear of us?', of: SOURCES },
    button: 'Sign up',
  },
  {
    act: 'workshop',
    kind: 'Campaign',
    title: '$10 for coming by',
    text: 'For a glazing night or a firing day, once for each person.',
    choice: { name: 'topic', label: 'Open workshop', of: TOPICS },
    button: 'Check in',
  },
  {
    act: 'december',
    kind: 'Limited time',
    title: '$15 with a December course',
    text: 'From December 1 to 24, with a course of $50 or more. The first hundred get it.',
    choice: { name: 'course', label: 'Course', of: COURSES },
    button: 'Book',
  },
  {
    act: 'partner',
    kind: 'Partners',
    title: '10% for Noor',
    text: 'Noor writes about pottery and earns with each course that is booked through her link.',
    choice: { name: 'course', label: 'Course', of: COURSES },
    button: 'Book through Noor’s link',
  },
];

/** The other ways that a card travels. */
const WAYS: Offer[] = [
  {
    act: 'survey',
    kind: 'By e-mail',
    title: '$10 for our survey',
    text: 'The gift-card company mails the card, in the studio’s name.',
    button: 'Answer the survey',
  },
  {
    act: 'finish',
    kind: 'By post',
    title: '$25 for finishing a course',
    text: 'A real card in a letter. Its page asks where to, and follows it on its way.',
    button: 'Finish the course',
  },
  {
    act: 'tour',
    kind: 'When it is opened',
    title: '$15 for giving a tour',
    text: 'Nothing is ordered until you open it. What nobody opens costs nothing.',
    button: 'Give a tour',
  },
];

/** The studio's offers, each with a form that acts it out. */
export function studioForms(): Html {
  return html`<div class="stack">
    ${group('programs', 'Other kinds of program', PROGRAMS)}
    ${group('ways', 'Other ways to get the card', WAYS)}
  </div>`;
}

function group(id: string, title: string, offers: Offer[]): Html {
  return html`<section class="offers-group" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <ul class="offers ${id}">${offers.map((offer) => html`<li>${form(offer)}</li>`)}</ul>
  </section>`;
}

function form({ act, kind, title, text, choice, button }: Offer): Html {
  return html`<form class="card offer" method="post" action="/studio/${act}">
    <p class="muted">${kind}</p>
    <h3>${title}</h3>
    <p class="offer-text">${text}</p>
    ${
      choice
        ? html`<label class="field"><span>${choice.label}</span>
      <select name="${choice.name}">${choice.of.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}</select>
    </label>`
        : ''
    }
    <button class="button full">${button}</button>
  </form>`;
}
