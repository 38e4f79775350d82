import { describe, expect, test } from 'vitest';
import { SlowedDown } from '../../server/domain/order/gift-cards.ts';
import { camelCased } from './order-bodies.ts';
import { setUpUpstream } from './set-up.ts';

const stand = setUpUpstream();
const LIST = 'GET /v1/Products';

const cvs = {
  Id: 'CVS',
  Name: 'CVS Pharmacy',
  ShortDescription: 'A card',
  Type: 'Digital',
  DenominationType: 'Fixed',
  Denominations: [10, 15.5, 50],
  AvailableDeliveryTypes: ['DigitalDelivery', 'Links', 'SomethingNew'],
  CurrencyCode: 'USD',
  Terms: 'Terms',
  Cost: { Fee: 0.1, DiscountPercentage: 7.5 },
  Unheard: { Of: true },
};

function list() {
  return stand.cards.products(stand.account);
}

function numbered(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({ ...cvs, Id: `P${from + index}` }));
}

describe('the catalogue', () => {
  test.each([
    ['PascalCase', { Data: [cvs], Page: 1, PageSize: 200, TotalCount: 1 }],
    ['camelCase', camelCased({ Data: [cvs], Page: 1, PageSize: 200, TotalCount: 1 })],
    ['a bare array', [cvs]],
  ])('is read from %s, amounts in minor units', async (_name, body) => {
    stand.upstream.on(LIST, { body });
    expect(await list()).toEqual([
      {
        id: 'CVS',
        name: 'CVS Pharmacy',
        description: 'A card',
        currency: 'USD',
        denominations: { kind: 'fixed', values: [1000, 1550, 5000] },
        deliveries: ['DigitalDelivery', 'Links', 'SomethingNew'],
        terms: 'Terms',
        cost: { fee: 10, discountBasisPoints: 750 },
      },
    ]);
    expect(stand.upstream.seen(LIST)[0]?.path).toBe('/v1/Products?pageIndex=1&pageSize=200');
  });

  test('a variable denomination is a range, in a currency without decimals too', async () => {
    const yen = {
      Id: 'YEN',
      CurrencyCode: 'JPY',
      DenominationType: 'Variable',
      Denominations: [500, 10_000],
    };
    stand.upstream.on(LIST, { body: [yen] });
    expect(await list()).toMatchObject([
      { name: 'YEN', denominations: { kind: 'range', min: 500, max: 10_000 }, cost: { fee: 0 } },
    ]);
  });

  test('is read page by page', async () => {
    stand.upstream.on(
      LIST,
      { body: { Data: numbered(0, 200), TotalCount: 250 } },
      { body: { Data: numbered(200, 50), TotalCount: 250 } },
    );
    expect(await list()).toHaveLength(250);
    expect(stand.upstream.seen(LIST)).toHaveLength(2);
  });

  test('is read whole from an upstream that gives smaller pages than asked for', async () => {
    stand.upstream.on(
      LIST,
      { body: { Data: numbered(0, 50), TotalCount: 70 } },
      { body: { Data: numbered(50, 20), TotalCount: 70 } },
    );
    expect(await list()).toHaveLength(70);
  });

  test('ends when an upstream gives the same page for ever', async () => {
    stand.upstream.on(LIST, { body: { Data: numbered(0, 200), TotalCount: 9999 } });
    expect(await list()).toHaveLength(200);
    expect(stand.upstream.seen(LIST)).toHaveLength(2);
  });

  test('leaves out what cannot be read, and says how many', async () => {
    stand.upstream.on(LIST, { body: [cvs, { Name: 'No id' }, { ...cvs, CurrencyCode: 'dollars' }, null] });
    expect(await list()).toHaveLength(1);
    expect(stand.logged.join()).toContain('"unreadable":3');
  });

  test('that is asked for too often says when to come again', async () => {
    stand.upstream.on(LIST, { status: 429, headers: { 'Retry-After': '7' } });
    const error = await list().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SlowedDown);
    expect(error).toMatchObject({ retryAfterMs: 7000, message: expect.stringMatching(/429/) });
  });

  test.each([
    ['is broken', { status: 500 }],
    ['is no list', { body: { Data: 'none' } }],
    ['is cut', { body: [cvs], fault: 'half' as const }],
    ['is refused', { status: 403 }],
  ])('that %s is an error, never a part of the truth', async (_name, step) => {
    stand.upstream.on(LIST, step);
    await expect(list()).rejects.toThrow(/HTTP|ECONN/);
  });
});
