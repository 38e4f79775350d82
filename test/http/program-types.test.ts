import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import type { Event } from '../../shared/contract/event.ts';
import type { Me } from '../../shared/contract/session.ts';
import { configFile } from '../../shared/contract/site.ts';
import { nonceIn } from '../pages/set-up.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, type Member, member, purchase } from './support/people.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const gift = (to: string, value: object) => ({ to, productId: 'CVS', value, delivery: 'Links' });

/** The demo's own examples, under this test's keys, so that what people copy is what was played. */
const EXAMPLES = configFile
  .parse(JSON.parse(readFileSync(new URL('../../demo/goodturn.config.json', import.meta.url), 'utf8')))
  .sites.flatMap(({ programs }) => programs)
  .filter(({ id }) => id !== 'friends')
  // Three instead of a hundred, so that a test can use them up.
  .map((program) => (program.id === 'studio-december' ? { ...program, limits: { total: 3 } } : program));

const CONFIG = acmeConfig({}, [
  ...EXAMPLES,
  programLike({
    id: 'reviews',
    type: 'campaign',
    limits: { perReferrer: { count: 1, per: 'month' } },
    rules: [{ id: 'review', on: 'review.written', rewards: [gift('participant', usd(1000))] }],
  }),
  programLike({
    id: 'ladder',
    rules: [
      { id: 'fifth', on: 'ladder-signup', milestone: { every: 2 }, rewards: [gift('referrer', usd(2500))] },
    ],
  }),
]);

describe.each(DIALECTS)('kinds of programs on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: CONFIG });

  async function tell(body: object): Promise<Event> {
    const answer = await goodturn.post('/v1/events', { eventId: fresh('event'), ...body });
    if (answer.status !== 201) throw new Error(await answer.text());
    return answer.json();
  }
  /** What refused or holds the first reward, else the last thing that was asked. */
  const reasonOf = ({ decisions: [first] }: Event) =>
    (first?.checks.find(({ passed }) => !passed) ?? first?.checks.at(-1))?.reason;
  const valuesOf = (event: Event) => event.rewards.map(({ value }) => value.amount);

  async function meOf({ externalId }: Pick<Member, 'externalId'>, programId: string): Promise<Me> {
    const { participantToken } = await (await goodturn.post('/v1/participant-tokens', { externalId })).json();
    const opened = await goodturn.widget('POST', '/v1/widget/sessions', {
      body: { participantToken, programId },
    });
    return (await opened.json()).me;
  }

  describe('new_customer: no referrer, a campaign code names the source', () => {
    const join = (id: string, change: object = {}) =>
      tell({
        type: 'signup',
        programId: 'studio-welcome',
        customer: { id },
        referralCode: 'spring26',
        ...change,
      });

    test('the person who acts is rewarded once, and only by a code', async () => {
      const id = fresh('newcomer');
      const event = await join(id);
      expect(event.rewards).toMatchObject([
        { beneficiary: 'participant', recipient: { externalId: id }, value: usd(1000) },
      ]);
      expect(event.decisions[0]).toMatchObject({ matchedBy: 'code', referralId: null });
      expect(event.decisions[0]?.checks[0]).toEqual({
        ...{
          check: 'code',
          passed: true,
          reason: 'campaign_code',
          detail: 'The code SPRING26 of newsletter.',
        },
      });
      const details = event.decisions[0]?.checks.map(({ detail }) => detail);
      expect(details).toContain('The event came by a code of newsletter.');
      expect(reasonOf(await join(id))).toBe('not_first');
      expect(valuesOf(await join(fresh('newcomer'), { referralCode: 'FAIR26' }))).toEqual([1000]);
      expect(reasonOf(await join(fresh('newcomer'), { referralCode: undefined }))).toBe('source_differs');
    });

    test('a link with the campaign code lands with a token that carries the source', async () => {
      const answer = await goodturn.app.request('/r/SPRING26', {
        headers: { 'User-Agent': 'Mozilla/5.0 Firefox/128.0' },
      });
      const referralToken = new URL(answer.headers.get('location') ?? '').searchParams.get('ref');
      const event = await join(fresh('newcomer'), { referralCode: undefined, referralToken });
      expect(event.rewards).toHaveLength(1);
      expect(event.decisions[0]).toMatchObject({ matchedBy: 'token' });
    });

    test('a page welcomes a visitor of the campaign with the offer, and names no referrer', async () => {
      const visit = async (body: object) =>
        (await goodturn.widget('POST', '/v1/widget/visits', { body })).json();
      const welcome = {
        referralToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        programId: 'studio-welcome',
        referrer: null,
        offer: { title: 'A $10 gift card for you', text: expect.stringContaining('$10') },
      };
      const { referralToken, ...first } = await visit({ code: 'spring26' });
      expect({ referralToken, ...first }).toEqual(welcome);
      expect(await visit({ referralToken })).toEqual({ referralToken, ...first });
      const url = `https://shop.acme.example/welcome?ref=${referralToken}`;
      expect(await visit({ url })).toEqual({ referralToken, ...first });
      const event = await join(fresh('newcomer'), { referralCode: undefined, referralToken });
      expect(event.rewards).toHaveLength(1);
    });

    test('who had bought before, or is called known by the site, is no new customer', async () => {
      const id = fresh('regular');
      await tell({ type: 'purchase', customer: { id }, amount: usd(4200) });
      expect(reasonOf(await join(id))).toBe('known_customer');
      const known = { customer: { id: fresh('regular'), isNew: false } };
      expect(reasonOf(await join(fresh('regular'), known))).toBe('not_first');
    });
  });

  const course = { type: 'purchase', metadata: { kind: 'course' } };

  test('limited_time: from its start to its end in its own time zone, for the first of them', async () => {
    const before = goodturn.clock.now;
    const at = async (iso: string) => {
      goodturn.clock.now = Date.parse(iso);
      const deal = {
        ...course,
        programId: 'studio-december',
        customer: { id: fresh('guest') },
        amount: usd(5000),
      };
      return reasonOf(await tell(deal));
    };
    expect(await at('2026-12-01T04:59:59.999Z')).toBe('program_not_started');
    expect(await at('2026-12-01T05:00:00.000Z')).toBe('hold_period');
    expect(await at('2026-12-25T04:59:59.999Z')).toBe('hold_period');
    expect(await at('2026-12-25T04:59:59.999Z')).toBe('hold_period');
    expect(await at('2026-12-25T04:59:59.999Z')).toBe('total_limit_reached');
    expect(await at('2026-12-25T05:00:00.000Z')).toBe('program_ended');
    goodturn.clock.now = before;
  });

  test('campaign: a custom action with one of several values, once for each person', async () => {
    const attend = (id: string, topic: string) =>
      tell({ type: 'workshop.attended', customer: { id }, metadata: { topic } });
    const id = fresh('guest');
    expect(reasonOf(await attend(id, 'knitting'))).toBe('metadata_differs');
    expect(valuesOf(await attend(id, 'glazing'))).toEqual([1000]);
    expect(reasonOf(await attend(id, 'firing'))).toBe('already_rewarded');
    expect(valuesOf(await attend(fresh('guest'), 'firing'))).toEqual([1000]);
  });

  test('partner: each sale earns its share, down to a gift card, and is paid at the end of a month in New York', async () => {
    await goodturn.get('/v1/products');
    const partner = await member(goodturn);
    const customer = { id: fresh('client') };
    const sale = (amount: number, metadata: object = { kind: 'course' }) =>
      tell({
        type: 'purchase',
        metadata,
        customer,
        referralCode: partner.codes['studio-partners'],
        programId: 'studio-partners',
        amount: usd(amount),
      });
    expect((await sale(17_900)).rewards).toMatchObject([{ value: usd(1500), status: 'held', orderId: null }]);
    expect(reasonOf(await sale(9_900))).toBe('value_too_low');
    expect(reasonOf(await sale(17_900, { kind: 'clay' }))).toBe('metadata_differs');
    // Over $25 a person approves first.
    expect((await sale(900_000)).rewards).toMatchObject([{ value: usd(5000), reason: 'awaiting_approval' }]);
    // A sale without a gift card counts as one, so eight more make eleven: from then on the share is 15 %.
    for (let sold = 3; sold < 10; sold += 1) expect(valuesOf(await sale(10_000))).toEqual([1000]);
    expect(valuesOf(await sale(10_000))).toEqual([1500]);
    expect(valuesOf(await sale(10_000))).toEqual([1500]);
    expect(reasonOf(await sale(10_000))).toBe('recurring_over');

    const rewards = async () => (await meOf(partner, 'studio-partners')).rewards;
    const count = async (status: string) => (await rewards()).filter((each) => each.status === status).length;
    const before = goodturn.clock.now;
    goodturn.clock.now += 14 * DAY_MS;
    await goodturn.deps.releaseDue();
    expect(await count('approved')).toBe(10);
    const next = (await rewards()).find(({ status }) => status === 'approved')?.nextStepAt;
    expect(next).toBe('2027-01-01T05:00:00.000Z');
    goodturn.clock.now = Date.parse('2027-01-01T04:59:59.999Z');
    await goodturn.deps.releaseDue();
    expect(await count('approved')).toBe(10);
    goodturn.clock.now += 1;
    await goodturn.deps.releaseDue();
    await goodturn.deps.worker.settle();
    expect(await count('issued')).toBe(10);
    expect(await count('held')).toBe(1);
    const path = `/v1/reports/statement?programId=studio-partners&participantId=${partner.externalId}`;
    expect(await (await goodturn.get(path)).json()).toMatchObject({
      total: {
        waiting: { count: 1, amount: usd(5000) },
        owed: { count: 0, amount: usd(0) },
        paid: { count: 10, amount: usd(1500 + 7 * 1000 + 2 * 1500) },
        takenBack: { count: 0, amount: usd(0) },
      },
      participants: [{ externalId: partner.externalId }],
    });
    expect((await goodturn.get('/v1/reports/statement?programId=nobodys')).status).toBe(404);
    goodturn.clock.now = before;
  });

  test('milestones: every second friend who qualifies, with the progress in between', async () => {
    const ada = await member(goodturn);
    const join = () =>
      tell({ type: 'ladder-signup', customer: { id: fresh('friend') }, referralCode: ada.codes['ladder'] });
    const first = await join();
    expect(reasonOf(first)).toBe('milestone_not_reached');
    expect((await meOf(ada, 'ladder')).progress).toEqual({ have: 1, need: 2, reward: usd(2500) });
    expect(valuesOf(await join())).toEqual([2500]);
    const me = await meOf(ada, 'ladder');
    expect(me.progress).toEqual({ have: 2, need: 4, reward: usd(2500) });
    expect(me.stats).toMatchObject({ referrals: 2, qualified: 2, rewards: { count: 1 } });
  });

  test('milestones under parallel friends: exactly every second one is rewarded', async () => {
    const ada = await member(goodturn);
    const join = () =>
      tell({ type: 'ladder-signup', customer: { id: fresh('friend') }, referralCode: ada.codes['ladder'] });
    const events = await Promise.all(Array.from({ length: 20 }, join));
    expect(events.flatMap(valuesOf)).toHaveLength(10);
    expect((await meOf(ada, 'ladder')).progress).toEqual({ have: 20, need: 22, reward: usd(2500) });
  });

  describe('deliveries: by mail, by post, and made on opening', () => {
    const statusOf = ({ rewards: [reward] }: Event) => `${reward?.status} ${reward?.reason}`;
    const rewardNow = async ({ rewards: [reward] }: Event) =>
      (await goodturn.get(`/v1/rewards/${reward?.id}`)).json();
    async function press(event: Event, step: 'reveal' | 'address', fields: object): Promise<number> {
      const given = await goodturn.post(`/v1/rewards/${event.rewards[0]?.id}/claim-page`, {});
      const path = new URL((await given.json()).claimPageUrl).pathname;
      const nonce = nonceIn(await (await goodturn.app.request(path)).text());
      const body = new URLSearchParams({ nonce, ...fields }).toString();
      const headers = {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Sec-Fetch-Site': 'same-origin',
      };
      return (await goodturn.app.request(`${path}/${step}`, { method: 'POST', headers, body })).status;
    }

    test('a survey is thanked for by mail at once, a finished course by post once there is an address', async () => {
      const customer = { id: fresh('student'), email: 'student@people.example' };
      const survey = await tell({ type: 'survey.answered', programId: 'studio-survey', customer });
      expect(statusOf(survey)).toBe('ordering order_written');
      const finished = await tell({ type: 'course.finished', programId: 'studio-graduates', customer });
      expect(statusOf(finished)).toBe('approved awaiting_address');
      const address = {
        name: 'Sam Doe',
        line1: '1 Main Street',
        city: 'Ottawa',
        state: 'ON',
        zip: 'K1A 0B1',
      };
      expect(await press(finished, 'address', { ...address, country: 'CA' })).toBe(303);
      for (const each of [survey, finished])
        expect(await rewardNow(each)).toMatchObject({ status: 'ordering', orderId: expect.any(String) });
      expect(statusOf(await tell({ type: 'survey.answered', programId: 'studio-survey', customer }))).toBe(
        'undefined undefined',
      );
    });

    test('a card for a tour is ordered when its holder opens it', async () => {
      const won = await tell({
        type: 'tour.given',
        programId: 'studio-open-day',
        customer: { id: fresh('winner') },
      });
      expect(statusOf(won)).toBe('approved awaiting_opening');
      expect(await press(won, 'reveal', {})).toBe(303);
      expect(await rewardNow(won)).toMatchObject({ status: 'ordering', orderId: expect.any(String) });
    });
  });

  test('who acts by themselves is limited as whoever invites: a card a month for a review', async () => {
    const id = fresh('reviewer');
    const review = () => tell({ type: 'review.written', customer: { id } });
    expect(valuesOf(await review())).toEqual([1000]);
    const second = await review();
    expect([second.rewards, reasonOf(second)]).toEqual([[], 'referrer_limit_reached']);
    expect(valuesOf(await tell({ type: 'review.written', customer: { id: fresh('another') } }))).toEqual([
      1000,
    ]);
    goodturn.clock.now += 31 * DAY_MS;
    expect(valuesOf(await review())).toEqual([1000]);
  });
});

describe.each(DIALECTS)('holding and approving on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: acmeConfig({ hold: { days: 14 }, attribution: { windowDays: 30, qualifyWithinDays: 90 } }),
  });
  const { clock, deps } = goodturn;

  test('a reward waits its days in the open, and is ordered when they are over', async () => {
    const ada = await member(goodturn);
    const body = {
      type: 'purchase',
      eventId: fresh('order'),
      customer: { id: fresh('friend') },
      referralCode: ada.code,
      amount: usd(4200),
    };
    const event: Event = await (await goodturn.post('/v1/events', body)).json();
    const until = new Date(clock.now + 14 * DAY_MS).toISOString();
    expect(event.rewards).toMatchObject([
      { status: 'held', reason: 'hold_period', holdUntil: until, orderId: null },
      { status: 'held', reason: 'hold_period', holdUntil: until, orderId: null },
    ]);
    expect(event.decisions).toMatchObject([{ outcome: 'held' }, { outcome: 'held' }]);
    expect(event.decisions[0]?.checks.at(-1)).toMatchObject({ check: 'hold', passed: false, until });
    const referral = async () => (await (await goodturn.get('/v1/referrals')).json()).data[0];
    expect(await referral()).toMatchObject({ status: 'qualified', reason: 'hold_period' });
    clock.now += 14 * DAY_MS - 1;
    await deps.releaseDue();
    await deps.worker.settle();
    expect(await goodturn.upstreamOrders()).toHaveLength(0);
    clock.now += 1;
    await Promise.all([deps.releaseDue(), deps.releaseDue()]);
    expect(await referral()).toMatchObject({ status: 'qualified', reason: 'action_done' });
    await deps.worker.settle();
    expect(await goodturn.upstreamOrders()).toHaveLength(2);
    const [reward] = event.rewards;
    const { timeline, status, holdUntil } = await (await goodturn.get(`/v1/rewards/${reward?.id}`)).json();
    expect({ status, holdUntil }).toEqual({ status: 'issued', holdUntil: null });
    expect(
      timeline.map((step: { status: string; reason: string }) => `${step.status} ${step.reason}`),
    ).toEqual([
      'earned earned',
      'held hold_period',
      'approved hold_over',
      'ordering order_written',
      'issued order_completed',
    ]);
  });

  test('a friend who does nothing in time expires, the referrer is told until when before that, and what was done in time counts also later', async () => {
    const ada = await member(goodturn);
    const customer = { id: fresh('friend') };
    await goodturn.post('/v1/events', {
      type: 'signup',
      eventId: fresh('signup'),
      customer,
      referralCode: ada.code,
    });
    const friendOf = async () => {
      const { participantToken } = await (
        await goodturn.post('/v1/participant-tokens', { externalId: ada.externalId })
      ).json();
      const opened = await goodturn.widget('POST', '/v1/widget/sessions', { body: { participantToken } });
      return (await opened.json()).me.referrals[0];
    };
    const deadline = new Date(clock.now + 90 * DAY_MS).toISOString();
    expect(await friendOf()).toMatchObject({ status: 'attributed', nextStepAt: deadline });
    clock.now += 90 * DAY_MS;
    await deps.expireDue();
    expect(await friendOf()).toMatchObject({ status: 'attributed' });
    clock.now += 1;
    await deps.expireDue();
    expect(await friendOf()).toMatchObject({
      status: 'expired',
      reason: 'referral_expired',
      nextStepAt: null,
    });

    // Done in time and told too late for the clock: the friend counts after all, and goes on counting.
    const told = purchase({ customer, occurredAt: deadline });
    const event: Event = await (await goodturn.post('/v1/events', told)).json();
    expect(event.rewards).toHaveLength(2);
    expect(await friendOf()).toMatchObject({ status: 'qualified', reason: 'hold_period' });
  });
});
