import { describe, expect, test } from 'vitest';
import { CLAIM_PAGE_URL, CREATED_AT } from './scripted-goodturn.ts';
import { type OpenShop, openShop, openWindow } from './visitor.ts';

type Check = { check: string; passed: boolean; detail: string };

/** Goodturn's answer to an event: a reward in this status, or none, and the one decision behind it. */
function answered(
  status: string | null,
  checks: Check[],
  { externalId = 'noor', reason = '', delivery = 'Links' } = {},
) {
  const reward = {
    id: 'rwd_1',
    eventId: 'act_1',
    beneficiary: 'referrer',
    recipient: { externalId },
    value: { amount: 1000, currency: 'USD' },
    productId: 'CVS',
    delivery,
    status,
    reason,
    createdAt: CREATED_AT,
  };
  const decision = {
    programId: 'p',
    ruleId: 'r',
    beneficiary: 'referrer',
    matchedBy: null,
    outcome: '',
    checks,
  };
  const event = { eventId: 'act_1', type: 'purchase', status: '', createdAt: CREATED_AT };
  return { ...event, decisions: [decision], rewards: status === null ? [] : [reward] };
}

function guestsOf({ eventsSent }: OpenShop): string[] {
  return eventsSent().map(({ customer }) => (customer as { id: string }).id);
}

describe('the studio acts out every other kind of program and every way of a card', () => {
  test.each<[string, Record<string, string>, object]>([
    [
      'join',
      { source: 'SPRING26' },
      { type: 'signup', programId: 'studio-welcome', referralCode: 'SPRING26' },
    ],
    ['workshop', { topic: 'firing' }, { type: 'workshop.attended', metadata: { topic: 'firing' } }],
    ['december', { course: '12000' }, { type: 'purchase', programId: 'studio-december' }],
    ['partner', { course: '50000' }, { programId: 'studio-partners', referralCode: 'NOOR77' }],
    ['survey', {}, { type: 'survey.answered', programId: 'studio-survey' }],
    ['finish', {}, { type: 'course.finished', programId: 'studio-graduates' }],
    ['tour', {}, { type: 'tour.given', programId: 'studio-open-day' }],
  ])('%s is told with the studio’s own key', async (act, form, told) => {
    const shop = openShop();
    const window = openWindow(shop);
    expect((await window.post(`/studio/${act}`, form)).location).toBe('/studio');
    const [event] = shop.eventsSent();
    expect(event).toMatchObject({ ...told, customer: { id: expect.stringMatching(/^guest_/) } });
    expect(event).not.toHaveProperty('occurredAt');
    expect(new Set(shop.sent.map(({ key }) => key))).toEqual(new Set(['Bearer sk_studio']));
  });

  test('deeds of one visitor are one person’s, until they are somebody else', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    for (const topic of ['glazing', 'firing']) await window.post('/studio/workshop', { topic });
    await window.post('/studio/someone-else');
    await window.post('/studio/workshop', { topic: 'glazing' });
    const ids = guestsOf(shop);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('the calendar of a sandbox is shown and goes on by a week; elsewhere there is none', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    expect((await window.get('/studio')).text).not.toContain('Today is');
    shop.script.refuses = { status: 200, body: { now: '2026-12-02T12:00:00.000Z' } };
    expect((await window.get('/studio')).text).toContain('Today is <strong>2 December 2026</strong>');
    expect((await window.post('/studio/next-week')).location).toBe('/studio');
    expect(shop.sent.at(-1)).toMatchObject({ path: '/v1/sandbox/clock', body: { advanceDays: 7 } });
  });

  test('what nobody offered is not found', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    expect((await window.post('/studio/december', { course: '1' })).status).toBe(404);
    expect((await window.post('/studio/nothing')).status).toBe(404);
    expect(shop.eventsSent()).toEqual([]);
  });
});

describe('what Goodturn decided is told in plain words', () => {
  const failed = (detail: string) => [{ check: 'one', passed: false, detail }];
  test.each([
    [
      'refused',
      answered(null, failed('The program has not started yet.')),
      'The program has not started yet.',
    ],
    ['held', answered('held', failed('It waits 14 days in case of a return.')), 'It waits 14 days'],
    ['earned', answered('issued', []), 'All checks passed. The CVS gift card is ready.'],
  ])('%s, with the reason', async (outcome, body, words) => {
    const shop = openShop();
    const window = openWindow(shop);
    shop.script.refuses = { status: 201, body };
    await window.post('/studio/december', { course: '12000' });
    shop.script.refuses = null;
    const { text } = await window.get('/studio');
    expect(text).toContain(words);
    expect(text).toContain(`data-outcome="${outcome}"`);
    expect(text).toContain(outcome === 'refused' ? 'No gift card' : '$10 for Noor');
  });

  test.each([
    ['ordering', 'order_written', 'DigitalDelivery', 'goes out by e-mail', 'See the gift card'],
    ['approved', 'awaiting_address', 'PhysicalShipment', 'comes by post', 'Say where to'],
    ['approved', 'awaiting_opening', 'Links', 'is ordered when it is opened', 'Open the gift card'],
  ])('%s, %s by %s: how the card comes and the way to it', async (status, reason, delivery, why, toCard) => {
    const shop = openShop();
    const window = openWindow(shop);
    await window.post('/studio/tour');
    const [externalId = ''] = guestsOf(shop);
    shop.script.refuses = { status: 201, body: answered(status, [], { externalId, reason, delivery }) };
    await window.post('/studio/tour');
    shop.script.refuses = null;
    const { text } = await window.get('/studio');
    expect(text).toContain(why);
    expect(text).toContain(`>${toCard}</a>`);
  });

  test('a card of the guest’s own is a link away; anybody else’s is not', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    await window.post('/studio/workshop', { topic: 'glazing' });
    const [id = ''] = guestsOf(shop);
    shop.script.refuses = { status: 201, body: answered('issued', [], { externalId: id }) };
    await window.post('/studio/workshop', { topic: 'glazing' });
    shop.script.refuses = null;
    expect((await window.get('/studio/cards/rwd_1')).location).toBe(CLAIM_PAGE_URL);
    expect((await openWindow(shop).get('/studio/cards/rwd_1')).status).toBe(404);
  });

  test('while Goodturn is down the page says so', async () => {
    const shop = openShop();
    const window = openWindow(shop);
    shop.script.isDown = true;
    const page = await window.post('/studio/join', { source: '' });
    expect(page).toMatchObject({ status: 503, text: expect.stringContaining('nothing was decided') });
  });
});

describe('answers follow their rewards', () => {
  const waits = [{ check: 'hold', passed: false, detail: 'It waits 14 days in case of a return.' }];

  /** A window whose one answer is a reward that is held, for the guest or for somebody else. */
  async function withHeldReward(owner: 'guest' | 'noor') {
    const shop = openShop();
    const window = openWindow(shop);
    await window.post('/studio/survey');
    const [id = ''] = guestsOf(shop);
    const externalId = owner === 'guest' ? id : owner;
    shop.script.refuses = { status: 201, body: answered('held', waits, { externalId }) };
    await window.post('/studio/december', { course: '12000' });
    const become = (status: string) => {
      const [body] = answered(status, [], { externalId }).rewards;
      shop.script.refuses = { status: 200, body };
    };
    return { shop, window, become };
  }

  test('a held card can be opened when its time has come, and not before', async () => {
    const { shop, window, become } = await withHeldReward('guest');
    become('held');
    expect((await window.get('/studio')).text).toContain('It waits 14 days');
    expect((await window.get('/studio/cards/rwd_1')).status).toBe(404);
    become('issued');
    const { text } = await window.get('/studio');
    expect(text).toContain('The CVS gift card is ready.');
    expect(text).toContain('href="/studio/cards/rwd_1"');
    shop.script.refuses = null;
    expect((await window.get('/studio/cards/rwd_1')).location).toBe(CLAIM_PAGE_URL);
  });

  test('somebody else’s card is told of and never a link', async () => {
    const { window, become } = await withHeldReward('noor');
    become('issued');
    const { text } = await window.get('/studio');
    expect(text).toContain('The CVS gift card is ready.');
    expect(text).not.toContain('/studio/cards/');
    expect((await window.get('/studio/cards/rwd_1')).status).toBe(404);
  });

  test.each(['rejected', 'cancelled'])('a card that was %s has no link any more', async (status) => {
    const { window, become } = await withHeldReward('guest');
    become('issued');
    await window.get('/studio');
    become(status);
    const { text } = await window.get('/studio');
    expect(text).toContain('data-outcome="refused"');
    expect(text).not.toContain('/studio/cards/');
  });

  test('while Goodturn is down they stay as they were told', async () => {
    const { shop, window } = await withHeldReward('guest');
    shop.script.isDown = true;
    const page = await window.get('/studio');
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('It waits 14 days') });
  });
});
