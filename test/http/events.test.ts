import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { clickThrough, fresh, member, purchase } from './support/people.ts';

describe.each(DIALECTS)('POST /v1/events on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  const tell = (body: unknown, headers?: Record<string, string>) =>
    goodturn.post('/v1/events', body, headers);

  describe('201', () => {
    test('a credited event comes back whole: decisions with their checks, rewards with their first steps', async () => {
      const { code, externalId } = await member(goodturn);
      const sent = purchase({ referralCode: code });
      const answer = await tell(sent);
      expect(answer.status).toBe(201);
      expect(answer.headers.get('idempotent-replayed')).toBeNull();
      const event = await answer.json();
      expect(Object.keys(event)).toEqual([
        'id',
        'eventId',
        'type',
        'trust',
        'status',
        'decisions',
        'rewards',
        'createdAt',
      ]);
      expect(event).toMatchObject({
        id: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
        eventId: sent.eventId,
        type: 'purchase',
        trust: 'verified',
        status: 'credited',
        createdAt: new Date(goodturn.clock.now).toISOString(),
      });
      expect(event.decisions).toHaveLength(2);
      expect(event.decisions[0]).toMatchObject({
        programId: 'friends',
        programVersion: 1,
        ruleId: 'first-purchase',
        beneficiary: 'referrer',
        referralId: expect.stringMatching(/^rfl_/),
        matchedBy: 'code',
        outcome: 'earned',
      });
      expect(event.rewards[0]).toEqual({
        id: expect.stringMatching(/^rwd_/),
        programId: 'friends',
        eventId: sent.eventId,
        referralId: event.decisions[0].referralId,
        beneficiary: 'referrer',
        recipient: { externalId },
        value: { amount: 1500, currency: 'USD' },
        productId: 'CVS',
        delivery: 'Links',
        status: 'ordering',
        reason: 'order_written',
        holdUntil: null,
        orderId: expect.stringMatching(/^ord_/),
        createdAt: event.createdAt,
        timeline: ['earned', 'approved', 'ordering'].map((status) => ({
          at: event.createdAt,
          status,
          actor: 'system',
          reason: expect.any(String),
        })),
      });
      expect(event.rewards[1].recipient).toEqual({ externalId: sent.customer.id });
    });

    test('an event of a customer whom nobody referred is recorded with the reason', async () => {
      const event = await (await tell(purchase())).json();
      expect(event).toMatchObject({ status: 'recorded', rewards: [] });
      expect(event.decisions[0].checks[0]).toMatchObject({
        check: 'attribution',
        passed: false,
        reason: 'no_referral',
      });
    });

    test('an event that no program asks for is recorded without a decision', async () => {
      const event = await (await tell(purchase({ type: 'newsletter' }))).json();
      expect(event).toMatchObject({ status: 'recorded', decisions: [], rewards: [] });
    });

    test('what a client sends beyond the contract is ignored, so that clients may be newer', async () => {
      expect((await tell(purchase({ fromTheFuture: { deep: [1] } }))).status).toBe(201);
    });
  });

  describe('200, a replay', () => {
    test.each([
      ['credited', true],
      ['refused', false],
    ])('a %s event told again gets the very bytes of its first answer', async (_name, isReferred) => {
      const { code } = await member(goodturn);
      const sent = purchase(isReferred ? { referralCode: code } : {});
      const first = await (await tell(sent)).text();
      await goodturn.deps.worker.settle();
      goodturn.clock.now += 60_000;
      const again = await tell(sent);
      expect(again.status).toBe(200);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(await again.text()).toBe(first);
    });

    test('an undecided event told again gets the very bytes of its first answer', async () => {
      const sent = purchase({ type: 'newsletter', metadata: { list: 'spring', count: 2, double: true } });
      const first = await (await tell(sent)).text();
      goodturn.clock.now += 60_000;
      expect(await (await tell(sent)).text()).toBe(first);
    });

    test('what is not part of the identity may differ: evidence, e-mail, metadata, time', async () => {
      const { code } = await member(goodturn);
      const sent = purchase();
      const first = await (await tell(sent)).text();
      const again = await tell({
        ...sent,
        customer: { ...sent.customer, email: 'late@example.com' },
        referralCode: code,
        metadata: { more: true },
        occurredAt: '2026-11-01T00:00:00Z',
      });
      expect(again.status).toBe(200);
      expect(await again.text()).toBe(first);
    });

    test('GET /v1/events/:eventId shows each reward as it stands now, while a repeat gets the first answer', async () => {
      const { code } = await member(goodturn);
      const sent = purchase({ referralCode: code });
      const first = await (await tell(sent)).json();
      expect(await (await goodturn.get(`/v1/events/${sent.eventId}`)).json()).toEqual(first);
      const [{ id }] = first.rewards;
      await goodturn.deps.store.write('settle-order', (rows) =>
        rows.rewards.move(id, 'issued', 'order_completed'),
      );
      const now = await (await goodturn.get(`/v1/events/${sent.eventId}`)).json();
      // Read alone, a reward tells more.
      expect(await (await goodturn.get(`/v1/rewards/${id}`)).json()).toMatchObject(now.rewards[0]);
      expect(now.rewards[0].status).toBe('issued');
      expect({ ...now, rewards: first.rewards }).toEqual(first);
      expect(await (await tell(sent)).json()).toEqual(first);
    });

    test('GET /v1/events/:eventId answers the same, and 404 for an event never told', async () => {
      const sent = purchase();
      const first = await (await tell(sent)).json();
      const read = await goodturn.get(`/v1/events/${sent.eventId}`);
      expect(read.status).toBe(200);
      expect(await read.json()).toEqual(first);
      expect((await goodturn.get('/v1/events/never-told')).status).toBe(404);
    });
  });

  describe('what says nothing', () => {
    const nothing = {
      ...{ programId: null, referralToken: null, referralCode: null, coupon: null, amount: null },
      ...{ occurredAt: null, metadata: null, refersTo: null, payment: null },
    };
    const unknown = {
      ...{ email: null, name: null, displayName: null, phone: null },
      ...{ country: null, region: null, age: null, isNew: null },
    };

    test('null is the same as leaving the field out, for a repeat as well', async () => {
      const { type, eventId, customer } = purchase();
      const answer = await tell({ type, eventId, customer: { ...customer, ...unknown }, ...nothing });
      expect(answer.status).toBe(201);
      const first = await answer.text();
      expect(JSON.parse(first).decisions[0].checks[0]).toMatchObject({ reason: 'no_referral' });
      expect((await goodturn.get(`/v1/participants/${customer.id}`)).status).toBe(404);
      const again = await tell({ type, eventId, customer });
      expect([again.status, await again.text()]).toEqual([200, first]);
    });

    test('a null token, as a visit answers for nobody, costs nothing beside a good code', async () => {
      const { code } = await member(goodturn);
      const payment = { fingerprint: null, bin: null };
      const answer = await tell(purchase({ referralCode: code, referralToken: null, payment }));
      expect(await answer.json()).toMatchObject({
        status: 'credited',
        decisions: [{ matchedBy: 'code' }, {}],
      });
    });

    test('neither does an empty field of a form about the customer', async () => {
      const { code } = await member(goodturn);
      const empty = { email: '', name: '', displayName: '', phone: '', country: '', region: '' };
      const sent = purchase({ referralCode: code });
      const answer = await tell({ ...sent, customer: { ...sent.customer, ...empty } });
      expect(await answer.json()).toMatchObject({ status: 'credited' });
      const { tables } = await (await goodturn.get(`/v1/participants/${sent.customer.id}/export`)).json();
      expect(tables.participant).toMatchObject([{ displayName: null, country: null, region: null }]);
    });

    test('nor does an empty hidden field for a token, a code or a coupon: it is no failed check', async () => {
      const { code } = await member(goodturn);
      const nobody = await (await tell(purchase({ referralToken: '', referralCode: '', coupon: '' }))).json();
      expect(nobody.decisions[0].checks[0]).toMatchObject({ check: 'attribution', reason: 'no_referral' });
      const led = await (await tell(purchase({ referralToken: '', referralCode: code, coupon: '' }))).json();
      expect(led).toMatchObject({ status: 'credited', decisions: [{ matchedBy: 'code' }, {}] });
      expect(JSON.stringify(led.decisions)).not.toContain('token_invalid');
    });

    test('in a visit an empty token or code leaves it to the address to say who invites', async () => {
      const { code } = await member(goodturn);
      const referralToken = await clickThrough(goodturn, code);
      const url = `https://shop.acme.example/welcome?ref=${referralToken}`;
      const body = { referralToken: '', code: '', url };
      const visit = await goodturn.widget('POST', '/v1/widget/visits', { body });
      expect(await visit.json()).toMatchObject({ referralToken, programId: 'friends' });
    });

    test.each([
      ['referralToken', { referralToken: 5 }],
      ['customer.id', { customer: { id: null } }],
      ['refersTo', { type: 'refund', refersTo: null }],
    ])('%s of %j stays a mistake', async (path, change) => {
      const answer = await tell(purchase(change));
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors).toMatchObject([{ path }]);
    });
  });

  describe('409 event_conflict', () => {
    const base = { amount: { amount: 4200, currency: 'USD' } };
    test.each([
      ['type', { type: 'signup' }],
      ['customer.id', { customer: { id: 'somebody-else' } }],
      ['amount.amount', { amount: { amount: 4201, currency: 'USD' } }],
      ['amount.currency', { amount: { amount: 4200, currency: 'EUR' } }],
      ['amount left out', { amount: undefined }],
      ['programId', { programId: 'friends' }],
      ['refersTo', { refersTo: 'order-0' }],
    ])('the same eventId with another %s is refused and changes nothing', async (_name, change) => {
      const sent = purchase(base);
      const first = await (await tell(sent)).text();
      const answer = await tell({ ...sent, ...change });
      expect(answer.status).toBe(409);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 409, code: 'event_conflict' });
      expect(await (await tell(sent)).text()).toBe(first);
    });

    test('an eventId is unique per site: another site may use the same', async () => {
      const sent = purchase();
      await tell(sent);
      const globex = { Authorization: 'Bearer sk_test_globex_7hG5fDsAqWzXcVb' };
      expect((await tell({ ...sent, type: 'signup' }, globex)).status).toBe(201);
    });
  });

  describe('400 invalid_body', () => {
    test.each([
      ['amount.amount', { amount: { amount: 9_007_199_254_740_992, currency: 'USD' } }],
      ['amount.amount', { amount: { amount: 1_000_000_000_001, currency: 'USD' } }],
      ['amount.amount', { amount: { amount: -1, currency: 'USD' } }],
      ['amount.amount', { amount: { amount: 10.5, currency: 'USD' } }],
      ['amount.amount', { amount: { amount: '4200', currency: 'USD' } }],
      ['amount.amount', { amount: { amount: null, currency: 'USD' } }],
      ['amount.currency', { amount: { amount: 4200, currency: 'usd' } }],
      ['amount.currency', { amount: { amount: 4200 } }],
      ['type', { type: 'Purchase!' }],
      ['type', { type: undefined }],
      ['eventId', { eventId: '' }],
      ['eventId', { eventId: 'x'.repeat(201) }],
      ['eventId', { eventId: 'nul\u0000byte' }],
      ['eventId', { eventId: 'half\ud800pair' }],
      ['customer', { customer: undefined }],
      ['customer.id', { customer: { id: '' } }],
      ['customer.id', { customer: { id: 'nul\u0000byte' } }],
      ['customer.email', { customer: { id: 'x', email: 'nobody' } }],
      ['customer.country', { customer: { id: 'x', country: 'usa' } }],
      ['occurredAt', { occurredAt: 'yesterday' }],
      ['occurredAt', { occurredAt: '2026-02-30T00:00:00Z' }],
      ['metadata.note', { metadata: { note: { deep: true } } }],
      ['refersTo', { refersTo: 'nul\u0000byte' }],
      ['refersTo', { type: 'refund', refersTo: undefined }],
    ])('%s of %j is refused by name and nothing is stored', async (path, change) => {
      const sent = purchase();
      const answer = await tell({ ...sent, ...change });
      expect(answer.status).toBe(400);
      const problem = await answer.json();
      expect(problem).toMatchObject({ code: 'invalid_body', status: 400 });
      expect(problem.errors.map((fault: { path: string }) => fault.path)).toContain(path);
      expect((await tell(sent)).status).toBe(201);
    });

    test.each([
      ['nothing', ''],
      ['no JSON', '{'],
      ['not a number', '{"amount":{"amount":NaN}}'],
      ['null', 'null'],
      ['a string', '"purchase"'],
      ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ])('a body of %s is refused', async (_name, body) => {
      const answer = await goodturn.app.request('/v1/events', {
        method: 'POST',
        headers: { Authorization: 'Bearer sk_test_acme_4fJ8sKq2LmNpRtVw' },
        body,
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'invalid_body' });
    });
  });

  describe('400 bad_request', () => {
    test.each(['nowhere', 'friends '])(
      'a programId %j that the site does not have is named',
      async (programId) => {
        const answer = await tell(purchase({ programId }));
        expect(answer.status).toBe(400);
        expect(await answer.json()).toMatchObject({ code: 'bad_request', errors: [{ path: 'programId' }] });
      },
    );

    test("another site's program answers exactly like one that does not exist", async () => {
      const globex = { Authorization: 'Bearer sk_test_globex_7hG5fDsAqWzXcVb' };
      const answer = async (programId: string) => {
        const { requestId, ...problem } = await (await tell(purchase({ programId }), globex)).json();
        return JSON.stringify(problem).replaceAll(programId, 'ID');
      };
      expect(await answer('friends')).toBe(await answer('nowhere'));
    });
  });

  describe('200, an array', () => {
    test('items are answered in order and independently, whatever becomes of their neighbours', async () => {
      const { code } = await member(goodturn);
      const known = purchase();
      await tell(known);
      const fine = purchase({ referralCode: code });
      const answer = await tell([
        fine,
        known,
        { type: 'purchase', eventId: 'no-customer' },
        { ...known, type: 'signup' },
        purchase({ programId: 'nowhere' }),
        'not an object',
        purchase(),
      ]);
      expect(answer.status).toBe(200);
      const { data } = await answer.json();
      expect(data.map((item: { status: number }) => item.status)).toEqual([
        201, 200, 422, 409, 422, 422, 201,
      ]);
      expect(data[0].event).toMatchObject({ eventId: fine.eventId, status: 'credited' });
      expect(data[1].event.eventId).toBe(known.eventId);
      expect(data[2]).toMatchObject({
        problem: { status: 422, code: 'invalid_body', errors: [{ path: 'customer' }] },
      });
      expect(data[3].problem).toMatchObject({ status: 409, code: 'event_conflict' });
      expect(data[4].problem).toMatchObject({ status: 422, errors: [{ path: 'programId' }] });
    });

    test('every problem in it carries the id of the request', async () => {
      const answer = await tell([purchase(), {}]);
      const { data } = await answer.json();
      expect(data[1].problem.requestId).toBe(answer.headers.get('x-request-id'));
    });

    test('an item sees the ones before it: a sign-up binds for the purchase behind it', async () => {
      const { code } = await member(goodturn);
      const customer = { id: fresh('customer') };
      const { data } = await (
        await tell([
          { type: 'signup', eventId: fresh('signup'), customer, referralCode: code },
          purchase({ customer }),
        ])
      ).json();
      expect(data[1].event).toMatchObject({ status: 'credited', decisions: [{ matchedBy: 'bound' }, {}] });
    });

    test('one hundred items are taken', async () => {
      const items = Array.from({ length: 100 }, () => purchase({ type: 'newsletter' }));
      const { data } = await (await tell(items)).json();
      expect(data.map(({ event }: { event: { eventId: string } }) => event.eventId)).toEqual(
        items.map(({ eventId }) => eventId),
      );
    });

    test.each([0, 101])('%i items are refused whole', async (count) => {
      const items = Array.from({ length: count }, () => purchase({ type: 'newsletter' }));
      const answer = await tell(items);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'invalid_body' });
      for (const { eventId } of items.slice(0, 1)) {
        expect((await goodturn.get(`/v1/events/${eventId}`)).status).toBe(404);
      }
    });
  });

  describe('the body', () => {
    test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', null])(
      'is judged by its content behind a secret key, not by the type %s',
      async (type) => {
        const answer = await goodturn.app.request('/v1/events', {
          method: 'POST',
          headers: {
            Authorization: 'Bearer sk_test_acme_4fJ8sKq2LmNpRtVw',
            ...(type !== null && { 'Content-Type': type }),
          },
          body: JSON.stringify(purchase()),
        });
        expect(answer.status).toBe(201);
      },
    );

    test('of more than 1 MB is refused with 413', async () => {
      const answer = await tell(purchase({ metadata: { note: 'x'.repeat(1_000_000) } }));
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: 'payload_too_large' });
    });
  });
});
