import { expect, test } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { createFootprints } from '../../server/vault/footprint.ts';

const SECRET = 'k3Yp9-vT2m_Qx8sLw5RzB7nHc4fJ6gD1';
const footprintOf = createFootprints(deriveKeys(SECRET).footprint);
const NOON = Date.parse('2026-11-23T12:00:00Z');
const ADA = { address: '203.0.113.7', agent: 'Firefox/128', language: 'en-US' };

test('one visitor leaves one footprint all day, in every process', () => {
  const elsewhere = createFootprints(deriveKeys(SECRET).footprint);
  expect(footprintOf(ADA, Date.parse('2026-11-23T23:59:59.999Z'))).toEqual(footprintOf(ADA, NOON));
  expect(elsewhere({ ...ADA, address: '::ffff:203.0.113.7' }, NOON)).toEqual(footprintOf(ADA, NOON));
});

test("whoever sees a visitor now can tell yesterday's footprint too, and the days do not get mixed up", () => {
  const days = [NOON, NOON - DAY_MS, NOON + DAY_MS, NOON - 7 * DAY_MS];
  const once = days.map((at) => footprintOf(ADA, at));
  expect(new Set(once.map(({ deviceMac }) => deviceMac)).size).toBe(days.length);
  expect(days.toReversed().map((at) => footprintOf(ADA, at))).toEqual(once.toReversed());
});

test("yesterday's footprint cannot be matched with today's, and today's is the same after that", () => {
  const today = footprintOf(ADA, NOON);
  const yesterday = footprintOf(ADA, NOON - DAY_MS);
  expect(yesterday.networkMac).not.toBe(today.networkMac);
  expect(yesterday.deviceMac).not.toBe(today.deviceMac);
  expect(footprintOf(ADA, NOON)).toEqual(today);
});

test('a neighbour shares the network only; another browser or language is another device', () => {
  const { networkMac, deviceMac } = footprintOf(ADA, NOON);
  for (const other of [{ address: '203.0.113.8' }, { agent: 'Safari/18' }, { language: 'de' }]) {
    const footprint = footprintOf({ ...ADA, ...other }, NOON);
    expect(footprint.networkMac).toBe(networkMac);
    expect(footprint.deviceMac).not.toBe(deviceMac);
  }
  expect(footprintOf({ ...ADA, address: '203.0.114.7' }, NOON).networkMac).not.toBe(networkMac);
});

test('agent and language cannot run into each other', () => {
  const one = footprintOf({ ...ADA, agent: 'a', language: 'b c' }, NOON);
  expect(footprintOf({ ...ADA, agent: 'a b', language: 'c' }, NOON).deviceMac).not.toBe(one.deviceMac);
});

test.each([null, '127.0.0.1', '192.168.0.4', 'unknown'])('an address such as %s leaves none', (address) => {
  expect(footprintOf({ ...ADA, address }, NOON)).toEqual({ networkMac: null, deviceMac: null });
});
