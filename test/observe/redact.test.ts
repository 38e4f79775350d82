import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../server/observe/redact.ts';
import { redactText } from '../../server/observe/redact-text.ts';

const alphanumeric = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'),
    minLength: length,
    maxLength: length,
  });

/** Random enough to be a token: at least 22 characters of mixed case with digits. */
const opaque = alphanumeric(30).filter(
  (text) => /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text),
);

/** A text that holds a secret, and the secret that must not come through. */
const tokenShaped: fc.Arbitrary<{ text: string; secret: string }> = fc.oneof(
  fc.tuple(opaque, opaque).map(([middle, end]) => ({
    text: `eyJhbGciOiJFZERTQSJ9.${middle}.${end}`,
    secret: middle,
  })),
  alphanumeric(12).map((secret) => ({ text: `sk_live_${secret}`, secret })),
  alphanumeric(32).map((secret) => ({ text: `whsec_${secret}`, secret })),
  alphanumeric(8).map((secret) => ({ text: `Bearer ${secret}`, secret })),
  alphanumeric(22).map((secret) => ({ text: `https://go.example/c/${secret}`, secret })),
  alphanumeric(22).map((secret) => ({ text: `POST /hooks/gift-card/ord_1/${secret} 204`, secret })),
  alphanumeric(9).map((secret) => ({ text: `/welcome?utm=x&ref=${secret}&y=1`, secret })),
  alphanumeric(9).map((secret) => ({ text: `https://x.example/?access_token=${secret}`, secret })),
  alphanumeric(9).map((secret) => ({ text: `postgres://goodturn:${secret}@db/goodturn`, secret })),
  alphanumeric(9).map((secret) => ({ text: `${secret}@mail.example.com`, secret })),
  opaque.map((secret) => ({ text: secret, secret })),
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 64 })
    .map((secret) => ({ text: secret, secret })),
);

const secretName = fc.constantFrom(
  'token',
  'sessionToken',
  'participant_token',
  'secret',
  'GOODTURN_SECRET',
  'Authorization',
  'cookie',
  'Set-Cookie',
  'x-api-key',
  'password',
  'claimLink',
  'challengeAnswer',
  'webhook-signature',
  'privateJwk',
  'email',
  'phone',
);

/** A value somewhere in which a secret hides, by its shape or under a telling name. */
const hiding = fc
  .oneof(
    tokenShaped.map(({ text, secret }): Hiding => ({ value: text, secret })),
    tokenShaped.map(({ text, secret }): Hiding => ({ value: `it failed (${text}), sorry`, secret })),
    fc
      .tuple(secretName, alphanumeric(6))
      .map(([name, secret]): Hiding => ({ value: { [name]: secret }, secret })),
    fc
      .tuple(secretName, alphanumeric(6))
      .map(([name, secret]): Hiding => ({ value: { [name]: [{ a: secret }] }, secret })),
  )
  .chain((start) =>
    fc.array(fc.constantFrom(...wrappers()), { maxLength: 5 }).map((wraps) => wraps.reduce(wrapped, start)),
  );

type Hiding = { value: unknown; secret: string };
type Wrapper = (value: unknown) => unknown;

function wrapped({ value, secret }: Hiding, wrap: Wrapper): Hiding {
  return { value: wrap(value), secret };
}

function wrappers(): Wrapper[] {
  return [
    (value) => ({ nested: value, plain: 1 }),
    (value) => ['first', value],
    (value) => new Error('outer', { cause: value }),
    (value) =>
      typeof value === 'string' ? new Error(value) : Object.assign(new Error('x'), { detail: value }),
    (value) => new Map([['entry', value]]),
    (value) => new Set([value]),
    (value) => (typeof value === 'string' ? new Headers({ 'x-note': value }) : { headers: value }),
    (value) => (typeof value === 'string' ? { [value]: 'as a name' } : [value]),
    (value) => (typeof value === 'string' && URL.canParse(value) ? new URL(value) : { url: value }),
  ];
}

describe('redaction', () => {
  test('lets no secret through, by name or by shape, at any depth (property)', () => {
    fc.assert(
      fc.property(hiding, ({ value, secret }) => {
        expect(JSON.stringify(redact(value))).not.toContain(secret);
      }),
      { numRuns: 2000 },
    );
  });

  test('never throws and always gives JSON (property)', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
        (value) => {
          JSON.stringify(redact(value));
        },
      ),
    );
  });

  test('survives circles, throwing getters and great depth', () => {
    const circle: Record<string, unknown> = { a: 1 };
    circle['self'] = circle;
    const hostile = {
      circle,
      get trap() {
        throw new Error('no');
      },
    };
    expect(redact(circle)).toEqual({ a: 1, self: '[circular]' });
    expect(redact([hostile])).toEqual(['[unreadable]']);
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(JSON.stringify(redact(deep))).toContain('[deep]');
  });

  test('does not follow toJSON', () => {
    expect(redact({ note: 'plain', toJSON: () => ({ leak: 'x' }) })).toEqual({
      note: 'plain',
      toJSON: '[function]',
    });
  });

  test.for([
    'evt_01J9Z3NDEKTSV4RRFFQ69G5FAV',
    'GT7K01J9Z3NDEKTSV4RRFFQ69G5FAV',
    'req_abcDEF123_-xyzQW',
    'SPRING26',
    '/v1/rewards/:id/claim-page',
    '2026-05-01T12:00:00.000Z',
    'order refused: product is unknown (422)',
    'a-very-long-lowercase-program-identifier-2026',
  ])('keeps what an operator needs: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('takes no more time than a text is long', () => {
    const texts = ['a', 'a@', '?token', 'eyJ', '://', '/c/', 'a.'].map((part) => part.repeat(100_000));
    const startedMs = performance.now();
    for (const text of texts) redactText(text);
    expect(performance.now() - startedMs).toBeLessThan(500);
  });
});
