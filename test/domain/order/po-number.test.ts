import { expect, test } from 'vitest';
import { madeAtOf, poNumber, readPoNumber, rewardIdentity } from '../../../server/domain/order/po-number.ts';
import { deriveKeys } from '../../../server/vault/derive-keys.ts';
import { createOrderTraces } from '../../../server/vault/order-traces.ts';
import { SECRETS } from '../../support/acme.ts';

const traceOf = createOrderTraces(deriveKeys(SECRETS.GOODTURN_SECRET).mac.orderTrace);
const REWARD = {
  siteId: 'acme',
  programId: 'friends',
  eventId: 'order-1',
  ruleId: 'purchase',
  position: 0,
  externalId: 'bea',
};
const ULID = '01KC0000000000000000000000';

test('a number is 32 letters and digits, and its parts can be read again', () => {
  const trace = traceOf(rewardIdentity(REWARD));
  const number = poNumber('7ABC', ULID, trace);
  expect(number).toMatch(/^GT7ABC01KC000000[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(number).toHaveLength(32);
  expect(readPoNumber(number)).toEqual({ epoch: '7ABC', trace });
  for (const foreign of ['PROMO-4001', `${number}0`, number.toLowerCase(), number.replace('GT', 'RW'), '']) {
    expect(readPoNumber(foreign)).toBeNull();
  }
});

test('the same reward has the same trace for ever, and any other reward another one', () => {
  // Numbers that are out in the world lead back by this very value.
  expect(traceOf(rewardIdentity(REWARD))).toBe('J29N6G46E864VQCT');
  const others = [
    { ...REWARD, siteId: 'globex' },
    { ...REWARD, programId: 'partners' },
    { ...REWARD, eventId: 'order-2' },
    { ...REWARD, ruleId: 'signup' },
    { ...REWARD, position: 1 },
    { ...REWARD, externalId: 'cleo' },
    // Parts cannot run into each other.
    { ...REWARD, siteId: 'acmefriends', programId: '' },
  ];
  expect(new Set([REWARD, ...others].map((each) => traceOf(rewardIdentity(each)))).size).toBe(8);
});

test('under another key the trace tells nothing', () => {
  const other = createOrderTraces(deriveKeys(`${SECRETS.GOODTURN_SECRET}x`).mac.orderTrace);
  expect(other(rewardIdentity(REWARD))).not.toBe(traceOf(rewardIdentity(REWARD)));
});

test('a number tells when it was made, which is never later than its order', () => {
  // The ULID's own example, of 2016-07-30.
  const number = poNumber('7ABC', '01ARYZ6S41TSV4RRFFQ69G5FAV', traceOf('any'));
  expect(madeAtOf({ poNumber: number, createdAt: Date.parse('2026-11-23') })).toBe(1469918176385);
  expect(madeAtOf({ poNumber: number, createdAt: 5 })).toBe(5);
  expect(madeAtOf({ poNumber: 'PROMO-4001', createdAt: 7 })).toBe(7);
});
