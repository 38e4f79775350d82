import { createHash, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { deriveKeys, rootOf, type VaultKeys } from '../../server/vault/derive-keys.ts';

const SECRET = 'k3Yp9-vT2m_Qx8sLw5RzB7nHc4fJ6gD1';

/** A key that is new comes last. */
function allOf({ sealing, session, mac, alertWebhook, footprint }: VaultKeys): KeyObject[] {
  const { payment, orderTrace, ...older } = mac;
  return [sealing.key, session, alertWebhook, ...Object.values(older), footprint, payment, orderTrace];
}

function printOf(keys: KeyObject[]): string {
  const hash = createHash('sha256');
  for (const key of keys) hash.update(key.export());
  return hash.digest('hex');
}

test('a master secret gives the keys that it has always given: or nothing sealed would ever open again', () => {
  const keys = deriveKeys(SECRET);
  expect(keys.sealing.id).toBe('c4e6f37c');
  const all = allOf(keys);
  expect(printOf(all.slice(0, -2))).toBe('f3319bf07e28cd982a906d4bac73dc8e4665dccf119ea8fd013ac265eb3b9f5e');
  expect(printOf(all.slice(0, -1))).toBe('3cf7708c1885800ff5924c0e2d2b2475d00cf590ab0a7e692ab65a56f86ca8cf');
  expect(printOf(all)).toBe('4c8650125d1247ca50aa50d4675c67a397341223abe60f28f4fdd4b2f3d73d64');
});

test('every purpose has a key of its own, of 256 bits', () => {
  const keys = allOf(deriveKeys(SECRET)).map((key) => key.export().toString('hex'));
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toHaveLength(64);
});

test('another master secret shares no key and no key id', () => {
  const [one, other] = [deriveKeys(SECRET), deriveKeys(`${SECRET}x`)];
  expect(other.sealing.id).not.toBe(one.sealing.id);
  const keys = [...allOf(one), ...allOf(other)].map((key) => key.export().toString('hex'));
  expect(new Set(keys).size).toBe(keys.length);
});

test('under the root of the first secret a second one shares every key but the one that seals', () => {
  const [first, second] = [deriveKeys(SECRET), deriveKeys(`${SECRET}x`, rootOf(SECRET))];
  expect(second.sealing.id).not.toBe(first.sealing.id);
  const rest = (keys: VaultKeys) =>
    [...allOf(keys).slice(1), keys.auditCheckpoint].map((key) => key.export().toString('hex'));
  expect(rest(second)).toEqual(rest(first));
  expect(new Set(rest(first)).size).toBe(rest(first).length);
});

test('printing or serialising the keys shows none of them', () => {
  const keys = deriveKeys(SECRET);
  const shown = inspect(keys, { depth: 9, showHidden: true }) + JSON.stringify(keys);
  for (const key of allOf(keys)) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(shown).not.toContain(key.export().toString(encoding));
    }
  }
});

test('a weak master secret gives no keys at all', () => {
  expect(() => deriveKeys('short')).toThrow('The master secret must be at least 32 bytes long.');
});
