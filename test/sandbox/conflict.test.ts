import { describe, expect, test } from 'vitest';
import { linksOrder, seedOrder, startApi } from './harness.ts';

describe('409', () => {
  test('names the first order, whatever the second body asks for, and charges nothing', async () => {
    const { accepted, order, fetched, balance } = await startApi();
    const first = await accepted(seedOrder);
    const second = await order(linksOrder('PROMO-4001', 3));
    expect(second.status).toBe(409);
    expect(second.body).toEqual({ PreviousOrderIds: [first.Id] });
    expect(await fetched(first.Id)).toEqual(first);
    expect(await balance()).toEqual({ Available: '985.00', Pending: '0.00' });
  });

  test('numbers are compared exactly', async () => {
    const { accepted } = await startApi();
    await accepted(linksOrder('Exact-1'));
    expect((await accepted(linksOrder('EXACT-1'))).PONumber).toBe('EXACT-1');
  });

  test('the body follows the switch: ids, one id, or nothing', async () => {
    const { accepted, order, control } = await startApi();
    const { Id } = await accepted(seedOrder);
    await control('settings', { conflictBody: 'id' });
    expect((await order(seedOrder)).body).toEqual({ Id });
    await control('settings', { conflictBody: 'empty' });
    expect(await order(seedOrder)).toMatchObject({ status: 409, text: '' });
  });

  test('40 creates of one number at once: one 201, 39 times 409, one charge', async () => {
    const { order, records, balance } = await startApi();
    const answers = await Promise.all(Array.from({ length: 40 }, () => order(seedOrder)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(39);
    expect(await records('orders')).toEqual([expect.objectContaining({ Creates: 40 })]);
    expect(await balance()).toMatchObject({ Available: '985.00' });
  });
});

describe('casing', () => {
  test('camel: every key of every /v1 answer, PONumber as poNumber', async () => {
    const { order, get, records } = await startApi({ behaviour: { casing: 'camel' } });
    const created = await order(linksOrder('CAMEL', 1));
    expect(created.body).toMatchObject({
      poNumber: 'CAMEL',
      lineItems: [{ productId: 'CVS', claimData: [{ claimLinkChallengeAnswer: expect.any(String) }] }],
    });
    const { id } = Object(created.body);
    expect((await order(linksOrder('CAMEL', 1))).body).toEqual({ previousOrderIds: [id] });
    expect((await get('/v1/Orders')).body).toMatchObject({
      data: [{ id }],
      page: 1,
      pageSize: 50,
      totalCount: 1,
    });
    expect((await get('/v1/Products')).body).toMatchObject({ data: expect.any(Array), totalCount: 5 });
    expect(await records('orders')).toEqual([expect.objectContaining({ PONumber: 'CAMEL' })]);
  });
});
