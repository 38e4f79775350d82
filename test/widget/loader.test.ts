import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Visit } from '../../shared/contract/click.ts';
import type { Me } from '../../shared/contract/session.ts';
import { start } from '../../widget/interface.tsx';
import { startLoader } from '../../widget/start-loader.ts';
import { fakeApi, json, sessionAnswer } from './support/fake-api.ts';
import {
  closeWidget,
  goodturn,
  goodturnPush,
  inside,
  openWidget,
  scriptSettings,
  settle,
} from './support/open-widget.ts';
import { sampleMe } from './support/sample-me.ts';

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJjb2QiOiJBREE0MiJ9.c2ln';

afterEach(() => {
  closeWidget();
  history.replaceState(null, '', '/');
});

function serve(referrer: Visit['referrer'] = { displayName: 'Ada' }) {
  return fakeApi({
    'POST sessions': () => sessionAnswer(),
    'POST visits': () =>
      json({
        referralToken: TOKEN,
        programId: 'friends',
        referrer,
        offer: { title: '$15 for you', text: 'On your first order of $25.' },
      }),
    'DELETE sessions': () => new Response(null, { status: 204 }),
    'GET events': () => new Response(null),
  });
}

describe('the queue', () => {
  test('runs in order what was called before the script came, in both spellings', () => {
    const order: string[] = [];
    const stub = Object.assign(() => undefined, {
      q: [
        ['referral', () => order.push('first')],
        ['referral', () => order.push('second')],
      ],
    });
    window.goodturn = stub;
    startLoader(scriptSettings(), async () => ({ start }));
    goodturn('referral', () => order.push('third'));
    goodturnPush(['referral', () => order.push('fourth')]);
    expect(order).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test('a plain array is a queue too', () => {
    const called = vi.fn();
    window.goodturn = [['referral', called]];
    startLoader(scriptSettings(), async () => ({ start }));
    expect(called).toHaveBeenCalledOnce();
  });

  test('a call-back of the page that throws, or an unknown command, breaks nothing', () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    startLoader(scriptSettings(), async () => ({ start }));
    goodturn('referral', () => {
      throw new Error('the page');
    });
    goodturn('dance');
    expect([errors.mock.calls.length, warnings.mock.calls.length]).toEqual([1, 1]);
    vi.restoreAllMocks();
  });
});

describe('the referral', () => {
  test('is kept although a router rewrites the address, and stored nowhere', () => {
    history.replaceState(null, '', `/welcome?ref=${TOKEN}`);
    startLoader(scriptSettings(), async () => ({ start }));
    history.replaceState(null, '', '/home');
    const told = vi.fn();
    goodturn('referral', told);
    expect(told).toHaveBeenCalledWith({ referralToken: TOKEN });
    expect(sessionStorage.length).toBe(0);
  });

  test('is greeted by a welcome element', async () => {
    history.replaceState(null, '', `/welcome?ref=${TOKEN}`);
    const { sent } = serve();
    const element = document.createElement('goodturn-widget');
    element.setAttribute('mode', 'welcome');
    document.body.append(element);
    startLoader(scriptSettings(), async () => ({ start }));
    await vi.waitFor(() => inside(element).getByText('Ada invited you'));
    expect(inside(element).getByRole('heading', { name: '$15 for you' })).toBeTruthy();
    expect(sent.map(({ body }) => body)).toEqual([{ referralToken: TOKEN, programId: 'friends' }]);
  });

  test.each([
    ['a friend without a name invited them', { displayName: 'A friend' }, 'A friend invited you'],
    ['they came by a campaign, which nobody invites to', null, ''],
  ])('is greeted as it is where %s', async (_, referrer, words) => {
    history.replaceState(null, '', `/welcome?ref=${TOKEN}`);
    serve(referrer);
    const element = document.createElement('goodturn-widget');
    element.setAttribute('mode', 'welcome');
    document.body.append(element);
    startLoader(scriptSettings(), async () => ({ start }));
    await vi.waitFor(() => inside(element).getByRole('heading', { name: '$15 for you' }));
    expect(element.shadowRoot?.textContent).toBe(`${words}$15 for youOn your first order of $25.`);
  });

  test('is greeted by a banner only when the site asks for it, and nobody else is', async () => {
    serve();
    startLoader(scriptSettings({ welcome: true }), async () => ({ start }));
    expect(document.querySelector('goodturn-widget')).toBeNull();
    goodturn('destroy');
    history.replaceState(null, '', `/welcome?ref=${TOKEN}`);
    startLoader(scriptSettings({ welcome: true }), async () => ({ start }));
    const banner = document.querySelector('goodturn-widget');
    if (!banner) throw new Error('There is no banner.');
    await vi.waitFor(() => inside(banner).getByText('Ada invited you'));
    inside(banner).getByRole('button', { name: 'Close' }).click();
    expect(banner.shadowRoot?.textContent).toBe('');
  });
});

describe('manners', () => {
  test('a page that shows nothing loads no interface', async () => {
    const load = vi.fn(async () => ({ start }));
    startLoader(scriptSettings(), load);
    await settle();
    expect(load).not.toHaveBeenCalled();
  });

  test('an element added later loads it, once for all elements', async () => {
    serve();
    const load = vi.fn(async () => ({ start }));
    startLoader(scriptSettings(), load);
    document.body.append(
      document.createElement('goodturn-widget'),
      document.createElement('goodturn-widget'),
    );
    await settle();
    expect(load).toHaveBeenCalledOnce();
  });

  test('two elements of one participant share one session', async () => {
    const { paths } = serve();
    startLoader(scriptSettings(), async () => ({ start }));
    document.body.append(
      document.createElement('goodturn-widget'),
      document.createElement('goodturn-widget'),
    );
    goodturn('identify', { participantToken: 'token-ada' });
    await settle();
    expect(paths().filter((path) => path === 'POST sessions')).toHaveLength(1);
  });

  /** Two programs of one participant on a page. `expire` ends the token that the page identified with, and its sessions. */
  async function openTwoPrograms(meOf: (token: string) => Me) {
    let ended = '';
    const opened = await openWidget({
      attributes: { program: 'friends' },
      answers: {
        'POST sessions': ({ body }) => {
          const { participantToken } = body as { participantToken: string };
          if (participantToken === ended) return new Response(null, { status: 401 });
          return sessionAnswer(meOf(participantToken), participantToken);
        },
        'POST shares': ({ headers }) =>
          new Response(null, { status: headers.get('Authorization') === `Bearer ${ended}` ? 401 : 204 }),
      },
    });
    const other = document.createElement('goodturn-widget');
    other.setAttribute('program', 'vip');
    other.setAttribute('lang', 'en');
    document.body.append(other);
    const reveal = await vi.waitFor(() => inside(other).getByRole('button', { name: /^Reveal/ }));
    reveal.click();
    const note = await vi.waitFor(() => inside(other).getByRole('button', { name: 'Show gift card' }));
    const share = () => {
      // Counts the share, and does not leave the page.
      document.addEventListener('click', (event) => event.preventDefault(), { once: true });
      inside(opened.element).getByRole('link', { name: 'WhatsApp' }).click();
    };
    return { ...opened, other, note, share, expire: (token: string) => (ended = token) };
  }

  test('somebody else who signs in is shown nothing of the one before, not even for a moment', async () => {
    const { note } = await openTwoPrograms(() => sampleMe());
    goodturn('identify', { participantToken: 'token-bob' });
    await Promise.resolve();
    expect(note.isConnected).toBe(false);
    await settle();
  });

  test('a token that one program asked for renews the other one unseen: what is open there stays open', async () => {
    const { note, sent, share, expire } = await openTwoPrograms(() => sampleMe());
    goodturn('on', 'token-needed', () => goodturn('identify', { participantToken: 'token-fresh' }));
    expire('token-ada');
    share();
    const renewed = () =>
      sent.flatMap(({ body }) => {
        const asked = body as { participantToken?: string; programId?: string } | null;
        return asked?.participantToken === 'token-fresh' ? asked.programId : [];
      });
    await vi.waitFor(() => expect(renewed().toSorted()).toEqual(['friends', 'vip']));
    await settle();
    expect(note.isConnected).toBe(true);
  });

  test('a token that was asked for and is somebody else’s shows what is theirs', async () => {
    const bob = sampleMe({ participant: { id: 'prt_bob', displayName: 'Bob' }, rewards: [], referrals: [] });
    const { other, note, share, expire } = await openTwoPrograms((token) =>
      token === 'token-bob' ? bob : sampleMe(),
    );
    goodturn('on', 'token-needed', () => goodturn('identify', { participantToken: 'token-bob' }));
    expire('token-ada');
    share();
    await vi.waitFor(() => expect(note.isConnected).toBe(false));
    expect(inside(other).queryByText('Bea')).toBeNull();
  });

  test('a second inclusion of the script changes nothing', async () => {
    serve();
    startLoader(scriptSettings({ float: true }), async () => ({ start }));
    const first = window.goodturn;
    startLoader(scriptSettings({ float: true }), async () => ({ start }));
    await settle();
    expect(window.goodturn).toBe(first);
    expect(document.querySelectorAll('goodturn-widget')).toHaveLength(1);
  });

  test('an interface that does not load is a warning, not an error', async () => {
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    startLoader(scriptSettings({ float: true }), () => Promise.reject(new Error('blocked')));
    await settle();
    expect(warnings).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
  });

  test('destroy leaves nothing, and a later inclusion works on the same elements', async () => {
    const { element } = await openWidget();
    const told = vi.fn();
    goodturn('on', 'open', told);
    goodturn('destroy');
    await settle();
    element.dispatchEvent(new CustomEvent('goodturn-open', { bubbles: true }));
    expect(told).not.toHaveBeenCalled();
    expect(window.goodturn).toBeUndefined();
    expect(element.shadowRoot?.textContent).toBe('');
    startLoader(scriptSettings(), async () => ({ start }));
    goodturn('identify', { participantToken: 'token-ada' });
    await settle();
    expect(inside(element).getByText('ADA42')).toBeTruthy();
  });
});

describe('settings', () => {
  test('work as a property set before the upgrade, as a property, and as an attribute: the last one wins', async () => {
    const { sent } = serve();
    const element = document.createElement('goodturn-widget') as HTMLElement & { program: string };
    Object.defineProperty(element, 'program', {
      value: 'early',
      configurable: true,
      writable: true,
      enumerable: true,
    });
    document.body.append(element);
    startLoader(scriptSettings(), async () => ({ start }));
    goodturn('identify', { participantToken: 'token-ada' });
    await settle();
    element.program = 'property';
    await settle();
    element.setAttribute('program', 'attribute');
    await settle();
    const programs = sent
      .map(({ body }) => (body as { programId?: string } | null)?.programId)
      .filter(Boolean);
    expect(programs.at(-1)).toBe('attribute');
    expect(programs).toContain('property');
    expect(element.program).toBe('attribute');
  });

  test('an element with its own token shows its own participant', async () => {
    const { sent } = await openWidget({
      identify: false,
      attributes: { 'participant-token': 'token-own', program: 'vip' },
    });
    expect(sent[0]?.body).toEqual({ participantToken: 'token-own', programId: 'vip' });
  });

  test('an own token that is renewed replaces its session, and a removed element ends its own', async () => {
    const { element, sent } = await openWidget({
      identify: false,
      attributes: { 'participant-token': 'token-1' },
    });
    element.setAttribute('participant-token', 'token-2');
    await settle();
    element.remove();
    await settle();
    const opened = sent.filter(({ method, path }) => method === 'POST' && path === 'sessions');
    expect(opened.map(({ body }) => (body as { participantToken: string }).participantToken)).toEqual([
      'token-1',
      'token-2',
    ]);
  });
});
