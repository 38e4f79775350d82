import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanDetail, DETAIL_LIMIT } from '../../server/upstream/clean-detail.ts';

describe('a detail for operators', () => {
  test.each([
    ['an e-mail address', 'No mail to sam.doe+x@mail.example.com today', 'sam.doe'],
    ['a link', 'See https://claims.example.com/c/abc?x=1 please', 'claims.example'],
    ['a link in JSON spelling', '{"u":"https:\\/\\/claims.example.com\\/abc"}', 'claims.example'],
    ['a link without scheme', 'See claims.example.com/c/abc', 'claims.example'],
    ['a bearer token', 'Authorization was Bearer abc123.def', 'abc123'],
    ['a JSON web token', 'got eyJhbGciOi.eyJzdWIi.c2lnbg', 'eyJ'],
    ['an opaque token', `got ${'aB3_'.repeat(12)}`, 'aB3_'],
    ['a token under its key', '{"AccessToken":"s3cret value"}', 's3cret'],
    ['a challenge answer', '{"ClaimLinkChallengeAnswer": "blue-otter-7"}', 'otter'],
    ['a challenge answer that was cut', '{"claimLinkChallengeAnswer":"blue ott', 'ott'],
    ['a phone number', 'cannot text +1 555-555-0100', '0100'],
    ['a known secret, anywhere', 'key (hunter2) is unknown', 'hunter2'],
  ])('holds no %s', (_name, text, secret) => {
    const clean = cleanDetail(text, ['hunter2']);
    expect(clean).not.toContain(secret);
    expect(clean).toContain('[removed]');
  });

  test('keeps what helps: sentences, amounts, order numbers, ids', () => {
    const text =
      'LineItems[0].Value: 17 is no value of CVS; GT7K01JD3W8Q9Z7V5X2M4N6P8R0T 3f2504e0-4f89-11d3-9a0c-0305e82c3301';
    expect(cleanDetail(text)).toBe(text);
  });

  test('is one line without markup', () => {
    expect(cleanDetail('<html><body>\r\n<h1>502</h1>\tBad\u0000 gateway</body>')).toBe('502 Bad gateway');
  });

  test('has at most 2 kB, counted in bytes, and no half character', () => {
    const clean = cleanDetail('né '.repeat(4000));
    expect(new TextEncoder().encode(clean).length).toBeLessThanOrEqual(DETAIL_LIMIT);
    expect(clean).not.toContain('\uFFFD');
  });

  test('drops the word that the reading limit cuts, since half a secret is not recognised', () => {
    const filler = '[x] '.repeat(2047);
    expect(cleanDetail(`${filler} abc eyJhbGciOi.eyJzdWIi.c2lnbg`)).not.toContain('eyJ');
  });

  test('never shows an address, whatever stands around it', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(cleanDetail(`${before} sam@mail.example.com ${after}`)).not.toContain('sam@mail');
      }),
    );
  });

  test('costs little on hostile text', () => {
    const texts = ['<', '@', 'a', 'a.', 'token', '"', '+1 ', 'a@'].map((piece) => piece.repeat(500_000));
    const startMs = performance.now();
    for (const text of texts) cleanDetail(text);
    expect(performance.now() - startMs).toBeLessThan(2000);
  });
});
