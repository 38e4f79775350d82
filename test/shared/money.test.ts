import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyDigits, formatMoney, fromDecimal, toDecimal } from '../../shared/money.ts';

const CURRENCIES = ['USD', 'JPY', 'KWD'];

describe('money', () => {
  test('goes to decimal text and back without loss, in currencies of no, two and three digits', () => {
    const amount = fc.maxSafeInteger();
    fc.assert(
      fc.property(amount, fc.constantFrom(...CURRENCIES), (minor, currency) => {
        expect(fromDecimal(toDecimal({ amount: minor, currency }), currency)).toBe(minor);
      }),
    );
  });

  test.each([
    [1500, 'USD', '15.00'],
    [5, 'USD', '0.05'],
    [-5, 'USD', '-0.05'],
    [1500, 'JPY', '1500'],
    [1500, 'KWD', '1.500'],
    [0, 'USD', '0.00'],
  ])('%i minor units of %s read %s', (amount, currency, text) => {
    expect(toDecimal({ amount, currency })).toBe(text);
  });

  test.each([
    ['15', 'USD', 1500],
    ['15.5', 'USD', 1550],
    ['15.500', 'USD', 1550],
    ['0.1', 'USD', 10],
    ['1.005', 'USD', null],
    ['1.5', 'JPY', null],
    ['1e3', 'USD', null],
    ['15,00', 'USD', null],
    [' 15', 'USD', null],
    ['NaN', 'USD', null],
    ['', 'USD', null],
    ['90071992547409.92', 'USD', null],
  ])('the text %j in %s is %j minor units', (text, currency, amount) => {
    expect(fromDecimal(text, currency)).toBe(amount);
  });

  test('is shown without decimals where they are zero', () => {
    expect(formatMoney({ amount: 1500, currency: 'USD' })).toBe('$15');
    expect(formatMoney({ amount: 1550, currency: 'USD' })).toBe('$15.50');
    expect(formatMoney({ amount: 1500, currency: 'JPY' })).toBe('¥1,500');
  });

  test.each(['en', 'de', 'fr', 'pl', 'ja', 'ar'])(
    'in %s, has no place at which a line could end',
    (locale) => {
      for (const currency of ['USD', 'EUR', 'CHF', 'SEK', 'JPY', 'KWD', 'BRL'])
        expect(formatMoney({ amount: -123456789, currency }, locale)).not.toContain(' ');
    },
  );

  test('knows the digits of its currency', () => {
    expect(CURRENCIES.map(currencyDigits)).toEqual([2, 0, 3]);
  });
});
