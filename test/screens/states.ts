import type { Locator, Page } from 'playwright-core';
import type { Me } from '../../shared/contract/session.ts';
import {
  ada,
  askedForTerms,
  cardsThatTravel,
  everyReason,
  everyStatus,
  longWords,
  madeOnOpening,
  manyFriends,
  newcomer,
} from './sample-states.ts';
import type { SessionAnswer } from './scripted-api.ts';
import type { PageParts } from './shop-page.ts';

/** One picture: what the server says, what stands on the page, what a person does, and what is then seen. */
export type State = {
  name: string;
  /** What was wrong in an earlier version and is not any more. */
  fixed: string;
  answer?: SessionAnswer;
  /** What their `me` is once they opened a reward, where that changes it. */
  afterReveal?: Me;
  page?: PageParts;
  /** The address's query. */
  query?: string;
  act?: (page: Page) => Promise<void>;
  /** The picture is taken once this is on view. */
  shows: string | ((page: Page) => Locator);
  /** What floats is shown with the window around it. */
  isWindow?: boolean;
  /** Another width of the window in px than the sheet's own; null leaves the state out of that sheet. */
  phone?: number | null;
  desktop?: number | null;
};

export type Group = { name: string; states: State[] };

const FLOAT: PageParts = { element: null, script: 'data-float' };
const OFFER = 'Give $15, get $15';

async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click();
}

async function openCard(page: Page): Promise<void> {
  await press(page, /^Reveal/);
  await press(page, 'Show gift card');
}

async function askFor(page: Page, initial: string): Promise<void> {
  await press(page, 'Missing someone?');
  await page.getByLabel('Which day, roughly?').fill('2026-11-12');
  await page.getByLabel(/First letter/).fill(initial);
  await press(page, 'Look');
}

function withStatus(
  status: Exclude<Me['program']['status'], 'active'>,
  startsAt: string | null = null,
): SessionAnswer {
  const me = ada();
  return { ...me, program: { ...me.program, status, startsAt } };
}

export const GROUPS: Group[] = [
  {
    name: 'before the rewards are there',
    states: [
      {
        name: 'loading',
        fixed:
          'At 1280 px the outline had a strip above and a white quarter that the panel then filled with other things; it is the two halves that come, and nothing jumps.',
        answer: 'never',
        shows: (page) => page.locator('.bones').first(),
      },
      {
        name: 'slow',
        fixed:
          'The note lay across both columns and lined up with neither; it stands where people look first, in the half with the offer.',
        answer: 'never',
        shows: 'Still loading',
      },
      {
        name: 'signed-out',
        fixed:
          'The sentence stuck to its heading; it has a little air, and the way to sign in is the one coloured thing.',
        page: { element: 'sign-in-url="/sign-in"' },
        shows: 'Sign in',
      },
      {
        name: 'offline',
        fixed:
          'Heading and sentence stuck together and the button stood far off; they are even steps now, the last one to press.',
        answer: 'cut',
        shows: 'Try again',
      },
      {
        name: 'error',
        fixed:
          'The same uneven steps; and the words that nothing is lost now follow the bad news with a little air.',
        answer: 'broken',
        shows: 'Try again',
      },
      {
        name: 'unlisted-origin',
        fixed:
          'A page on an origin that the site does not list was told that it is offline; it is told what is the case, and the console tells its owner which origin to add.',
        answer: 'foreign',
        shows: 'Not available at this address',
      },
      {
        name: 'empty',
        fixed:
          'At 1280 px one grey box stood in a tall white column; both invitations stand together and the halves end on one line.',
        answer: newcomer(),
        shows: OFFER,
      },
    ],
  },
  {
    name: 'sharing',
    states: [
      {
        name: 'usual',
        fixed:
          'At 1280 px the “Invite friends” strip lay across both columns, the tint under the offer ended halfway down and a quarter of the card was empty; the offer has one calm half of its own.',
        answer: ada(),
        shows: OFFER,
      },
      {
        name: 'copied',
        fixed:
          'The same broken ground; the button’s width holds both words, so that nothing moves when they change.',
        answer: ada(),
        act: (page) => press(page, 'Copy'),
        shows: (page) => page.getByRole('button', { name: 'Copied' }),
      },
      {
        name: 'more',
        fixed:
          'Icons and addresses of all nine channels came with every page; those behind “More” come with the press, and their words hold the place meanwhile.',
        answer: ada(),
        act: (page) => press(page, 'More'),
        shows: (page) => page.getByRole('link', { name: 'LinkedIn' }),
      },
      {
        name: 'qr',
        fixed: 'At 1280 px the opened code pushed the friends far down below it; they stand beside it.',
        answer: ada(),
        async act(page) {
          await press(page, 'More');
          await press(page, 'QR code');
        },
        shows: (page) => page.getByRole('img', { name: 'QR code of your link' }).locator('path'),
      },
    ],
  },
  {
    name: 'rewards',
    states: [
      {
        name: 'every-status',
        fixed:
          'At 1280 px the tint beside eight rewards was empty for their whole height; they stand below it.',
        answer: everyStatus(),
        shows: OFFER,
      },
      {
        name: 'every-reason',
        fixed:
          'Whatever was not in a short table was “being prepared” or “doesn’t count any more”; each says what it waits for and until when, or why it will not come, and nothing that is private to a friend.',
        answer: everyReason(),
        shows: 'Your friends',
      },
      {
        name: 'many',
        fixed:
          'At 1280 px half of the card was empty beside twelve friends; long lists take both columns, under the offer.',
        answer: manyFriends(),
        shows: 'Friend 2',
      },
      {
        name: 'terms',
        fixed:
          '“See the terms” pushed the gift card’s own words into four lines; what keeps the reward back stands above it, and the button below its sentence.',
        answer: askedForTerms(),
        shows: 'I accept the terms',
      },
      {
        name: 'reveal-note',
        fixed: '“Show gift card” broke into two lines beside “Not now”; what leads on has the room.',
        answer: ada(),
        act: (page) => press(page, /^Reveal/),
        shows: 'Show gift card',
      },
      {
        name: 'revealed',
        fixed: 'Its animation ignored “reduced motion” too: the first picture of it was half transparent.',
        answer: ada(),
        act: openCard,
        shows: 'Open gift card',
      },
    ],
  },
  {
    name: 'cards that travel',
    states: [
      {
        name: 'ways',
        fixed:
          'At 1280 px the one friend’s row ended in the middle of the card; what is alone in its list takes the whole line.',
        answer: cardsThatTravel(),
        shows: 'Your friends',
      },
      {
        name: 'address-page',
        fixed:
          'Between “Enter address” and the page stood a “Continue” that kept nothing safe; the press itself asks for the page.',
        answer: cardsThatTravel(),
        act: (page) => press(page, /^Enter address/),
        shows: (page) => page.locator('a[href]', { hasText: 'Open its page' }),
      },
      {
        name: 'on-open',
        fixed:
          'Above “is being made” stood “Ready”, and “Hide” filled the row as if it were the way on; the card is on its way, and the button as wide as its word.',
        answer: madeOnOpening(),
        afterReveal: madeOnOpening({ status: 'ordering', reason: 'order_written', claimable: false }),
        act: openCard,
        shows: 'On its way',
      },
      {
        name: 'on-open-failed',
        fixed:
          'It said “Taking longer than usual. You don’t need to do anything.” of a card that nobody was making any more; it says so, and leads to the page that tells whom to ask.',
        answer: madeOnOpening(),
        afterReveal: madeOnOpening({ status: 'failed', reason: 'order_failed', claimable: false }),
        act: openCard,
        shows: 'says whom to ask',
      },
    ],
  },
  {
    name: 'the program',
    states: [
      {
        name: 'progress',
        fixed:
          'The bar lay below the link, away from what it leads to; it heads the rewards, and comes with them.',
        answer: ada({ progress: { have: 3, need: 5, reward: { amount: 2500, currency: 'USD' } } }),
        shows: OFFER,
      },
      {
        name: 'not-started',
        fixed:
          'It was told as a break, and the link was hidden although it lands visitors; it is told as what it is, with the link.',
        answer: withStatus('not_started', '2026-12-01T12:00:00Z'),
        shows: 'This offer hasn’t started yet',
      },
      {
        name: 'paused',
        fixed:
          'The offer stuck to the note above it; it has a little air, and the link that still lands visitors stands below.',
        answer: withStatus('paused'),
        shows: 'This offer takes a break',
      },
      {
        name: 'ended',
        fixed:
          'What was seen first was still “Give $15, get $15” in the largest type; it names the offer in the size of the note above it.',
        answer: withStatus('ended'),
        shows: 'This offer has ended',
      },
      {
        name: 'exhausted',
        fixed:
          'Below “All rewards are taken” stood messages and a sentence that still promise one; only the link is left, which still works.',
        answer: withStatus('exhausted'),
        shows: 'All rewards of this offer are taken',
      },
    ],
  },
  {
    name: 'missing someone',
    states: [
      {
        name: 'missing-form',
        fixed: '“Tell us about when” read as if a story were asked for; it asks for the day, roughly.',
        answer: ada(),
        act: (page) => press(page, 'Missing someone?'),
        shows: (page) => page.getByRole('button', { name: 'Look' }),
      },
      {
        name: 'missing-found',
        fixed: 'The first answer stuck to the sentence above it; there is the same air between all of them.',
        answer: ada(),
        act: (page) => askFor(page, ''),
        shows: 'We found in those days:',
      },
      {
        name: 'missing-nobody',
        fixed:
          '“Open your link once more and to carry on from there” was nobody’s language; it is said shorter.',
        answer: ada(),
        act: (page) => askFor(page, 'Z'),
        shows: 'Nobody came through your link in those days.',
      },
    ],
  },
  {
    name: 'floating and welcome',
    states: [
      {
        name: 'button',
        fixed: 'Every inline panel carried its code; it is a part of its own that only floating pages load.',
        answer: ada(),
        page: FLOAT,
        shows: 'Give $15',
        isWindow: true,
      },
      {
        name: 'panel',
        fixed:
          'On a window of 800 px its last line was cut at the edge for want of a few px; it stands a little higher and is whole.',
        answer: ada(),
        page: FLOAT,
        act: (page) => press(page, 'Give $15'),
        shows: OFFER,
        isWindow: true,
      },
      {
        name: 'welcome',
        fixed:
          'When its part did not load, the page got an uncaught error; now the console gets a warning and the page keeps its place.',
        page: { element: 'mode="welcome"', inner: '<a href="/join">Create an account</a>' },
        query: '?ref=a.b.c',
        shows: 'Ada invited you',
      },
      {
        name: 'welcome-banner',
        fixed: 'It slid in although the visitor had asked for less motion.',
        page: { element: null, script: 'data-welcome="auto"' },
        query: '?ref=a.b.c',
        shows: 'Ada invited you',
        isWindow: true,
      },
    ],
  },
  {
    name: 'brand colours',
    states: [
      {
        name: 'loud',
        fixed:
          'With a loud colour the tint that stopped halfway was the first thing seen; the half is one ground, and the offer comes first.',
        answer: ada(),
        page: { element: 'accent="#ff0044"' },
        shows: OFFER,
      },
      {
        name: 'pale',
        fixed: 'The chip “Ready” was next to invisible in a pale colour; it has a thin outline.',
        answer: ada(),
        page: { element: 'accent="#ffe97a"' },
        shows: OFFER,
      },
      {
        name: 'black',
        fixed:
          'The grey of a black accent ended in the middle of the card like a fault of the screen; it is a half of its own.',
        answer: ada(),
        page: { element: 'accent="black"' },
        shows: OFFER,
      },
    ],
  },
  {
    name: 'hard cases',
    states: [
      {
        name: 'long-words',
        fixed:
          'A long name ran out of the card, the track slipped under it, and a long code was cut without a sign; names break, tracks stay at the side, and what is cut ends in dots.',
        answer: longWords(),
        page: { root: 'lang="de"' },
        shows: (page) => page.getByRole('heading', { level: 2 }),
      },
      {
        name: 'right-to-left',
        fixed: 'The arrows of “On its way” pointed back to where reading begins; they point on.',
        answer: everyStatus(),
        page: { root: 'lang="ar" dir="rtl"' },
        shows: OFFER,
      },
      {
        name: 'tablet',
        fixed:
          'The tint ended in the middle of the left column, and the friends hung below the link; the offer heads the lists.',
        answer: everyStatus(),
        shows: OFFER,
        phone: null,
        desktop: 768,
      },
      {
        name: 'zoom-400',
        fixed:
          '“This came after the time to qualify” was our language, not people’s; it says that it came too late.',
        answer: everyStatus(),
        shows: OFFER,
        phone: 320,
        desktop: null,
      },
    ],
  },
];
