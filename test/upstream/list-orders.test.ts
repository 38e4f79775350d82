import { expect, test } from 'vitest';
import { linksOrder } from './order-bodies.ts';
import { setUpUpstream } from './set-up.ts';

const stand = setUpUpstream();
const LIST = 'GET /v1/Orders';
const list = (pageIndex = 1) => stand.cards.orders(stand.account, pageIndex);

test('a page of orders is read in any casing, amounts as they are written; what is no order is counted', async () => {
  const lower = {
    id: 'up-2',
    poNumber: null,
    lineItems: [{ productId: 'CVS', value: '7.50' }],
    other: { x: 1 },
  };
  stand.upstream.on(LIST, { body: { Data: [linksOrder(), lower, { Status: 'Completed' }], TotalCount: 3 } });
  expect(await list()).toEqual({
    kind: 'page',
    orders: [
      expect.objectContaining({ upstreamId: 'up-1', type: 'Links', statusWord: 'Completed' }),
      {
        upstreamId: 'up-2',
        poNumber: null,
        createdAt: null,
        type: '',
        statusWord: '',
        lines: [{ productId: 'CVS', value: '7.50', quantity: '1' }],
      },
    ],
    unreadable: 1,
    total: 3,
  });
});

test('claims in a list go no further', async () => {
  stand.upstream.on(LIST, { body: { Data: [linksOrder()] } });
  expect(JSON.stringify(await list())).not.toMatch(/https?:|answer/i);
});

test.each([
  [{ status: 429 }, 'slowed'],
  [{ status: 403 }, 'disabled'],
  [{ status: 500 }, 'unknown'],
  [{ body: '<html>' }, 'unknown'],
])('%o is no page', async (answer, kind) => {
  stand.upstream.on(LIST, answer);
  expect((await list()).kind).toBe(kind);
});
