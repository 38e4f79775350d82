import { fireEvent } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { json } from './support/fake-api.ts';
import { closeWidget, inside, openWidget, settle } from './support/open-widget.ts';
import { sampleMe, sampleReward } from './support/sample-me.ts';

afterEach(() => {
  closeWidget();
  vi.restoreAllMocks();
});

describe('the way to the next reward', () => {
  test('is a bar that says in words what is missing', async () => {
    const progress = { have: 3, need: 5, reward: { amount: 2500, currency: 'USD' } };
    const { element } = await openWidget({ me: sampleMe({ progress }) });
    const bar = inside(element).getByRole('progressbar', { name: '3 of 5 friends. 2 more for $25.' });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['3', '5']);
  });

  test('is not there where the program has none', async () => {
    const { element } = await openWidget();
    expect(inside(element).queryByRole('progressbar')).toBeNull();
  });
});

test('rewards of one value are told apart by their day', async () => {
  const rewards = ['2040-11-12T12:00:00Z', '2040-11-20T12:00:00Z'].map((since) =>
    sampleReward({ id: `rwd_${since}`, since }),
  );
  const { element } = await openWidget({ me: sampleMe({ rewards }) });
  for (const day of [12, 20])
    expect(inside(element).getByText(`November ${day}, 2040`).closest('li')?.textContent).toContain('$15');
});

describe('terms that rewards wait for', () => {
  const kept = sampleReward({ status: 'held', reason: 'terms_not_accepted', claimable: false });
  const terms = { version: 3, accepted: false, required: true };
  const asking = sampleMe({ rewards: [kept], terms });

  async function openTerms(accept: () => Response) {
    const agreed = sampleMe({ terms: { ...terms, accepted: true } });
    const opened = await openWidget({
      me: asking,
      answers: { 'POST terms': accept, 'GET me': () => json(agreed, { headers: { ETag: '"v2"' } }) },
    });
    const panel = inside(opened.element);
    await vi.waitFor(() => panel.getByRole('button', { name: 'I accept the terms' }));
    return { ...opened, panel };
  }

  test('are linked, accepted in the version that was shown, and then gone; the keyboard goes on to the rewards', async () => {
    const { panel, sent, element } = await openTerms(() => new Response(null, { status: 204 }));
    expect(panel.getByRole('link', { name: /Read the terms/ }).getAttribute('href')).toBe(
      'https://api.example/terms/friends',
    );
    panel.getByRole('button', { name: 'I accept the terms' }).click();
    await settle();
    expect(sent.find(({ path }) => path === 'terms')?.body).toEqual({ version: 3 });
    expect(panel.queryByRole('button', { name: 'I accept the terms' })).toBeNull();
    expect(panel.getByText('Terms accepted').getAttribute('role')).toBe('status');
    expect(element.shadowRoot?.activeElement?.id).toBe('rewards');
    expect(panel.getByRole('button', { name: 'Reveal: $15 gift card' })).toBeTruthy();
  });

  test('are where the reward that they keep back leads to', async () => {
    const { panel, element } = await openTerms(() => new Response(null, { status: 204 }));
    expect(panel.getByText('Accept the terms to get it.')).toBeTruthy();
    panel.getByRole('button', { name: 'Terms: $15 gift card' }).click();
    expect(element.shadowRoot?.activeElement?.textContent).toBe('Accept the terms to get your rewards');
  });

  test('can be tried again after a failure', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { panel } = await openTerms(() => new Response(null, { status: 400 }));
    panel.getByRole('button', { name: 'I accept the terms' }).click();
    await settle();
    expect(panel.getByRole('alert').textContent).toContain('Nothing is lost');
    expect(panel.getByRole('button', { name: 'I accept the terms' })).toBeTruthy();
  });

  test.each([
    { version: 3, accepted: true, required: true },
    { version: 3, accepted: false, required: false },
  ])('are not asked for when there is nothing to accept: %o', async (terms) => {
    const { element } = await openWidget({ me: sampleMe({ terms }) });
    await settle();
    expect(inside(element).queryByText(/Accept the terms/)).toBeNull();
  });
});

describe('missing someone', () => {
  async function openMissing(answer: () => Response) {
    const opened = await openWidget({ answers: { 'POST missing-referrals': answer } });
    const panel = inside(opened.element);
    panel.getByRole('button', { name: 'Missing someone?' }).click();
    await vi.waitFor(() => panel.getByLabelText('Which day, roughly?'));
    return { ...opened, panel };
  }

  async function look(panel: ReturnType<typeof inside>, initial = '') {
    fireEvent.input(panel.getByLabelText('Which day, roughly?'), { target: { value: '2026-11-12' } });
    fireEvent.input(panel.getByLabelText(/First letter/), { target: { value: initial } });
    panel.getByRole('button', { name: 'Look' }).click();
    await settle();
  }

  test('asks with a day and a letter, and answers in the words of the list', async () => {
    const found = { since: '2026-11-12T09:00:00Z', status: 'attributed', reason: 'amount_too_low' };
    const { panel, sent } = await openMissing(() => json({ answers: [found], advice: null }));
    await look(panel, 'b');
    expect(sent.find(({ path }) => path === 'missing-referrals')?.body).toEqual({
      around: '2026-11-12',
      initial: 'b',
    });
    expect(
      panel.getByText('November 12: Joined. The order was smaller than the offer asks for.'),
    ).toBeTruthy();
  });

  test('sends nothing but a letter, and nobody found comes with what to do', async () => {
    const { panel, sent } = await openMissing(() => json({ answers: [], advice: 'no_referral' }));
    await look(panel, '7');
    expect(sent.find(({ path }) => path === 'missing-referrals')?.body).toEqual({ around: '2026-11-12' });
    expect(panel.getByText(/Ask your friend to open it once more/)).toBeTruthy();
  });

  test('the form opens with the keyboard in it, and the button says that it is open', async () => {
    const { panel, element } = await openMissing(() => json({ answers: [], advice: null }));
    expect(element.shadowRoot?.activeElement?.getAttribute('name')).toBe('around');
    const button = panel.getByRole('button', { name: 'Missing someone?' });
    expect(button.getAttribute('aria-expanded')).toBe('true');
    button.click();
    expect(panel.queryByLabelText('Which day, roughly?')).toBeNull();
  });

  test('a failure is told and can be repeated', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { panel } = await openMissing(() => new Response(null, { status: 404 }));
    await look(panel);
    expect(panel.getByText('That didn’t work. Try again in a minute.')).toBeTruthy();
    expect(panel.getByRole('button', { name: 'Look' })).toBeTruthy();
  });
});
