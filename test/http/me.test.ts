import { describe, expect, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { PUBLIC_URL, startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { clickThrough, fresh, member, purchase, signIn } from './support/people.ts';

describe.each(DIALECTS)('GET /v1/widget/me on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  const read = (session: string, tag?: string) =>
    goodturn.widget('GET', '/v1/widget/me', {
      session,
      headers: tag === undefined ? {} : { 'If-None-Match': tag },
    });

  /** A member in the widget, and a probe that says whether `me` changed since it was last asked. */
  async function watched(facts: object = {}) {
    const ada = await member(goodturn, facts);
    const session = await signIn(goodturn, ada);
    let tag = '';
    async function news(): Promise<number> {
      const answer = await read(session, tag);
      tag = answer.headers.get('etag') ?? '';
      expect(tag).not.toBe('');
      return answer.status;
    }
    expect(await news()).toBe(200);
    expect(await news()).toBe(304);
    return { ada, session, news, me: async () => (await read(session)).json() };
  }

  test('the version that comes with a new session answers the first reading with 304', async () => {
    const ada = await member(goodturn);
    const minted = await goodturn.post('/v1/participant-tokens', { externalId: ada.externalId });
    const { participantToken } = await minted.json();
    const opened = await goodturn.widget('POST', '/v1/widget/sessions', { body: { participantToken } });
    const { sessionToken } = await opened.json();
    expect((await read(sessionToken, opened.headers.get('etag') ?? '')).status).toBe(304);
  });

  describe('200', () => {
    test('a newcomer gets the whole shape, with nothing in it yet', async () => {
      const { ada, me } = await watched({ displayName: 'Ada' });
      expect(await me()).toEqual({
        participant: { id: ada.id, displayName: 'Ada' },
        program: {
          id: 'friends',
          name: 'Give $15, get $15',
          status: 'active',
          startsAt: null,
          endsAt: null,
          offer: { title: expect.any(String), text: expect.stringContaining('$15') },
          termsUrl: `${PUBLIC_URL}/terms/friends`,
        },
        terms: { version: expect.any(Number), accepted: false, required: false },
        share: {
          url: `${PUBLIC_URL}/r/${ada.code}`,
          code: ada.code,
          message: '',
          channels: ['native', 'copy', 'whatsapp', 'email'],
          disclosure: 'I get a reward if you join.',
          rewarded: true,
        },
        stats: {
          clicks: 0,
          referrals: 0,
          qualified: 0,
          rewards: { count: 0, amount: { amount: 0, currency: 'USD' } },
        },
        progress: null,
        referrals: [],
        rewards: [],
      });
    });

    test('friends and rewards appear with state and reason, and never with a secret', async () => {
      const { ada, me } = await watched();
      const shown = { id: fresh('friend'), displayName: 'Bea', email: 'bea@example.com', name: 'Beatrice' };
      await goodturn.post('/v1/events', purchase({ referralCode: ada.code, customer: shown }));
      const hello = { type: 'hello', eventId: fresh('hello') };
      const silent = { id: fresh('friend'), email: 'carl@example.com', name: 'Carl' };
      await goodturn.post('/v1/events', { ...hello, customer: silent, referralCode: ada.code });
      await goodturn.deps.worker.settle();
      const seen = await me();
      expect(seen.stats).toEqual({
        clicks: 0,
        referrals: 2,
        qualified: 1,
        rewards: { count: 1, amount: { amount: 1500, currency: 'USD' } },
      });
      expect(seen.referrals).toMatchObject([
        { label: 'Friend 2', status: 'attributed', reason: 'waiting_for_action', nextStepAt: null },
        { label: 'Bea', status: 'completed', reason: 'rewarded' },
      ]);
      expect(seen.rewards).toEqual([
        {
          id: expect.stringMatching(/^rwd_/),
          value: { amount: 1500, currency: 'USD' },
          status: 'issued',
          reason: 'order_completed',
          nextStepAt: null,
          holdDays: 0,
          delivery: 'Links',
          since: expect.stringMatching(/Z$/),
          claimable: true,
        },
      ]);
      expect(JSON.stringify(seen)).not.toMatch(/carl|beatrice|@|\/claim\/|\/c\//i);
    });

    test('what somebody earned as a friend is among their rewards', async () => {
      const { ada } = await watched();
      const friend = await member(goodturn);
      await goodturn.post(
        '/v1/events',
        purchase({ referralCode: ada.code, customer: { id: friend.externalId } }),
      );
      const seen = await (await read(await signIn(goodturn, friend))).json();
      expect(seen).toMatchObject({ referrals: [], rewards: [{ status: 'ordering', claimable: false }] });
    });
  });

  describe('304', () => {
    test('holds for the tag in every spelling of RFC 9110, and not for another', async () => {
      const session = await signIn(goodturn, await member(goodturn));
      const tag = (await read(session)).headers.get('etag') ?? '';
      for (const known of [tag, `"other", ${tag}`, tag.replace('W/', ''), '*']) {
        const answer = await read(session, known);
        expect(answer.status).toBe(304);
        expect(answer.headers.get('etag')).toBe(tag);
        expect(await answer.text()).toBe('');
      }
      expect((await read(session, '"other"')).status).toBe(200);
    });

    test('the tag of one participant is not the tag of another', async () => {
      const [one, other] = [await member(goodturn), await member(goodturn)];
      const tag = (await read(await signIn(goodturn, one))).headers.get('etag') ?? '';
      expect((await read(await signIn(goodturn, other), tag)).status).toBe(200);
    });
  });

  describe('200 after what changes it', () => {
    test('a counted click shows', async () => {
      const { ada, news, me } = await watched();
      await clickThrough(goodturn, ada.code);
      expect(await news()).toBe(200);
      expect((await me()).stats.clicks).toBe(1);
    });

    test('a friend, their purchase, the order, and the reveal show one after another', async () => {
      const { ada, news, session, me } = await watched();
      const customer = { id: fresh('friend') };
      await goodturn.post('/v1/events', {
        type: 'hello',
        eventId: fresh('hello'),
        customer,
        referralCode: ada.code,
      });
      expect(await news()).toBe(200);
      await goodturn.post('/v1/events', purchase({ customer }));
      expect(await news()).toBe(200);
      await goodturn.deps.worker.settle();
      expect(await news()).toBe(200);
      const { id } = (await me()).rewards[0];
      await goodturn.widget('POST', `/v1/widget/rewards/${id}/reveal`, { session });
      expect(await news()).toBe(200);
      expect((await me()).rewards[0].status).toBe('opened');
      expect(await news()).toBe(304);
    });

    test('a name that the participant or a friend chose later shows', async () => {
      const { ada, news, me } = await watched();
      await goodturn.post('/v1/participants', { externalId: ada.externalId, displayName: 'Ada L.' });
      expect(await news()).toBe(200);
      expect((await me()).participant.displayName).toBe('Ada L.');
      const friend = fresh('friend');
      await goodturn.post('/v1/events', purchase({ referralCode: ada.code, customer: { id: friend } }));
      expect(await news()).toBe(200);
      await goodturn.post('/v1/participants', { externalId: friend, displayName: 'Bea' });
      expect(await news()).toBe(200);
      expect((await me()).referrals[0].label).toBe('Bea');
      await goodturn.post('/v1/participants', { externalId: friend, displayName: 'Bea' });
      expect(await news()).toBe(304);
      await goodturn.post('/v1/participants', { externalId: friend, displayName: null });
      expect(await news()).toBe(200);
      expect((await me()).referrals[0].label).toBe('Friend 1');
    });

    test('an applied change of the program shows, frozen part and live part', async () => {
      const { news, me } = await watched();
      await apply(goodturn, acmeConfig({ name: 'Spring', share: { message: 'Hello', channels: ['copy'] } }));
      expect(await news()).toBe(200);
      expect(await me()).toMatchObject({ program: { name: 'Spring' }, share: { message: 'Hello' } });
      await apply(goodturn, acmeConfig({ status: 'paused' }));
      expect(await news()).toBe(200);
      expect((await me()).program.status).toBe('paused');
      await apply(goodturn, acmeConfig());
      expect(await news()).toBe(200);
    });

    test('start and end of the program show when their time has come', async () => {
      const at = (ms: number) => new Date(goodturn.clock.now + ms).toISOString();
      const window = { startsAt: at(60_000), endsAt: at(120_000) };
      await apply(goodturn, acmeConfig(window));
      const { news, me } = await watched();
      expect((await me()).program).toMatchObject({ status: 'not_started', ...window });
      goodturn.clock.now += 60_000;
      expect(await news()).toBe(200);
      expect((await me()).program).toMatchObject({ status: 'active', ...window });
      goodturn.clock.now += 60_000;
      expect((await me()).program.status).toBe('ended');
      await apply(goodturn, acmeConfig());
    });

    test("a budget that other people's rewards exhausted shows", async () => {
      const { news, me } = await watched();
      const { reserved, spent } = (await goodturn.deps.store.read.budgets.find('friends')) ?? {
        reserved: 0,
        spent: 0,
      };
      await apply(goodturn, acmeConfig({ budget: { amount: reserved + spent + 3000, currency: 'USD' } }));
      expect(await news()).toBe(200);
      expect((await me()).program.status).toBe('active');
      const other = await member(goodturn);
      await goodturn.post('/v1/events', purchase({ referralCode: other.code }));
      expect(await news()).toBe(200);
      expect((await me()).program.status).toBe('exhausted');
    });
  });
});
