import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import { intent, linksOrder } from './order-bodies.ts';
import { NOW_MS, setUpUpstream } from './set-up.ts';

const stand = setUpUpstream();
const LIST = 'GET /v1/Orders';
const find = () => stand.cards.find(stand.account, intent, NOW_MS);
const others = (from: number, createdAt = NOW_MS) =>
  Array.from({ length: 100 }, (_, at) => ({
    Id: `other-${from + at}`,
    PONumber: `GT1OTHER${from + at}`,
    CreatedDate: new Date(createdAt).toISOString(),
  }));

describe('looking for an order by its number', () => {
  test('finds the one that we meant to buy, and sends none', async () => {
    stand.upstream.on(LIST, { body: { Data: others(0) } }, { body: { Data: [linksOrder()] } });
    stand.upstream.on('GET /v1/Orders/up-1', { body: linksOrder() });
    expect(await find()).toMatchObject({ kind: 'found', order: { upstreamId: 'up-1', state: 'completed' } });
    expect(stand.upstream.seen('POST /v1/Orders')).toEqual([]);
  });

  test.each([
    ['no order at all', [{ body: { Data: [], TotalCount: 0 } }]],
    ['a list read to its end', [{ body: { Data: others(0) } }, { body: { Data: [] } }]],
    ['as many orders as there are', [{ body: { Data: others(0), TotalCount: 100 } }]],
    [
      'a list in which others have no number',
      [{ body: { Data: [...others(0), { Id: 'up-8' }], TotalCount: 101 } }],
    ],
    ['orders of days before the number', [{ body: { Data: others(0, NOW_MS - 2 * DAY_MS) } }]],
  ])('%s is proof that it is not there', async (_name, pages) => {
    stand.upstream.on(LIST, ...pages);
    expect(await find()).toEqual({ kind: 'absent' });
  });

  test.each([
    ['a list without an end', [{ body: { Data: others(0) } }]],
    ['an empty page before the total', [{ body: { Data: [], TotalCount: 3 } }]],
    ['the same page again and again', [{ body: { Data: others(0), TotalCount: 300 } }]],
    ['orders of the day before', [{ body: { Data: others(0, NOW_MS - DAY_MS / 2) } }]],
    ['a list that shows no numbers', [{ body: { Data: [{ Id: 'up-1' }], TotalCount: 1 } }]],
    ['a row that cannot be read', [{ body: { Data: [...others(0), 'odd'] } }, { body: { Data: [] } }]],
    ['a page that cannot be read', [{ body: '<html>' }]],
    ['an error', [{ status: 500 }]],
    ['a reset connection', [{ fault: 'reset' as const }]],
  ])('%s is no proof', async (_name, pages) => {
    stand.upstream.on(LIST, ...pages);
    expect((await find()).kind).toBe('unknown');
  });

  test('no proof in sound answers does not speak against the account', async () => {
    stand.upstream.on(LIST, { body: { Data: others(0) } });
    expect(await find()).toMatchObject({ kind: 'unknown', isAlive: true, isUnprovable: true });
    stand.upstream.on(LIST, { body: { Data: [linksOrder()] } });
    stand.upstream.on('GET /v1/Orders/up-1', { status: 404 });
    expect(await find()).toMatchObject({ kind: 'unknown', isAlive: true });
  });

  test('another order under the number is for a person', async () => {
    stand.upstream.on(LIST, { body: { Data: [linksOrder()] } });
    stand.upstream.on('GET /v1/Orders/up-1', { body: linksOrder({ Value: 20 }) });
    expect(await find()).toMatchObject({ kind: 'mismatch', upstreamIds: ['up-1'] });
  });

  test.each([
    [429, 'slowed'],
    [403, 'disabled'],
  ])('a %i says nothing about the order', async (status, kind) => {
    stand.upstream.on(LIST, { status });
    expect((await find()).kind).toBe(kind);
  });
});
