import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { linksOrder, startApi } from './harness.ts';

const envelope = z.object({
  Data: z.array(z.looseObject({ Id: z.string() })),
  Page: z.number(),
  PageSize: z.number(),
  TotalCount: z.number(),
});

describe('GET /v1/Products', () => {
  test('offers CVS as the document fixes it', async () => {
    const { get } = await startApi();
    expect((await get('/v1/Products/CVS')).body).toMatchObject({
      Id: 'CVS',
      Type: 'Digital',
      DenominationType: 'Fixed',
      Denominations: [10, 15, 20, 25, 50],
      AvailableDeliveryTypes: ['DigitalDelivery', 'Links', 'PhysicalShipment'],
      CurrencyCode: 'USD',
      Cost: { Fee: 0, DiscountPercentage: 0 },
    });
  });

  test('lists a fixed, a variable, a links-only and a physical product', async () => {
    const { get } = await startApi();
    const { Data } = envelope.parse((await get('/v1/Products')).body);
    for (const product of [
      { DenominationType: 'Fixed' },
      { DenominationType: 'Variable', Denominations: [5, 250] },
      { AvailableDeliveryTypes: ['Links'] },
      { Type: 'Physical', AvailableDeliveryTypes: ['PhysicalShipment'] },
    ]) {
      expect(Data).toContainEqual(expect.objectContaining(product));
    }
  });

  test.each([
    ['productName=bramble', ['BRAMBLEWICK']],
    ['ProductName=BOOKS&productType=Digital', ['HOLLOWFERN']],
    ['productType=Physical', ['TANAGERCO']],
    ['productDescription=pharmacy', ['CVS']],
    ['productName=none', []],
  ])('filters by %s', async (query, ids) => {
    const { get } = await startApi();
    const { Data } = envelope.parse((await get(`/v1/Products?${query}`)).body);
    expect(Data.map(({ Id }) => Id)).toEqual(ids);
  });

  test('404 for an unknown product', async () => {
    const { get } = await startApi();
    expect((await get('/v1/Products/NOSUCH')).status).toBe(404);
  });
});

describe('paging', () => {
  test('orders come newest first, 50 to a page, in the list envelope', async () => {
    const { accepted, get } = await startApi();
    for (const number of ['A', 'B', 'C']) await accepted(linksOrder(number));
    const all = await get('/v1/Orders');
    expect(all.body).toMatchObject({
      Data: [{ PONumber: 'C' }, { PONumber: 'B' }, { PONumber: 'A' }],
      Page: 1,
      PageSize: 50,
      TotalCount: 3,
    });
    const second = await get('/v1/Orders?pageIndex=2&pageSize=2');
    expect(second.body).toMatchObject({ Data: [{ PONumber: 'A' }], Page: 2, PageSize: 2, TotalCount: 3 });
    expect(envelope.parse((await get('/v1/Orders?pageIndex=9')).body).Data).toEqual([]);
  });

  test.each(['pageIndex=0', 'pageIndex=-1', 'pageIndex=x', 'pageSize=0', 'pageSize=501', 'pageSize=1.5'])(
    '400 for %s on every list',
    async (query) => {
      const { get } = await startApi();
      for (const list of ['Orders', 'Products', 'ShippingMethods', 'Brandings']) {
        expect((await get(`/v1/${list}?${query}`)).status).toBe(400);
      }
    },
  );

  test('takes the page size of 500 that a client was seen to ask for', async () => {
    const { get } = await startApi();
    expect((await get('/v1/Products?pageSize=500')).status).toBe(200);
  });
});

test('shipping methods name their carriers, brandings their ids, both in the list envelope', async () => {
  const { get } = await startApi();
  const methods = envelope.parse((await get('/v1/ShippingMethods')).body);
  expect(methods.Data).toContainEqual(
    expect.objectContaining({
      Id: 'STANDARD',
      Carriers: expect.arrayContaining([{ Id: 'DEFAULT', Name: expect.any(String) }]),
    }),
  );
  expect(envelope.parse((await get('/v1/Brandings')).body).Data.length).toBeGreaterThan(0);
});
