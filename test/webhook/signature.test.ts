import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { signedHeaders, webhookKey } from '../../server/observe/webhook-signature.ts';
import { newWebhookSecret } from '../../server/vault/random.ts';

function keysOf(...secrets: string[]): Uint8Array[] {
  return secrets.flatMap((secret) => webhookKey(secret) ?? []);
}

// The reference library hashes in JavaScript, which takes seconds on a busy machine.
test('the reference library verifies a thousand bodies of ours: unicode, large, empty', {
  timeout: 60_000,
}, () => {
  const secret = newWebhookSecret();
  const receiver = new Webhook(secret);
  const id = fc.uuid().map((text) => `msg_${text}`);
  const body = fc.oneof(
    { weight: 1, arbitrary: fc.constant('{}') },
    { weight: 40, arbitrary: fc.json({ maxDepth: 2, stringUnit: 'binary' }) },
    { weight: 1, arbitrary: fc.constant(JSON.stringify({ text: 'é'.repeat(9000) })) },
  );
  fc.assert(
    fc.property(id, body, (messageId, text) => {
      const headers = signedHeaders(keysOf(secret), messageId, Date.now(), text);
      expect(receiver.verify(text, headers)).toEqual(JSON.parse(text));
    }),
    { numRuns: 1000 },
  );
});

test('a receiver with any of the live secrets verifies it, and one with another secret does not', () => {
  const [old, fresh, strange] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const headers = signedHeaders(keysOf(fresh, old), 'msg_1', Date.now(), '{"a":1}');
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  for (const secret of [old, fresh]) {
    expect(new Webhook(secret).verify('{"a":1}', headers)).toEqual({ a: 1 });
  }
  expect(() => new Webhook(strange).verify('{"a":1}', headers)).toThrow();
  expect(() => new Webhook(fresh).verify('{"a":2}', headers)).toThrow();
});

test('a secret is whsec_ and 32 random bytes', () => {
  const secrets = Array.from({ length: 50 }, newWebhookSecret);
  expect(new Set(secrets).size).toBe(50);
  for (const secret of secrets) expect(webhookKey(secret)).toHaveLength(32);
});
