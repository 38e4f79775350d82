import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnyCase } from '../../server/upstream/read-any-case.ts';
import { fromDecimal, toDecimal } from '../../shared/money.ts';

describe('reading JSON', () => {
  test('lowers every key at every level', () => {
    expect(readAnyCase('{"LineItems":[{"claimData":[{"ClaimLINK":"X"}]}]}')).toEqual({
      lineitems: [{ claimdata: [{ claimlink: 'X' }] }],
    });
  });

  test('keeps the text of numbers: no digit of an amount or an id is lost', () => {
    expect(readAnyCase('{"Value":15.10,"Id":123456789012345678901,"s":"15.10","n":null,"b":true}')).toEqual({
      value: '15.10',
      id: '123456789012345678901',
      s: '15.10',
      n: null,
      b: true,
    });
  });

  test('an amount written as a JSON number reads as the same minor units', () => {
    const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(amounts, fc.constantFrom('USD', 'JPY', 'KWD'), (amount, currency) => {
        const text = JSON.stringify({ Value: Number(toDecimal({ amount, currency })) });
        const body = readAnyCase(text);
        expect(body).toHaveProperty('value');
        expect(fromDecimal((body as { value: string }).value, currency)).toBe(amount);
      }),
    );
  });

  test.each(['', '<html></html>', '{"a":', '{"a":1}x', 'undefined'])('%j is no JSON', (text) => {
    expect(readAnyCase(text)).toBeUndefined();
  });

  test('does not fall over bottomless nesting', () => {
    expect(readAnyCase('['.repeat(400_000) + ']'.repeat(400_000))).toBeUndefined();
  });

  test('a key named __proto__ stays a key', () => {
    readAnyCase('{"__proto__":{"polluted":true}}');
    expect({}).not.toHaveProperty('polluted');
  });
});
