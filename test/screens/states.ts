import type { Locator, Page } from 'playwright-core';
import { ada, everyStatus, longWords, newcomer } from './sample-states.ts';
import type { SessionAnswer } from './scripted-api.ts';
import type { PageParts } from './shop-page.ts';

/** One picture: what the server says, what stands on the page, what a person does, and what is then seen. */
export type State = {
  name: string;
  /** What was wrong in an earlier version and is not any more. */
  fixed: string;
  answer?: SessionAnswer;
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

function withStatus(status: 'paused' | 'ended' | 'exhausted'): SessionAnswer {
  const me = ada();
  return { ...me, program: { ...me.program, status } };
}

export const GROUPS: Group[] = [
  {
    name: 'before the rewards are there',
    states: [
      {
        name: 'loading',
        fixed: '',
        answer: 'never',
        shows: (page) => page.locator('.bones').first(),
      },
      { name: 'slow', fixed: '', answer: 'never', shows: 'Still loading' },
      {
        name: 'signed-out',
        fixed: '',
        page: { element: 'sign-in-url="/sign-in"' },
        shows: 'Sign in',
      },
      { name: 'offline', fixed: '', answer: 'cut', shows: 'Try again' },
      { name: 'error', fixed: '', answer: 'broken', shows: 'Try again' },
      { name: 'empty', fixed: '', answer: newcomer(), shows: OFFER },
    ],
  },
  {
    name: 'sharing',
    states: [
      { name: 'usual', fixed: '', answer: ada(), shows: OFFER },
      {
        name: 'copied',
        fixed: '',
        answer: ada(),
        act: (page) => press(page, 'Copy'),
        shows: (page) => page.getByRole('button', { name: 'Copied' }),
      },
      { name: 'more', fixed: '', answer: ada(), act: (page) => press(page, 'More'), shows: 'LinkedIn' },
      {
        name: 'qr',
        fixed: '',
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
      { name: 'every-status', fixed: '', answer: everyStatus(), shows: OFFER },
      {
        name: 'reveal-note',
        fixed: '',
        answer: ada(),
        act: (page) => press(page, /^Reveal/),
        shows: 'Show gift card',
      },
      {
        name: 'revealed',
        fixed: '',
        answer: ada(),
        async act(page) {
          await press(page, /^Reveal/);
          await press(page, 'Show gift card');
        },
        shows: 'Open gift card',
      },
    ],
  },
  {
    name: 'the program',
    states: [
      {
        name: 'progress',
        fixed: '',
        answer: ada({ progress: { have: 3, need: 5, reward: { amount: 2500, currency: 'USD' } } }),
        shows: OFFER,
      },
      { name: 'paused', fixed: '', answer: withStatus('paused'), shows: 'This offer takes a break' },
      { name: 'ended', fixed: '', answer: withStatus('ended'), shows: 'This offer has ended' },
      { name: 'exhausted', fixed: '', answer: withStatus('exhausted'), shows: OFFER },
    ],
  },
  {
    name: 'floating and welcome',
    states: [
      { name: 'button', fixed: '', answer: ada(), page: FLOAT, shows: 'Give $15', isWindow: true },
      {
        name: 'panel',
        fixed: '',
        answer: ada(),
        page: FLOAT,
        act: (page) => press(page, 'Give $15'),
        shows: OFFER,
        isWindow: true,
      },
      {
        name: 'welcome',
        fixed: '',
        page: { element: 'mode="welcome"', inner: '<a href="/join">Create an account</a>' },
        query: '?ref=a.b.c',
        shows: 'Ada invited you',
      },
      {
        name: 'welcome-banner',
        fixed: '',
        page: { element: null, script: 'data-welcome="auto"' },
        query: '?ref=a.b.c',
        shows: 'Ada invited you',
        isWindow: true,
      },
    ],
  },
  {
    name: 'hard cases',
    states: [
      {
        name: 'long-words',
        fixed: '',
        answer: longWords(),
        page: { root: 'lang="de"' },
        shows: (page) => page.getByRole('heading', { level: 2 }),
      },
      { name: 'loud', fixed: '', answer: ada(), page: { element: 'accent="#ff0044"' }, shows: OFFER },
      { name: 'pale', fixed: '', answer: ada(), page: { element: 'accent="#ffe97a"' }, shows: OFFER },
      { name: 'black', fixed: '', answer: ada(), page: { element: 'accent="black"' }, shows: OFFER },
      {
        name: 'right-to-left',
        fixed: '',
        answer: everyStatus(),
        page: { root: 'lang="ar" dir="rtl"' },
        shows: OFFER,
      },
      { name: 'tablet', fixed: '', answer: everyStatus(), shows: OFFER, phone: null, desktop: 768 },
      { name: 'zoom-400', fixed: '', answer: everyStatus(), shows: OFFER, phone: 320, desktop: null },
    ],
  },
];
