import { describe, expect, test } from 'vitest';
import { camelCased, intent, linksOrder } from './order-bodies.ts';
import { setUpUpstream } from './set-up.ts';

const stand = setUpUpstream();
const PLACE = 'POST /v1/Orders';

function place() {
  return stand.cards.place(stand.account, intent);
}

function digitalOrder(fields: Record<string, unknown> = {}) {
  return { ...linksOrder({ ClaimData: [] }), Type: 'DigitalDelivery', ...fields };
}

describe('placing an order', () => {
  test.each([
    ['PascalCase', linksOrder()],
    ['camelCase', camelCased(linksOrder())],
  ])('gives the order as the upstream tells it in %s', async (_name, body) => {
    stand.upstream.on(PLACE, { status: 201, body });
    expect(await place()).toMatchObject({
      kind: 'placed',
      duplicate: false,
      order: {
        upstreamId: 'up-1',
        state: 'completed',
        cards: [{ claimLink: 'https://claims.example.com/1', challengeAnswer: 'answer-1' }],
      },
    });
  });

  test('sends it once, as JSON, and asks for no compression', async () => {
    stand.upstream.on(PLACE, { status: 201, body: linksOrder() });
    await place();
    const [request, ...others] = stand.upstream.seen(PLACE);
    expect(others).toEqual([]);
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ PONumber: 'GT1TEST' });
  });

  test('an account URL with a path and a slash at its end is joined right', async () => {
    stand.upstream.on('POST /b2b/v1/Tokens', { body: { Value: 'abc', ExpiresIn: 60 } });
    stand.upstream.on('POST /b2b/v1/Orders', { status: 201, body: linksOrder() });
    const account = { ...stand.account, url: `${stand.account.url}/b2b/` };
    expect((await stand.cards.place(account, intent)).kind).toBe('placed');
  });

  test('after a 401 the repeat carries the same body with the same number', async () => {
    stand.upstream.on(PLACE, { status: 401 }, { status: 201, body: linksOrder() });
    expect((await place()).kind).toBe('placed');
    const [first, second] = stand.upstream.seen(PLACE);
    expect(second?.body).toBe(first?.body);
  });

  test('a status word that nobody knows is pending, kept and reported', async () => {
    stand.upstream.on(PLACE, { status: 201, body: { ...linksOrder(), Status: 'OnHold' } });
    expect(await place()).toMatchObject({ order: { state: 'pending', statusWord: 'OnHold' } });
    expect(stand.logged.join()).toContain('OnHold');
  });

  test('an answer about something else than was ordered is unknown', async () => {
    stand.upstream.on(PLACE, { status: 201, body: linksOrder({ ProductId: 'OTHER' }) });
    expect((await place()).kind).toBe('unknown');
  });

  test('tells of the moments before and after sending, and of the reply', async () => {
    const points: string[] = [];
    const arrived: number[] = [];
    const cards = stand.create({
      onPoint: (point) => {
        points.push(point);
        arrived.push(stand.upstream.seen(PLACE).length);
      },
    });
    stand.upstream.on(PLACE, { status: 201, body: linksOrder() });
    await cards.place(stand.account, intent);
    expect(points).toEqual(['send:before', 'send:after', 'reply:after']);
    expect(arrived[0]).toBe(0);
    expect(arrived[2]).toBe(1);
  });
});

describe('a 409', () => {
  const conflicts = [
    ['previousOrderIds', { previousOrderIds: ['up-1'] }],
    ['PreviousOrderIds', { PreviousOrderIds: ['up-1'] }],
    ['one id that is no list', { PreviousOrderIds: 'up-1' }],
    ['Id', { Id: 'up-1' }],
    ['orderId as a list', { orderId: ['up-1', 'up-1'] }],
  ] as const;

  test.each(conflicts)('with %s leads to the order, which is adopted', async (_name, body) => {
    stand.upstream.on(PLACE, { status: 409, body });
    stand.upstream.on('GET /v1/Orders/up-1', { body: linksOrder() });
    expect(await place()).toMatchObject({ kind: 'placed', duplicate: true, order: { upstreamId: 'up-1' } });
    expect(stand.upstream.seen('GET /v1/Orders/up-1')).toHaveLength(1);
    expect(stand.upstream.seen('GET /v1/Orders')).toHaveLength(0);
  });

  test('with several ids adopts the one that matches', async () => {
    stand.upstream.on(PLACE, { status: 409, body: { PreviousOrderIds: ['up-0', 'up-1'] } });
    stand.upstream.on('GET /v1/Orders/up-0', { body: { ...linksOrder({ Value: 20 }), Id: 'up-0' } });
    stand.upstream.on('GET /v1/Orders/up-1', { body: linksOrder() });
    expect(await place()).toMatchObject({ kind: 'placed', order: { upstreamId: 'up-1' } });
  });

  test('with two orders that both match is for a person', async () => {
    stand.upstream.on(PLACE, { status: 409, body: { PreviousOrderIds: ['up-0', 'up-1'] } });
    stand.upstream.on('GET /v1/Orders/up-0', { body: { ...linksOrder(), Id: 'up-0' } });
    stand.upstream.on('GET /v1/Orders/up-1', { body: linksOrder() });
    expect(await place()).toMatchObject({ kind: 'mismatch', upstreamIds: ['up-0', 'up-1'] });
  });

  test.each([
    ['product', linksOrder({ ProductId: 'OTHER' })],
    ['value', linksOrder({ Value: 15.51 })],
    ['quantity', linksOrder({ Quantity: 2 })],
    ['type', digitalOrder()],
    ['number', { ...linksOrder(), PONumber: 'GT1OTHER' }],
  ])('whose order differs in %s adopts nothing', async (_name, body) => {
    stand.upstream.on(PLACE, { status: 409, body: { PreviousOrderIds: ['up-1'] } });
    stand.upstream.on('GET /v1/Orders/up-1', { body });
    expect(await place()).toMatchObject({ kind: 'mismatch', upstreamIds: ['up-1'] });
  });

  test.each([
    ['an empty body', ''],
    ['other keys only', { title: 'Conflict' }],
    ['ids that are none', { PreviousOrderIds: [null, '', {}, '..'] }],
    ['HTML', '<html>'],
  ])('with %s: the list is read newest first until the number is found', async (_name, body) => {
    stand.upstream.on(PLACE, { status: 409, body });
    const others = [{ Id: 'up-9', PONumber: 'GT1TEST2' }, { Id: 'up-8' }, 'odd'];
    stand.upstream.on('GET /v1/Orders', { body: { Data: others } }, { body: { data: [linksOrder()] } });
    stand.upstream.on('GET /v1/Orders/up-1', { body: linksOrder() });
    expect(await place()).toMatchObject({ kind: 'placed', duplicate: true });
    expect(stand.upstream.seen('GET /v1/Orders').map(({ path }) => path)).toEqual([
      '/v1/Orders?pageIndex=1&pageSize=100',
      '/v1/Orders?pageIndex=2&pageSize=100',
    ]);
  });

  test('whose order is nowhere in the list is for a person, after a bounded search', async () => {
    stand.upstream.on(PLACE, { status: 409 });
    stand.upstream.on('GET /v1/Orders', { body: { Data: [{ Id: 'up-9', PONumber: 'GT1OTHER' }] } });
    expect(await place()).toMatchObject({ kind: 'mismatch', upstreamIds: [] });
    expect(stand.upstream.seen('GET /v1/Orders')).toHaveLength(5);
  });

  test.each([
    ['cannot be read', { body: '<html>' }, 'unknown'],
    ['is another one', { body: { ...linksOrder(), Id: 'up-2' } }, 'unknown'],
    ['is missing', { status: 404 }, 'unknown'],
    ['answers 500', { status: 500 }, 'unknown'],
    ['is reset', { fault: 'reset' as const }, 'unknown'],
    ['answers 429', { status: 429 }, 'slowed'],
    ['answers 403', { status: 403 }, 'disabled'],
  ])('whose order %s decides nothing yet', async (_name, step, kind) => {
    stand.upstream.on(PLACE, { status: 409, body: { PreviousOrderIds: ['up-1'] } });
    stand.upstream.on('GET /v1/Orders/up-1', step);
    expect((await place()).kind).toBe(kind);
  });

  test.each([
    ['cannot be read', { body: { Data: 'none' } }, 'unknown'],
    ['answers 404', { status: 404 }, 'unknown'],
    ['answers 429', { status: 429 }, 'slowed'],
  ])('without id, when the list %s, decides nothing yet', async (_name, step, kind) => {
    stand.upstream.on(PLACE, { status: 409 });
    stand.upstream.on('GET /v1/Orders', step);
    expect((await place()).kind).toBe(kind);
  });
});
