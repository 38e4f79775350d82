import { html } from 'hono/html';
import { ON_HOLD } from '../../shared/on-hold.ts';
import type { SentBy } from '../domain/claim/claim-view.ts';
import { cardWords } from '../domain/site/rule-words.ts';
import type { ClaimFacts } from './claim-facts.ts';
import { mailLink } from './claim-questions.ts';
import type { ClaimState } from './claim-state.ts';
import type { Fragment } from './page.ts';

/** States that only tell; the others have something to press or to fill in. */
type ToldState = Exclude<ClaimState, { kind: 'ready' | 'openable' | 'asking' }>;

/** `next` is a paragraph of its own. */
type Words = { title: string; text: Fragment; next?: Fragment };

/** The state as a headline and what happens next. */
export function stateWords(state: ToldState, facts: ClaimFacts, path: string): Words {
  const ask = html`write to ${mailLink(facts.contact)} and a person will look into it.`;
  switch (state.kind) {
    case 'waiting':
      return { title: `Your ${cardWords(facts)} is on its way`, text: waitingText(state, facts) };
    case 'making':
      return makingWords(state, facts, path);
    case 'sent':
      return sentWords(state, facts);
    case 'late':
      return {
        title: 'It’s too late to change the address',
        text: html`The card was ordered in the meantime, for the address that you gave before. Nothing was changed. If that
        address is wrong, ${ask}`,
        next: html`<a href="${path}">See where your card is</a>`,
      };
    case 'failed':
      return {
        title: `Your ${cardWords(facts)} is taking longer`,
        text: html`Something went wrong while it was being ordered. The people who order it have been told, and you
        don’t need to do anything. To hear more, ${ask}`,
      };
    case 'withheld':
      return {
        title: 'This gift card is on hold',
        text: html`${ON_HOLD} If that isn’t right, ${ask}`,
      };
    case 'replaced':
      return {
        title: 'This page was replaced',
        text: html`There is a new page for this gift card, and this one shows nothing any more. If you did not get the new
        address, ${ask}`,
      };
    case 'cancelled':
      return {
        title: 'This gift card was cancelled',
        text: html`It can’t be opened any more. If you did not expect that, ${ask}`,
      };
  }
}

function waitingText(
  { until, isHeld }: Extract<ClaimState, { kind: 'waiting' }>,
  { delivery }: ClaimFacts,
): Fragment {
  const next = delivery === 'Links' ? 'the card will be here' : 'it will tell you what happens with the card';
  return until === null
    ? html`It has not been ordered yet. Keep this page’s address: ${next}.`
    : html`It waits until ${dateOf(until)}${isHeld ? ' in case of a return' : ''}. Keep this page’s address: ${next}.`;
}

type Making = Extract<ClaimState, { kind: 'making' }>;

/** The first minute is told in seconds; after that nobody counts along. */
const COUNTED_MS = 60_000;

function makingWords(state: Making, facts: ClaimFacts, path: string): Words {
  const next = addressWords(state, facts, path);
  return { ...progressWords(state, facts), ...(next && { next }) };
}

/** Until when an address can be corrected, and who helps after that. */
function addressWords(
  { isCorrectable }: Making,
  { contact, delivery }: ClaimFacts,
  path: string,
): Fragment | null {
  if (isCorrectable)
    return html`You can <a href="${path}/address">correct the address</a> until the card is ordered, which may be any
    moment now.`;
  if (delivery !== 'PhysicalShipment') return null;
  return html`If something is wrong with the address, write to ${mailLink(contact)}.`;
}

function progressWords({ sinceMs, delayed }: Making, facts: ClaimFacts): Words {
  if (facts.delivery === 'PhysicalShipment') {
    return {
      title: `Your ${cardWords(facts)} is being prepared`,
      text: html`We have your address, and the card is on order. Keep this page’s address: it tells you when the card is
      in the post.`,
    };
  }
  if (delayed || sinceMs >= COUNTED_MS) {
    return {
      title: `Your ${cardWords(facts)} is on its way`,
      text: html`It is taking longer than usual. You don’t need to do anything: keep this page’s address, ${
        facts.delivery === 'Links' ? 'the card will be here' : 'it tells you when the card was sent'
      }.`,
    };
  }
  return {
    title: `Your ${cardWords(facts)} is being ${facts.delivery === 'Links' ? 'made' : 'sent'}`,
    text: html`${soFarText(sinceMs)}It usually takes a few seconds, and this page looks again by itself.`,
  };
}

function soFarText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return '';
  return `${seconds === 1 ? '1 second' : `${seconds} seconds`} so far. `;
}

/** How often a page looks for what takes days. */
const SLOW_S = 600;

/** After how many seconds the page is worth another look; null where nothing moves without its reader, or ever again. */
export function refreshAfterS(state: ClaimState): number | null {
  switch (state.kind) {
    case 'making':
      return state.delayed || state.sinceMs >= COUNTED_MS ? 60 : 3;
    case 'waiting':
    case 'failed':
      return SLOW_S;
    case 'sent':
      return state.by === 'post' && !state.hasArrived ? SLOW_S : null;
    default:
      return null;
  }
}

const SENT: Record<Exclude<SentBy, 'post'>, string> = {
  email: 'by e-mail',
  sms: 'by text message',
  both: 'by e-mail and by text message',
};

function sentWords(
  { by, tracking, hasArrived }: Extract<ClaimState, { kind: 'sent' }>,
  facts: ClaimFacts,
): Words {
  if (by !== 'post') {
    const look = by === 'sms' ? '' : ' If you don’t see it, look in your spam folder.';
    return {
      title: `Your ${cardWords(facts)} was sent`,
      text: html`We sent it to you ${SENT[by]}. The message comes from the gift-card company.${look}`,
    };
  }
  if (hasArrived) {
    return {
      title: `Your ${cardWords(facts)} has arrived`,
      text: html`It was delivered to the address that you gave, says the gift-card company. If you don’t have it, write
      to ${mailLink(facts.contact)}.`,
    };
  }
  const title = `Your ${cardWords(facts)} is in the post`;
  if (!tracking)
    return { title, text: html`It was sent to the address that you gave. Letters take a few days.` };
  const { carrier, number, url } = tracking;
  return {
    title,
    text: html`It was sent to the address that you gave${carrier === null ? '' : html`, with <bdi>${carrier}</bdi>`}.
    ${number === null ? '' : html`<span class="track">Tracking number <b><bdi dir="ltr">${number}</bdi></b></span>`}
    ${url === null ? '' : html`<a href="${url}" target="_blank" rel="noreferrer">See where it is</a>`}`,
  };
}

/** A date in full, in UTC: a recipient's own zone is not known, and a day is exact enough for a wait. */
function dateOf(atMs: number): Fragment {
  const words = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(atMs);
  return html`<time datetime="${new Date(atMs).toISOString().slice(0, 10)}">${words}</time>`;
}
