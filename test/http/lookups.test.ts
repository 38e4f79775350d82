import { describe, expect, test } from 'vitest';
import { SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, member, purchase } from './support/people.ts';

const NOTHING = { participants: [], referrals: [], rewards: [], events: [] };
const ids = (items: { id: string }[]) => items.map(({ id }) => id);

describe.each(DIALECTS)('look-ups on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

  async function find(body: object, headers = {}) {
    const answer = await goodturn.post('/v1/lookups', body, headers);
    expect(answer.status).toBe(200);
    return answer.json();
  }

  /** A member, a friend of theirs, and the purchase that rewarded both. */
  async function story() {
    const email = `${fresh('ada')}@example.com`;
    const ada = await member(goodturn, { email });
    const friend = { id: fresh('friend'), email: `${fresh('bea')}@example.com` };
    const told = purchase({ referralCode: ada.code, customer: friend });
    const event = await (await goodturn.post('/v1/events', told)).json();
    return { ada, email, friend, event };
  }

  describe('POST /v1/lookups, 200', () => {
    test('an e-mail finds the person in another spelling, with both sides of what they earned', async () => {
      const { ada, email, event } = await story();
      const found = await find({ email: email.toUpperCase().replace('@', '+shop@') });
      expect(ids(found.participants)).toEqual([ada.id]);
      expect(found.participants[0]).toMatchObject({ externalId: ada.externalId, blockedAt: null });
      expect(found.participants[0].codes[0].code).toBe(ada.code);
      expect(ids(found.referrals)).toEqual([event.rewards[0].referralId]);
      expect(ids(found.rewards)).toEqual([event.rewards[0].id]);
    });

    test('a user id finds the friend: what they did, what they are bound by, what they got', async () => {
      const { friend, event, ada } = await story();
      const found = await find({ externalId: friend.id });
      expect(ids(found.events)).toEqual([event.id]);
      expect(ids(found.events[0].rewards)).toEqual(ids(event.rewards));
      expect(found.referrals).toMatchObject([{ referrer: { externalId: ada.externalId } }]);
      expect(ids(found.rewards)).toEqual([event.rewards[1].id]);
    });

    test('a customer who never took part is found by id through their events', async () => {
      const told = purchase();
      await goodturn.post('/v1/events', told);
      const found = await find({ externalId: told.customer.id });
      expect(found).toMatchObject({ participants: [], events: [{ eventId: told.eventId }] });
    });

    test('a code in any case finds its owner and what came by it', async () => {
      const { ada, event } = await story();
      const found = await find({ code: ada.code.toLowerCase() });
      expect(ids(found.participants)).toEqual([ada.id]);
      expect(ids(found.referrals)).toEqual([event.rewards[0].referralId]);
      expect(ids(found.rewards).toSorted()).toEqual(ids(event.rewards).toSorted());
      expect(ids(found.events)).toEqual([event.id]);
    });

    test('an event finds everybody and everything that it was about, as it stands now', async () => {
      const { ada, friend, event } = await story();
      await goodturn.deps.worker.settle();
      const found = await find({ eventId: event.eventId });
      expect(found.participants.map(({ externalId }: { externalId: string }) => externalId)).toEqual([
        friend.id,
        ada.externalId,
      ]);
      expect(ids(found.referrals)).toEqual([event.rewards[0].referralId]);
      expect(found.rewards).toMatchObject([{ status: 'issued' }, { status: 'issued' }]);
      expect(found.events).toMatchObject([{ id: event.id, rewards: [{ status: 'issued' }, {}] }]);
      expect(JSON.stringify(found)).not.toContain('/claim/');
    });

    test('an event that nobody decided about finds the referral in which it bound its customer', async () => {
      const ada = await member(goodturn);
      const signup = { ...purchase({ type: 'hello', referralCode: ada.code }), amount: null };
      const event = await (await goodturn.post('/v1/events', signup)).json();
      expect(event.decisions).toEqual([]);
      const found = await find({ eventId: event.eventId });
      expect(found.referrals).toMatchObject([{ friend: { externalId: signup.customer.id } }]);
      expect(found.participants.map(({ externalId }: { externalId: string }) => externalId)).toEqual([
        signup.customer.id,
        ada.externalId,
      ]);
      // What Ada does herself is not about those whom she brought.
      const own = purchase({ customer: { id: ada.externalId } });
      await goodturn.post('/v1/events', own);
      expect((await find({ eventId: own.eventId })).referrals).toEqual([]);
    });

    test('the newest fifty of each come first', async () => {
      const ada = await member(goodturn);
      const told = Array.from({ length: 53 }, () => purchase({ type: 'hello', referralCode: ada.code }));
      await goodturn.post('/v1/events', told);
      const found = await find({ code: ada.code });
      expect(found.referrals).toHaveLength(50);
      expect(ids(found.referrals)).toEqual(ids(found.referrals).toSorted().toReversed());
      expect(found.referrals[0].friend.externalId).toBe(told.at(-1)?.customer.id);
    });

    test('what nobody has, and what another site has, is found by nobody', async () => {
      const { ada, email, event, friend } = await story();
      const globex = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };
      expect(await find({ code: 'NOBODYHASIT' })).toEqual(NOTHING);
      const ways = [{ email }, { externalId: friend.id }, { code: ada.code }, { eventId: event.eventId }];
      for (const way of ways) expect(await find(way, globex)).toEqual(NOTHING);
    });
  });

  test.each([
    ['nothing', {}],
    ['two ways', { code: 'ADA42', eventId: 'order_1' }],
    ['a text that is no address', { email: 'ada' }],
    ['an unknown way', { phone: '+15555550100' }],
  ])('400 for %s', async (_name, body) => {
    const answer = await goodturn.post('/v1/lookups', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid_body' });
  });

  describe('GET /v1/referrals', () => {
    test('200 narrowed by person on either side, program and status, page by page', async () => {
      const { ada, friend, event } = await story();
      const { referralId } = event.rewards[0];
      await goodturn.post('/v1/events', purchase({ type: 'hello', referralCode: ada.code }));
      const list = async (query: string) =>
        (await (await goodturn.get(`/v1/referrals?${query}`)).json()) as { data: { id: string }[] };
      const [bea] = (await find({ externalId: friend.id })).participants;
      expect(ids((await list(`participantId=${bea.id}`)).data)).toEqual([referralId]);
      const own = `participantId=${ada.id}&programId=friends`;
      expect((await list(own)).data).toHaveLength(2);
      expect(ids((await list(`${own}&status=qualified`)).data)).toEqual([referralId]);
      expect((await list(`participantId=${ada.id}&programId=other`)).data).toEqual([]);
      const first = await list(`${own}&limit=1`);
      const second = await list(`${own}&limit=1&cursor=${first.data[0]?.id}`);
      expect(ids(second.data)).toEqual([referralId]);
    });

    test('400 for a status that does not exist', async () => {
      const answer = await goodturn.get('/v1/referrals?status=lost');
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].path).toBe('status');
    });
  });
});
