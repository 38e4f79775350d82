import { describe, expect, test } from 'vitest';
import { readAnyCase } from '../../server/upstream/read-any-case.ts';
import { isKnownStatus, readOrder } from '../../server/upstream/read-order.ts';
import { linksOrder } from './order-bodies.ts';

function read(body: unknown, currency = 'USD') {
  return readOrder(readAnyCase(JSON.stringify(body)), currency);
}

describe('an order', () => {
  test('is read with its lines and cards', () => {
    expect(read(linksOrder({ Cost: 14.255 }))).toEqual({
      upstreamId: 'up-1',
      poNumber: 'GT1TEST',
      type: 'Links',
      state: 'completed',
      statusWord: 'Completed',
      lines: [{ productId: 'CVS', value: 1550, quantity: 1, cost: 1426 }],
      cards: [{ claimLink: 'https://claims.example.com/1', challengeAnswer: 'answer-1' }],
      tracking: null,
      isDelivered: false,
    });
  });

  test.each([
    [
      { Tracking: { Carrier: 'Post', Number: '42', Url: 'https://post.example/42' } },
      'https://post.example/42',
    ],
    [{ TrackingNumber: '42', Carrier: 'Post', TrackingUrl: 'javascript:alert(1)' }, null],
  ])('a posted card is done when it is shipped, and may be looked for: %j', (told, url) => {
    const body = { ...linksOrder({ ClaimData: [] }), Type: 'PhysicalShipment', Status: 'Shipped', ...told };
    expect(read(body)).toMatchObject({
      state: 'completed',
      tracking: { carrier: 'Post', number: '42', url },
    });
  });

  test('keys in any casing and keys that nobody knows make no difference', () => {
    const camel =
      '{"id":"up-1","STATUS":"completed","type":"Links","poNumber":"GT1TEST","x":{"y":[1]},"lineItems":[{"productId":"CVS","value":"15.50","quantity":"1","claimData":[{"claimLink":"https://claims.example.com/1","claimLinkChallengeAnswer":"answer-1"}]}]}';
    const order = readOrder(readAnyCase(camel), 'USD');
    expect(order?.state).toBe('completed');
    expect(order?.lines).toEqual([{ productId: 'CVS', value: 1550, quantity: 1, cost: null }]);
    expect(order?.cards).toHaveLength(1);
  });

  test('amounts are read in the given currency', () => {
    expect(read(linksOrder({ Value: 1500 }), 'JPY')?.lines[0]?.value).toBe(1500);
    expect(read(linksOrder({ Value: 1.005 }), 'KWD')?.lines[0]?.value).toBe(1005);
  });

  test.each([
    ['Completed', 'completed'],
    ['COMPLETE', 'completed'],
    ['fulfilled', 'completed'],
    ['Pending', 'pending'],
    ['Processing', 'pending'],
    ['InProgress', 'pending'],
    ['Created', 'pending'],
    ['Failed', 'failed'],
    ['Error', 'failed'],
    ['Cancelled', 'failed'],
    ['Canceled', 'failed'],
    ['Rejected', 'failed'],
  ])('status word %s means %s', (word, state) => {
    expect(read({ ...linksOrder(), Status: word })?.state).toBe(state);
    expect(isKnownStatus(word)).toBe(true);
  });

  test.each(['OnHold', '', null, undefined])('status %j is pending, and the word is kept', (word) => {
    const order = read({ ...linksOrder(), Status: word });
    expect(order).toMatchObject({ state: 'pending', statusWord: word ?? '' });
    expect(isKnownStatus(order?.statusWord ?? '')).toBe(false);
  });

  test.each([
    ['fewer links than cards', 2, [1]],
    ['more links than cards', 1, [1, 2]],
    ['no links', 1, []],
  ])('a Links order with %s is not completed', (_name, quantity, links) => {
    expect(read(linksOrder({ Quantity: quantity }, links))?.state).toBe('pending');
  });

  test.each(['javascript:alert(1)', 'not a link', '', null, 7])('claim link %j is none', (link) => {
    const order = read(linksOrder({ ClaimData: [{ ClaimLink: link, ClaimLinkChallengeAnswer: 'a' }] }));
    expect(order).toMatchObject({ state: 'pending', cards: [{ claimLink: null, challengeAnswer: 'a' }] });
  });

  test('other types are completed without links', () => {
    const body = { ...linksOrder({ ClaimData: [{ Id: 'c1' }] }), Type: 'DigitalDelivery' };
    expect(read(body)).toMatchObject({
      state: 'completed',
      cards: [{ claimLink: null, challengeAnswer: null }],
    });
  });

  test('an absent quantity is one, absent cost and claim data are none', () => {
    const body = linksOrder({ Quantity: undefined, Cost: undefined, ClaimData: null });
    expect(read(body)?.lines).toEqual([{ productId: 'CVS', value: 1550, quantity: 1, cost: null }]);
  });

  test.each([
    ['null', null],
    ['a list', []],
    ['no id', { ...linksOrder(), Id: undefined }],
    ['a null id', { ...linksOrder(), Id: null }],
    ['an empty id', { ...linksOrder(), Id: '' }],
    ['an id that leads elsewhere', { ...linksOrder(), Id: '..' }],
    ['no type', { ...linksOrder(), Type: undefined }],
    ['no lines', { ...linksOrder(), LineItems: undefined }],
    ['lines that are none', { ...linksOrder(), LineItems: 'CVS' }],
    ['a value that is none', linksOrder({ Value: 'many' })],
    ['a value finer than the currency', linksOrder({ Value: 15.505 })],
    ['a value as an object', linksOrder({ Value: { Amount: 15 } })],
    ['a quantity that is none', linksOrder({ Quantity: 1.5 })],
  ])('with %s cannot be read', (_name, body) => {
    expect(read(body)).toBeNull();
  });
});
