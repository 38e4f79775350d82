import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { PUBLIC_URL, startHarness } from '../support/harness.ts';
import { fresh, member, purchase, signIn } from './support/people.ts';

describe.each(DIALECTS)('reveal, shares and visits on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

  /** A member with one reward; ordered, and issued unless the test wants to look before. */
  async function rewarded({ issued = true } = {}) {
    const ada = await member(goodturn);
    const session = await signIn(goodturn, ada);
    const event = await (await goodturn.post('/v1/events', purchase({ referralCode: ada.code }))).json();
    if (issued) await goodturn.deps.worker.settle();
    const [own, friends] = event.rewards;
    const reveal = (id: string = own.id) =>
      goodturn.widget('POST', `/v1/widget/rewards/${id}/reveal`, { session });
    return { ada, session, rewardId: own.id as string, friendsRewardId: friends.id as string, reveal };
  }

  describe('POST /v1/widget/rewards/:id/reveal', () => {
    test('200 gives the owner link, answer and page, and no cache keeps them', async () => {
      const { reveal } = await rewarded();
      const answer = await reveal();
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const { claimLink, challengeAnswer, claimPageUrl, ...more } = await answer.json();
      expect(more).toEqual({});
      const ordered = (await goodturn.upstreamOrders()).flatMap(({ LineItems }) =>
        LineItems.flatMap(({ ClaimData }) => ClaimData),
      );
      expect(ordered).toContainEqual(
        expect.objectContaining({ ClaimLink: claimLink, ClaimLinkChallengeAnswer: challengeAnswer }),
      );
      expect(claimPageUrl).toMatch(new RegExp(`^${PUBLIC_URL}/c/[\\w-]{22,}$`));
      expect((await goodturn.app.request(new URL(claimPageUrl).pathname)).status).toBe(200);
    });

    test('200 again: an answer that got lost on the way costs nothing', async () => {
      const { reveal } = await rewarded();
      const first = await (await reveal()).text();
      expect(await (await reveal()).text()).toBe(first);
    });

    test('404 for the reward of somebody else, with the very body of one that does not exist', async () => {
      const { friendsRewardId, reveal } = await rewarded();
      const bodies = [];
      for (const id of [friendsRewardId, 'rwd_00000000000000000000000000', 'nonsense']) {
        const answer = await reveal(id);
        expect(answer.status).toBe(404);
        const { requestId, ...body } = await answer.json();
        bodies.push(body);
      }
      expect(bodies[1]).toEqual(bodies[0]);
      expect(bodies[2]).toEqual(bodies[0]);
    });

    test('409 wrong_state before the gift card is there', async () => {
      const { reveal } = await rewarded({ issued: false });
      const answer = await reveal();
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ code: 'wrong_state' });
      await goodturn.deps.worker.settle();
      expect((await reveal()).status).toBe(200);
    });

    test('429 with Retry-After for the sixth in a minute, of this reward only', async () => {
      const { reveal } = await rewarded();
      for (let count = 0; count < 5; count += 1) expect((await reveal()).status).toBe(200);
      goodturn.clock.now += 20_000;
      const refused = await reveal();
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('40');
      expect(await refused.text()).not.toMatch(/claim\/|\/c\//);
      expect((await (await rewarded()).reveal()).status).toBe(200);
      goodturn.clock.now += 40_000;
      expect((await reveal()).status).toBe(200);
    });

    test('429 for exactly seven of twelve that come at once: they are counted one by one', async () => {
      const { reveal } = await rewarded();
      const answers = await Promise.all(Array.from({ length: 12 }, () => reveal()));
      const statuses = answers.map(({ status }) => status).toSorted();
      expect(statuses).toEqual([...Array(5).fill(200), ...Array(7).fill(429)]);
    });

    test('401 without a session, and after the session has ended', async () => {
      const { session, rewardId, reveal } = await rewarded();
      expect((await goodturn.widget('POST', `/v1/widget/rewards/${rewardId}/reveal`)).status).toBe(401);
      await goodturn.widget('DELETE', '/v1/widget/sessions', { session });
      expect((await reveal()).status).toBe(401);
    });

    test('who opened it stands in the timeline; the secrets stand nowhere that a back end reads', async () => {
      const { ada, rewardId, reveal } = await rewarded();
      const { claimLink, challengeAnswer, claimPageUrl } = await (await reveal()).json();
      const reward = await (await goodturn.get(`/v1/rewards/${rewardId}`)).json();
      expect(reward).toMatchObject({ status: 'opened', reason: 'claim_revealed' });
      expect(reward.timeline.at(-1)).toMatchObject({
        status: 'opened',
        actor: `participant:${ada.id}`,
        reason: 'claim_revealed',
      });
      const paths = ['rewards', 'orders', 'referrals'].map((name) => `/v1/${name}?limit=200`);
      paths.push(`/v1/events/${reward.eventId}`, `/v1/rewards/${rewardId}`, `/v1/orders/${reward.orderId}`);
      for (const path of [...paths, '/metrics']) {
        const text = await (await goodturn.get(path)).text();
        for (const secret of [claimLink, challengeAnswer, new URL(claimPageUrl).pathname]) {
          expect(text).not.toContain(secret);
        }
      }
    });
  });

  describe('POST /v1/rewards/:id/claim-page', () => {
    test('200 gives the same address each time, before and after the issue', async () => {
      const { rewardId } = await rewarded({ issued: false });
      const first = await (await goodturn.post(`/v1/rewards/${rewardId}/claim-page`, {})).json();
      expect(first.claimPageUrl).toMatch(new RegExp(`^${PUBLIC_URL}/c/[\\w-]{22,}$`));
      await goodturn.deps.worker.settle();
      const again = await (await goodturn.post(`/v1/rewards/${rewardId}/claim-page`, {})).json();
      expect(again).toEqual(first);
    });

    test('404 for a reward that does not exist', async () => {
      expect((await goodturn.post('/v1/rewards/rwd_0/claim-page', {})).status).toBe(404);
    });
  });

  describe('POST /v1/widget/shares', () => {
    test('204 counts a channel, 400 names one that does not exist', async () => {
      const session = await signIn(goodturn, await member(goodturn));
      const share = (channel: unknown) =>
        goodturn.widget('POST', '/v1/widget/shares', { session, body: { channel } });
      const answer = await share('whatsapp');
      expect([answer.status, await answer.text()]).toEqual([204, '']);
      const refused = await share('fax');
      expect(refused.status).toBe(400);
      expect((await refused.json()).errors[0].path).toBe('channel');
    });
  });

  describe('POST /v1/widget/visits', () => {
    const NOBODY = { referralToken: null, programId: null, referrer: null, offer: null };
    const visit = async (body: object) => {
      const answer = await goodturn.widget('POST', '/v1/widget/visits', { body });
      expect(answer.status).toBe(200);
      return answer.json();
    };

    test('a code, a token or an address with either welcomes the friend of the same referrer', async () => {
      const ada = await member(goodturn, { displayName: 'Ada' });
      const first = await visit({ code: ada.code.toLowerCase() });
      expect(first).toEqual({
        referralToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        programId: 'friends',
        referrer: { displayName: 'Ada' },
        offer: { title: expect.stringContaining('$15'), text: expect.stringContaining('$15') },
      });
      const { referralToken } = first;
      const page = 'https://shop.acme.example/welcome?utm=x';
      expect(await visit({ referralToken })).toEqual(first);
      expect(await visit({ url: `${page}&ref=${referralToken}` })).toEqual(first);
      expect(await visit({ url: `${page}&code=${ada.code}` })).toMatchObject({ programId: 'friends' });
      expect(await visit({ referralToken: 'broken', code: ada.code })).toMatchObject({
        programId: 'friends',
      });
      expect(await visit({ referralToken, programId: 'friends' })).toEqual(first);
    });

    test('the token that it gives credits the referrer, and the visit itself counts nothing', async () => {
      const ada = await member(goodturn);
      const { referralToken } = await visit({ code: ada.code });
      const event = await (await goodturn.post('/v1/events', purchase({ referralToken }))).json();
      expect(event).toMatchObject({ status: 'credited', decisions: [{ matchedBy: 'token' }, {}] });
      const session = await signIn(goodturn, ada);
      expect(await (await goodturn.widget('GET', '/v1/widget/me', { session })).json()).toMatchObject({
        stats: { clicks: 0 },
      });
    });

    test('nothing, or nothing that helps, is answered with nobody and never with a fault', async () => {
      const ada = await member(goodturn);
      const { referralToken } = await visit({ code: ada.code });
      for (const body of [
        {},
        { code: 'NOBODY00' },
        { code: '%' },
        { referralToken: 'a.b.c' },
        { url: 'no address' },
        { url: 'https://shop.acme.example/?ref=a.b.c&code=' },
        { code: ada.code, programId: 'another' },
        { referralToken, programId: 'another' },
      ]) {
        expect(await visit(body)).toEqual(NOBODY);
      }
    });

    test('a referrer who chose no name is a friend, whatever else is known of them', async () => {
      const ada = await member(goodturn, { name: 'Ada Lovelace', email: `${fresh('ada')}@example.com` });
      expect(await visit({ code: ada.code })).toMatchObject({ referrer: { displayName: 'A friend' } });
    });
  });
});
