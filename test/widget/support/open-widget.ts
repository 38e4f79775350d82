import { within } from '@testing-library/preact';
import { vi } from 'vitest';
import type { Me } from '../../../shared/contract/session.ts';
import type { ScriptSettings } from '../../../widget/host/find-script.ts';
import { start } from '../../../widget/interface.tsx';
import { startLoader } from '../../../widget/start-loader.ts';
import { fakeApi, sessionAnswer } from './fake-api.ts';

type Answers = Parameters<typeof fakeApi>[0];
type Options = { me?: Me; attributes?: Record<string, string>; answers?: Answers; identify?: boolean };

export function scriptSettings(overrides: Partial<ScriptSettings> = {}): ScriptSettings {
  return {
    apiOrigin: 'https://api.example',
    base: 'https://api.example/widget.js',
    siteKey: 'pk_acme',
    programId: 'friends',
    float: false,
    welcome: false,
    keepReferral: false,
    look: {},
    ...overrides,
  };
}

/** A page's own call, as the pasted snippet makes it. */
export function goodturn(...call: unknown[]): void {
  (window.goodturn as (...call: unknown[]) => void)(...call);
}

/** The same in the other spelling. */
export function goodturnPush(call: unknown[]): void {
  (window.goodturn as { push(call: unknown[]): void }).push(call);
}

/** What a person and a screen reader find inside the element. */
export function inside(element: Element) {
  const content = element.shadowRoot?.firstElementChild;
  if (!(content instanceof HTMLElement)) throw new Error('The element is not drawn.');
  return within(content);
}

/** Lets what was started come to its end; the clock of the test is not moved. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The whole widget on a page with one element, in front of a server that only the test plays. */
export async function openWidget({ me, attributes = {}, answers = {}, identify = true }: Options = {}) {
  const api = fakeApi({
    'POST sessions': () => sessionAnswer(me),
    'DELETE sessions': () => new Response(null, { status: 204 }),
    'POST shares': () => new Response(null, { status: 204 }),
    'GET events': () => new Response(null),
    ...answers,
  });
  const element = document.createElement('goodturn-widget');
  for (const [name, value] of Object.entries({ lang: 'en', ...attributes }))
    element.setAttribute(name, value);
  document.body.append(element);
  startLoader(scriptSettings(), async () => ({ start }));
  if (identify) goodturn('identify', { participantToken: 'token-ada' });
  await settle();
  // The lists are a part that comes after the offer.
  const areListsOpen = () =>
    element.shadowRoot?.querySelector('.share') && element.shadowRoot.querySelector('.bones');
  await vi.waitFor(() => {
    if (areListsOpen()) throw new Error('The lists are still on their way.');
  });
  return { ...api, element };
}

/** Leaves the page as it was before the widget. */
export function closeWidget(): void {
  if (window.goodturn) goodturn('destroy');
  document.body.replaceChildren();
  sessionStorage.clear();
  vi.unstubAllGlobals();
}
