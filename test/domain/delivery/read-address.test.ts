import { describe, expect, test } from 'vitest';
import { foldPhone } from '../../../server/domain/delivery/phone.ts';
import { type Asked, readAddress, type Typed } from '../../../server/domain/delivery/read-address.ts';
import { shippingOf } from '../../../server/domain/delivery/shipping.ts';

const US: Asked = { kind: 'postal', countries: ['US'] };
const SAM = {
  name: 'Sam Doe',
  line1: '1 Main Street',
  city: 'New York',
  state: 'NY',
  zip: '10001',
  country: 'US',
};

describe('a postal address', () => {
  test('is taken as it is typed, without what a thumb adds', () => {
    const typed = { ...SAM, name: '  Sam   Doe ', state: ' new york', line2: '' };
    expect(readAddress(US, typed)).toEqual({ address: { kind: 'postal', ...SAM } });
  });

  test.each<[string, string[], Typed]>([
    ['Canada', ['CA'], { ...SAM, state: 'ontario', zip: 'k1a 0b1', country: 'CA' }],
    ['Britain', ['US', 'GB'], { ...SAM, state: 'Kent', zip: 'ct1 2aa', country: 'GB' }],
    ['Germany', ['DE'], { ...SAM, state: 'Berlin', zip: '10115', country: 'DE' }],
    ['Australia', ['AU'], { ...SAM, state: 'nsw', zip: '2000', country: 'AU' }],
    ['a country without rules of its own', ['AT'], { ...SAM, state: 'Wien', zip: '1010', country: 'AT' }],
    ['a country whose mail needs no state', ['AT'], { ...SAM, state: '', zip: '1010', country: 'AT' }],
    ['Britain without a county', ['GB'], { ...SAM, state: '', zip: 'ct1 2aa', country: 'GB' }],
    ['a post-office box with a long ZIP code', ['US'], { ...SAM, line1: 'PO Box 12', zip: '10001-1234' }],
  ])('is good in %s', (_, countries, typed) => {
    expect(readAddress({ kind: 'postal', countries }, typed)).toHaveProperty('address');
  });

  test.each<[string, Typed, object]>([
    [
      'an empty form',
      {},
      {
        name: 'Enter the name for the envelope.',
        line1: 'Enter the street and house number, or the post-office box.',
        city: 'Enter the city.',
        state: 'Enter the state by name or code, as in Alabama or AL.',
        zip: 'Enter the ZIP code as in 10001.',
      },
    ],
    ['a state that is none', { ...SAM, state: 'Ontario' }, { state: expect.any(String) }],
    ['a ZIP code of four digits', { ...SAM, zip: '1000' }, { zip: 'Enter the ZIP code as in 10001.' }],
    [
      'a country where nothing is posted to',
      { ...SAM, country: 'FR' },
      { country: 'Cards can be posted to United States.' },
    ],
    [
      'a name longer than a label',
      { ...SAM, name: 'x'.repeat(81) },
      { name: 'Shorten this to 80 characters.' },
    ],
    ['markup', { ...SAM, line1: '<b>1 Main</b>' }, { line1: 'Use letters, digits and punctuation only.' }],
  ])('says what to change beside each field: %s', (_, typed, faults) => {
    expect(readAddress(US, typed)).toEqual({ faults: expect.objectContaining(faults) });
  });
});

test.each(['constructor', '__proto__', 'toString'])(
  'the country %s is one that nothing is posted to',
  (country) => {
    expect(readAddress(US, { ...SAM, country })).toEqual({ faults: { country: expect.any(String) } });
  },
);

describe('an e-mail address or phone number', () => {
  test('is asked for by the channels of the rule, and only by those', () => {
    const both: Asked = { kind: 'digital', by: ['email', 'sms'] };
    const typed = { email: 'sam@example.com', phone: '+1 (555) 555-0100' };
    expect(readAddress(both, typed)).toEqual({
      address: { kind: 'digital', email: 'sam@example.com', phone: '+15555550100' },
    });
    expect(readAddress({ kind: 'digital', by: ['email'] }, typed)).toEqual({
      address: { kind: 'digital', email: 'sam@example.com' },
    });
    expect(readAddress(both, { email: 'sam', phone: '555 0100' })).toEqual({
      faults: { email: expect.any(String), phone: expect.any(String) },
    });
  });

  test.each([
    ['+1 415 555 0177', '+14155550177'],
    ['0049 30 123456', '+4930123456'],
    ['415 555 0177', null],
    ['+0 1', null],
  ])('%s is the number %s', (text, number) => {
    expect(foldPhone(text)).toBe(number);
  });
});

describe('the way of a card in the post', () => {
  const carriers = [
    { id: 'PLAIN', name: '' },
    { id: 'FOLDED', name: '' },
  ];
  const methods = [
    { id: 'FIRST', name: '', carriers: [{ id: 'PLAIN', name: '' }] },
    { id: 'SECOND', name: '', carriers },
  ];
  test.each([
    [null, methods, 'FIRST', 'PLAIN'],
    [{ shipping: { method: 'SECOND' } }, methods, 'SECOND', 'PLAIN'],
    [{ shipping: { carrier: 'FOLDED' } }, methods, 'SECOND', 'FOLDED'],
    [null, null, 'STANDARD', 'DEFAULT'],
    [{ shipping: { method: 'OWN', carrier: 'BOX' } }, null, 'OWN', 'BOX'],
  ])('is the one that %j names, else the first that is listed', (options, listed, method, carrier) => {
    expect(shippingOf(options, listed)).toEqual({ shippingMethodId: method, carrierId: carrier });
  });
});
