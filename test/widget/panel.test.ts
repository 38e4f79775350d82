import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Me } from '../../shared/contract/session.ts';
import { json, sessionAnswer } from './support/fake-api.ts';
import { closeWidget, inside, openWidget, settle } from './support/open-widget.ts';
import { sampleFriend, sampleMe, sampleReward } from './support/sample-me.ts';

afterEach(() => {
  closeWidget();
  vi.restoreAllMocks();
});

function withStatus(status: Me['program']['status'], startsAt: string | null = null) {
  const me = sampleMe();
  return { ...me, program: { ...me.program, status, startsAt } };
}

function withShare(share: Partial<Me['share']>) {
  const me = sampleMe();
  return { ...me, share: { ...me.share, ...share } };
}

/** The text that a press on this channel puts into somebody's message. */
function sentBy(element: Element, channel: 'WhatsApp' | 'Email'): string | null {
  const href = inside(element).getByRole('link', { name: channel }).getAttribute('href') ?? '';
  return new URL(href).searchParams.get(channel === 'Email' ? 'body' : 'text');
}

describe('the panel answers its three questions', () => {
  test('the offer is the headline, the link is whole, and copying is the first button', async () => {
    const { element } = await openWidget();
    const panel = inside(element);
    expect(panel.getByRole('heading', { level: 2 }).textContent).toBe('Give $15, get $15');
    expect(panel.getByText('ADA42').parentElement?.textContent).toBe('acme.link/r/ADA42');
    expect(panel.getAllByRole('button')[0]?.textContent).toBe('Copy');
  });

  test('the disclosure is on view and in what is sent', async () => {
    const { element } = await openWidget();
    const panel = inside(element);
    expect(panel.getByText(/I get a reward if you join/)).toBeTruthy();
    const href = panel.getByRole('link', { name: 'WhatsApp' }).getAttribute('href') ?? '';
    expect(decodeURIComponent(href)).toContain('I get a reward if you join. https://acme.link/r/ADA42');
  });

  test('where inviting earns nothing, neither panel nor message says that it does', async () => {
    const { element } = await openWidget({ me: withShare({ disclosure: null }) });
    const panel = inside(element);
    expect(panel.queryByText(/I get a reward/)).toBeNull();
    expect(sentBy(element, 'WhatsApp')).toBe('I like Acme, here is $15 for you. https://acme.link/r/ADA42');
    expect(panel.queryByText(/your gift card/)).toBeNull();
  });

  test('where inviting earns nobody anything, there is nothing to share and no talk of friends', async () => {
    const me = withShare({ disclosure: null, rewarded: false });
    const { element } = await openWidget({ me: { ...me, referrals: [] } });
    const panel = inside(element);
    expect(panel.getByRole('heading', { level: 2 }).textContent).toBe('Give $15, get $15');
    await vi.waitFor(() => panel.getByText('Your rewards'));
    for (const words of [
      /ADA42/,
      'Copy',
      'Your friends',
      'Missing someone?',
      'How it works',
      'Invite friends',
    ])
      expect(panel.queryByText(words), String(words)).toBeNull();
    expect(panel.getByRole('link', { name: 'Terms' })).toBeTruthy();
  });

  test.each([
    ['Here is $15 for you', 'I get one.', 'Here is $15 for you. I get one. '],
    ['Heißer Tee für Müßige, auch grüñ', 'I get one.', 'Heißer Tee für Müßige, auch grüñ. I get one. '],
    ['Hot tea ☕', 'I get one.', 'Hot tea ☕. I get one. '],
    ['', 'I get one.', 'I get one. '],
    ['', null, 'Give $15, get $15 '],
  ])('“%s” and the disclosure “%s” are sentences of their own', async (message, disclosure, words) => {
    const { element } = await openWidget({ me: withShare({ message, disclosure }) });
    const link = 'https://acme.link/r/ADA42';
    expect(sentBy(element, 'WhatsApp')).toBe(`${words}${link}`);
    expect(sentBy(element, 'Email')).toBe(`${words.trim()}\r\n\r\n${link}`);
  });

  test('at most two channels stand before “More”, which opens the rest', async () => {
    const { element } = await openWidget();
    const panel = inside(element);
    expect(panel.getAllByRole('link').map(({ textContent }) => textContent)).toEqual([
      'WhatsApp',
      'Email',
      'Terms',
      'Privacy',
    ]);
    panel.getByRole('button', { name: 'More' }).click();
    await vi.waitFor(() => panel.getByRole('link', { name: 'Message' }));
    expect(panel.getByRole('button', { name: 'Less' }).getAttribute('aria-expanded')).toBe('true');
  });

  test('a held reward says until when, a friend says how far', async () => {
    const held = sampleReward({
      status: 'held',
      reason: 'hold_period',
      claimable: false,
      nextStepAt: '2040-12-06T12:00:00Z',
    });
    const { element } = await openWidget({ me: sampleMe({ rewards: [held] }) });
    const panel = inside(element);
    expect(panel.getByText('Waiting in case of a return, until December 6, 2040.')).toBeTruthy();
    expect(panel.getByText('On its way')).toBeTruthy();
    expect(panel.getByRole('img', { name: 'Step 1 of 3' })).toBeTruthy();
  });

  test('nobody yet is an invitation', async () => {
    const { element } = await openWidget({ me: sampleMe({ referrals: [], rewards: [] }) });
    expect(
      inside(element).getByText('No friends yet. Most people start with one message to one person.'),
    ).toBeTruthy();
  });

  test('a friend who does not count has the reason and no track', async () => {
    const friend = sampleFriend({ status: 'rejected', reason: 'not_first' });
    const { element } = await openWidget({ me: sampleMe({ referrals: [friend] }) });
    const panel = inside(element);
    expect(panel.getByText(/had been here before/)).toBeTruthy();
    expect(panel.queryByRole('img', { name: /Step/ })).toBeNull();
  });
});

describe('every other state has its words and a way on', () => {
  test('a page on an origin that the site does not list is told so, not that it is offline', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { element } = await openWidget({
      answers: { 'POST sessions': () => json({ code: 'foreign_origin' }, { status: 403 }) },
    });
    expect(inside(element).getByRole('heading', { name: 'Not available at this address' })).toBeTruthy();
    expect(inside(element).queryByText(/offline/)).toBeNull();
  });

  test('a sign-in that has run out is the one thing on view, also after pressing Reveal', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const answers = [sessionAnswer()];
    const { element } = await openWidget({
      answers: {
        'POST sessions': () => answers.shift() ?? new Response(null, { status: 401 }),
        'POST rewards/rwd_1/reveal': () => new Response(null, { status: 401 }),
      },
    });
    const panel = inside(element);
    panel.getByRole('button', { name: /^Reveal/ }).click();
    (await vi.waitFor(() => panel.getByRole('button', { name: 'Show gift card' }))).click();
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    const notice = await vi.waitFor(() => panel.getByRole('alert'));
    expect(notice.textContent).toBe('Your sign-in on this page has run outReload the page to go on.');
    expect(panel.queryByText('ADA42')).toBeNull();
    expect(panel.queryByRole('button')).toBeNull();
  });

  test('signed out offers the sign-in', async () => {
    const { element } = await openWidget({ identify: false, attributes: { 'sign-in-url': '/login' } });
    expect(inside(element).getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/login');
  });

  test('loading is a silent outline', async () => {
    const { element } = await openWidget({
      answers: { 'POST sessions': () => new Promise<Response>(() => undefined) },
    });
    expect(element.shadowRoot?.querySelector('.bones')?.getAttribute('aria-hidden')).toBe('true');
  });

  test('a refusal says that nothing is lost', async () => {
    const { element } = await openWidget({
      answers: { 'POST sessions': () => new Response(null, { status: 403 }) },
    });
    expect(inside(element).getByText(/Your link and rewards are safe/)).toBeTruthy();
  });

  test.each([
    ['not_started', 'This offer hasn’t started yet', true],
    ['ended', 'This offer has ended', false],
    ['paused', 'This offer takes a break', false],
    ['exhausted', 'All rewards of this offer are taken', false],
  ] as const)(
    '%s says so and gives the link, but no messages, and promises only what will be kept',
    async (status, words, isPromised) => {
      const { element } = await openWidget({ me: withStatus(status) });
      const panel = inside(element);
      expect(panel.getByRole('heading', { name: words })).toBeTruthy();
      expect(panel.getByRole('button', { name: 'Copy' })).toBeTruthy();
      expect(panel.queryByRole('link', { name: 'WhatsApp' })).toBeNull();
      expect(panel.queryByText('Your friend gets $15. So do you.') !== null).toBe(isPromised);
      expect(panel.getByText('$15 gift card')).toBeTruthy();
    },
  );

  test('an offer that has not started says from when friends count', async () => {
    const { element } = await openWidget({ me: withStatus('not_started', '2027-01-02T12:00:00Z') });
    expect(inside(element).getByText(/Friends count from January 2, 2027\.$/)).toBeTruthy();
  });
});

describe('copying', () => {
  test('turns the word into “Copied”, tells screen readers, and counts the share', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue(undefined);
    const { element, sent } = await openWidget();
    const shares: unknown[] = [];
    document.addEventListener('goodturn-share', (event) => shares.push((event as CustomEvent).detail), {
      once: true,
    });
    inside(element).getByRole('button', { name: 'Copy' }).click();
    await settle();
    expect(writeText).toHaveBeenCalledWith('https://acme.link/r/ADA42');
    expect(inside(element).getByRole('button', { name: 'Copied' })).toBeTruthy();
    expect(inside(element).getByRole('status').textContent).toBe('Copied');
    expect(shares).toEqual([{ channel: 'copy' }]);
    expect(sent.find(({ path }) => path === 'shares')?.body).toEqual({ channel: 'copy' });
  });

  test('where the browser refuses, the whole link stands selected with what to press', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(
      new DOMException('denied', 'NotAllowedError'),
    );
    const { element } = await openWidget();
    inside(element).getByRole('button', { name: 'Copy' }).click();
    await settle();
    const field = inside(element).getByRole('textbox', { name: 'Your link' }) as HTMLInputElement;
    expect(field.value).toBe('https://acme.link/r/ADA42');
    expect(field.selectionEnd).toBe(field.value.length);
    expect(inside(element).getByText(/Press Ctrl/)).toBeTruthy();
  });
});

describe('a card that is not opened here', () => {
  const page = { claimLink: null, challengeAnswer: null, claimPageUrl: 'https://go.example/c/page' };

  test('in the post leads to its own page, which asks for the address, with one press', async () => {
    const posted = sampleReward({
      ...{ delivery: 'PhysicalShipment', status: 'approved', reason: 'awaiting_address', claimable: false },
    });
    const { element } = await openWidget({
      me: sampleMe({ rewards: [posted] }),
      answers: { 'POST rewards/rwd_1/reveal': () => json(page) },
    });
    const panel = inside(element);
    expect(panel.getByText('It comes by post. Tell us where to.')).toBeTruthy();
    panel.getByRole('button', { name: /^Enter address/ }).click();
    const link = await vi.waitFor(() => panel.getByRole('link', { name: /^Open its page/ }));
    await vi.waitFor(() => expect(link.getAttribute('href')).toBe(page.claimPageUrl));
    expect(element.shadowRoot?.activeElement?.textContent).toMatch(/^It comes by post\./);
  });

  test('and has no address yet says so when its page cannot be asked for, and tries again', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const asking = { status: 'approved', reason: 'awaiting_address', claimable: false } as const;
    const answers = [new Response(null, { status: 403 }), json(page)];
    const { element } = await openWidget({
      me: sampleMe({ rewards: [sampleReward({ delivery: 'DigitalDelivery', ...asking })] }),
      answers: { 'POST rewards/rwd_1/reveal': () => answers.shift() ?? json(page) },
    });
    const panel = inside(element);
    panel.getByRole('button', { name: /^Enter address/ }).click();
    (await vi.waitFor(() => panel.getByRole('button', { name: 'Try again' }))).click();
    await vi.waitFor(() =>
      expect(panel.getByRole('link', { name: /^Open its page/ }).getAttribute('href')).toBe(
        page.claimPageUrl,
      ),
    );
  });

  test('is not asked for before somebody has read what it does, where the press orders it', async () => {
    const openable = { status: 'approved', reason: 'awaiting_opening', claimable: true } as const;
    const { element, paths } = await openWidget({
      me: sampleMe({ rewards: [sampleReward({ delivery: 'DigitalDelivery', ...openable })] }),
      answers: { 'POST rewards/rwd_1/reveal': () => json(page) },
    });
    const panel = inside(element);
    panel.getByRole('button', { name: /^Reveal/ }).click();
    const next = await vi.waitFor(() => panel.getByRole('button', { name: 'Continue' }));
    expect(paths()).not.toContain('POST rewards/rwd_1/reveal');
    next.click();
    await vi.waitFor(() => panel.getByRole('link', { name: /^Open its page/ }));
  });

  test('made on opening says that it is being made', async () => {
    const openable = sampleReward({ status: 'approved', reason: 'awaiting_opening' });
    const { element } = await openWidget({
      me: sampleMe({ rewards: [openable] }),
      answers: { 'POST rewards/rwd_1/reveal': () => json(page) },
    });
    const panel = inside(element);
    panel.getByRole('button', { name: /^Reveal/ }).click();
    (await vi.waitFor(() => panel.getByRole('button', { name: 'Show gift card' }))).click();
    await vi.waitFor(() => panel.getByText('Your gift card is being made. It usually takes a few seconds.'));
  });

  test('made on opening, whose order failed, says so and leads to its page', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const failed = sampleReward({ status: 'failed', reason: 'order_failed', claimable: false });
    const openable = sampleReward({ status: 'approved', reason: 'awaiting_opening' });
    const { element } = await openWidget({
      me: sampleMe({ rewards: [openable] }),
      answers: {
        'POST rewards/rwd_1/reveal': () => json(page),
        'GET me': () => json(sampleMe({ rewards: [failed] }), { headers: { ETag: '"v2"' } }),
      },
    });
    const panel = inside(element);
    panel.getByRole('button', { name: /^Reveal/ }).click();
    (await vi.waitFor(() => panel.getByRole('button', { name: 'Show gift card' }))).click();
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    const said = await vi.waitFor(() =>
      panel.getByText(/^Something went wrong .* Its page says whom to ask\.$/),
    );
    expect(said.textContent).not.toMatch(/don’t need to do anything/);
    expect(panel.getByRole('link', { name: /^Open its page/ }).getAttribute('href')).toBe(page.claimPageUrl);
  });

  test.each([
    ['DigitalDelivery', 'We sent it to you by e-mail or text message.'],
    ['PhysicalShipment', 'It’s in the post.'],
  ] as const)('%s says how it came', async (delivery, words) => {
    const { element } = await openWidget({
      me: sampleMe({ rewards: [sampleReward({ delivery, claimable: false })] }),
    });
    expect(inside(element).getByText(words)).toBeTruthy();
  });
});

describe('revealing takes two deliberate steps', () => {
  const secret = {
    claimLink: 'https://cards.example/c/1',
    challengeAnswer: 'k7Qm2xWp9R',
    claimPageUrl: 'https://api.example/c/1',
  };

  async function openReveal(reveal: () => Response = () => json(secret)) {
    const opened = await openWidget({ answers: { 'POST rewards/rwd_1/reveal': reveal } });
    inside(opened.element).getByRole('button', { name: 'Reveal: $15 gift card' }).click();
    await vi.waitFor(() => inside(opened.element).getByText(/Whoever has this can spend it/));
    return opened;
  }

  test('the first step warns and fetches nothing', async () => {
    const { paths } = await openReveal();
    expect(paths()).not.toContain('POST rewards/rwd_1/reveal');
  });

  test('the second shows the card, the answer and its copy button', async () => {
    const { element } = await openReveal();
    inside(element).getByRole('button', { name: 'Show gift card' }).click();
    await settle();
    const panel = inside(element);
    expect(panel.getByRole('link', { name: /Open gift card/ }).getAttribute('href')).toBe(secret.claimLink);
    expect(panel.getByText(secret.challengeAnswer).getAttribute('dir')).toBe('ltr');
    expect(panel.getAllByRole('button', { name: 'Copy' })).toHaveLength(2);
  });

  test('hiding takes the secret out of the page and the keyboard back to where it began', async () => {
    const { element } = await openReveal();
    inside(element).getByRole('button', { name: 'Show gift card' }).click();
    await settle();
    inside(element).getByRole('button', { name: 'Hide' }).click();
    expect(inside(element).queryByText(secret.challengeAnswer)).toBeNull();
    expect(element.shadowRoot?.activeElement?.id).toBe('rwd_1');
  });

  test.each(['first', 'last'])('Escape leaves the %s step, and nothing around it', async (step) => {
    const { element } = await openReveal();
    if (step === 'last') inside(element).getByRole('button', { name: 'Show gift card' }).click();
    await settle();
    const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
    element.shadowRoot?.activeElement?.dispatchEvent(key);
    expect(key.defaultPrevented).toBe(true);
    expect(element.shadowRoot?.querySelector('.note, .opened-card')).toBeNull();
    expect(element.shadowRoot?.activeElement?.id).toBe('rwd_1');
  });

  test('a failure says that the card is safe and offers another try', async () => {
    const { element } = await openReveal(() => new Response(null, { status: 403 }));
    inside(element).getByRole('button', { name: 'Show gift card' }).click();
    await settle();
    expect(inside(element).getByRole('alert').textContent).toContain('Your gift card is safe');
    expect(inside(element).getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('the floating button', () => {
  async function openFloating() {
    const opened = await openWidget({ attributes: { mode: 'float' } });
    await vi.waitFor(() => inside(opened.element).getByRole('button', { name: 'Give $15' }));
    return opened;
  }

  test('names the offer, opens a labelled dialog, and tells the page', async () => {
    const { element } = await openFloating();
    const events: string[] = [];
    for (const name of ['open', 'close'])
      element.addEventListener(`goodturn-${name}`, () => events.push(name));
    inside(element).getByRole('button', { name: 'Give $15' }).click();
    const dialog = element.shadowRoot?.querySelector('dialog');
    expect(dialog?.open).toBe(true);
    expect(dialog?.getAttribute('aria-label')).toBe('Rewards for inviting friends');
    inside(element).getByRole('button', { name: 'Close' }).click();
    expect(dialog?.open).toBe(false);
    expect(events).toEqual(['open', 'close']);
  });

  test('promises nothing while the offer gives nothing', async () => {
    const { element } = await openWidget({
      attributes: { mode: 'float' },
      me: withStatus('exhausted'),
    });
    await vi.waitFor(() => inside(element).getByRole('button', { name: 'Invite friends' }));
    expect(inside(element).queryByRole('button', { name: 'Give $15' })).toBeNull();
  });

  test('stays away for the tab once it was put away', async () => {
    const { element } = await openFloating();
    inside(element).getByRole('button', { name: 'Hide this offer' }).click();
    expect(inside(element).queryByRole('button', { name: 'Give $15' })).toBeNull();
    element.remove();
    await settle();
    document.body.append(element);
    await vi.waitFor(() => inside(element));
    expect(inside(element).queryByRole('button', { name: 'Give $15' })).toBeNull();
  });

  test('stands aside while the page is scrolled on, and comes back when it is scrolled back', async () => {
    const { element } = await openFloating();
    const scrollTo = (y: number) => {
      vi.spyOn(window, 'scrollY', 'get').mockReturnValue(y);
      window.dispatchEvent(new Event('scroll'));
      return element.shadowRoot?.querySelector('.pill')?.className;
    };
    expect(scrollTo(300)).toBe('pill aside');
    expect(scrollTo(296)).toBe('pill aside');
    expect(scrollTo(200)).toBe('pill');
  });

  test('another mode is another drawing', async () => {
    const { element } = await openFloating();
    element.setAttribute('mode', 'inline');
    await vi.waitFor(() => inside(element).getByRole('region', { name: 'Rewards for inviting friends' }));
    expect(element.shadowRoot?.querySelector('dialog')).toBeNull();
  });
});
