import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { member, purchase } from './support/people.ts';

type Row = { id: string; createdAt: string };

describe.each(DIALECTS)('lists on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  const ada = await member(goodturn);
  const bea = await member(goodturn);
  const events: { eventId: string; rewards: { id: string }[] }[] = [];
  for (const { code } of [ada, ada, bea]) {
    const told = await goodturn.post('/v1/events', purchase({ referralCode: code }));
    events.push(await told.json());
    goodturn.clock.now += 1000;
  }

  async function read(path: string) {
    const answer = await goodturn.get(path);
    expect(answer.status).toBe(200);
    return (await answer.json()) as { data: Row[]; nextCursor: string | null };
  }
  const idsOf = async (path: string) => (await read(path)).data.map(({ id }) => id);

  describe.each([
    ['/v1/rewards', 6],
    ['/v1/orders', 6],
    ['/v1/referrals', 3],
  ])('GET %s', (path, count) => {
    test('newest first, and no cursor where nothing follows', async () => {
      const { data, nextCursor } = await read(path);
      expect(data).toHaveLength(count);
      expect(nextCursor).toBeNull();
      const order = data.map(({ createdAt }) => createdAt);
      expect(order).toEqual(order.toSorted().reverse());
    });

    test.each([1, 2, 200])('pages of %i together are the whole, each row once', async (limit) => {
      const whole = await idsOf(path);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page = await read(`${path}?limit=${limit}${query}`);
        expect(page.data.length).toBeLessThanOrEqual(limit);
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(whole);
    });

    test('a page stands still while new rows arrive', async () => {
      const first = await read(`${path}?limit=1`);
      const rest = await idsOf(`${path}?cursor=${first.nextCursor}`);
      expect(rest).toEqual((await idsOf(path)).slice(1));
    });

    test.each(['limit=0', 'limit=201', 'limit=-1', 'limit=1.5', 'limit=ten', 'limit=', 'cursor=a%00b'])(
      '400 for %s names the parameter',
      async (query) => {
        const answer = await goodturn.get(`${path}?${query}`);
        expect(answer.status).toBe(400);
        const problem = await answer.json();
        expect(problem).toMatchObject({ code: 'bad_request' });
        expect(problem.errors[0].path).toBe(query.split('=')[0]);
      },
    );
  });

  // A client that keeps a cursor of another list, or mistypes one, would go round for ever, or believe it has seen all.
  test.each([
    '/v1/rewards',
    '/v1/orders',
    '/v1/audit',
    '/v1/referrals',
    '/v1/programs',
    '/v1/programs/friends/budget',
    '/v1/reward-batches',
    '/v1/webhook-endpoints',
    '/v1/accounts',
    '/v1/products',
  ])('GET %s refuses a cursor that it never gave', async (path) => {
    const foreign = `xyz_${'0'.repeat(26)}`;
    for (const cursor of [
      'zzz',
      '',
      foreign,
      foreign.replace('xyz', path === '/v1/orders' ? 'rwd' : 'ord'),
    ]) {
      const answer = await goodturn.get(`${path}?cursor=${cursor}`);
      expect([answer.status, await answer.json()]).toMatchObject([
        400,
        { code: 'bad_request', errors: [{ path: 'cursor', message: expect.stringContaining('nextCursor') }] },
      ]);
    }
    expect((await goodturn.get(`${path}?limit=0`)).status).toBe(400);
  });

  test('the catalogue is paged like any list: each product once, in one order', async () => {
    const whole = await idsOf('/v1/products');
    expect(whole.length).toBeGreaterThan(2);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await read(`/v1/products?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole);
  });

  test.each(['/v1/rewards', '/v1/orders', '/v1/referrals'])(
    'GET %s finds a participant by either id, and nobody by another one',
    async (path) => {
      const own = await idsOf(`${path}?participantId=${ada.id}`);
      expect(own).toHaveLength(2);
      expect(await idsOf(`${path}?participantId=${ada.externalId}`)).toEqual(own);
      expect(await idsOf(`${path}?participantId=nobody`)).toEqual([]);
      if (path === '/v1/referrals') return;
      const counts = await goodturn.get(`${path}/counts?participantId=${ada.externalId}`);
      expect(await counts.json()).toMatchObject({ total: 2 });
    },
  );

  test('an order is found by its reward', async () => {
    const [rewardId] = await idsOf('/v1/rewards');
    const { data } = await read(`/v1/orders?rewardId=${rewardId}`);
    expect(data).toMatchObject([{ rewardId }]);
    expect(await idsOf('/v1/orders?rewardId=nothing')).toEqual([]);
  });

  describe('GET /v1/rewards filters', () => {
    test('by event, participant, program and status, alone and together', async () => {
      const [first] = events;
      if (!first) throw new Error('an event was told');
      const ofFirst = first.rewards.map(({ id }) => id).toSorted();
      expect((await idsOf(`/v1/rewards?eventId=${first.eventId}`)).toSorted()).toEqual(ofFirst);
      expect(await idsOf(`/v1/rewards?participantId=${ada.id}`)).toHaveLength(2);
      expect(await idsOf(`/v1/rewards?participantId=${bea.id}&programId=friends`)).toHaveLength(1);
      expect(await idsOf(`/v1/rewards?participantId=${bea.id}&eventId=${first.eventId}`)).toEqual([]);
      expect(await idsOf('/v1/rewards?programId=another')).toEqual([]);
      expect(await idsOf('/v1/rewards?status=ordering')).toHaveLength(6);
      expect(await idsOf('/v1/rewards?status=issued')).toEqual([]);
    });

    test('a filter holds over pages', async () => {
      const first = await read(`/v1/rewards?participantId=${ada.id}&limit=1`);
      const second = await read(`/v1/rewards?participantId=${ada.id}&limit=1&cursor=${first.nextCursor}`);
      expect(second.nextCursor).toBeNull();
      expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(2);
    });

    test('400 for a status that does not exist', async () => {
      const answer = await goodturn.get('/v1/rewards?status=claimed');
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].path).toBe('status');
    });
  });

  test('an order and a referral say what the contract says of them', async () => {
    const { data: orders } = await read('/v1/orders?limit=1');
    expect(orders[0]).toEqual({
      id: expect.stringMatching(/^ord_/),
      poNumber: expect.stringMatching(/^GT[0-9A-Z]{18,38}$/),
      rewardId: expect.stringMatching(/^rwd_/),
      type: 'Links',
      upstreamId: null,
      status: 'queued',
      attempts: 0,
      faceValue: { amount: 1500, currency: 'USD' },
      cost: null,
      // Nobody has read the catalogue here, so that there was no cost to agree to.
      agreedCost: null,
      askedCost: null,
      lastError: null,
      createdAt: expect.any(String),
      completedAt: null,
    });
    expect(await (await goodturn.get(`/v1/orders/${orders[0]?.id}`)).json()).toEqual(orders[0]);
    const { data: referrals } = await read('/v1/referrals?limit=1');
    expect(referrals[0]).toEqual({
      id: expect.stringMatching(/^rfl_/),
      programId: 'friends',
      programVersion: 1,
      referrer: { externalId: bea.externalId },
      friend: { externalId: expect.any(String) },
      code: bea.code,
      matchedBy: 'code',
      status: 'qualified',
      reason: 'action_done',
      createdAt: expect.any(String),
    });
  });
});
