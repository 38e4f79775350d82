import { describe, expect, test } from 'vitest';
import { keepReferral } from '../../widget/capture/keep-referral.ts';
import { readReferral } from '../../widget/capture/read-referral.ts';

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJjb2QiOiJBREE0MiJ9.c2ln';

describe('readReferral', () => {
  test('finds the token among other parameters', () => {
    expect(readReferral(`https://shop.example/welcome?utm_source=x&ref=${TOKEN}#top`)).toBe(TOKEN);
  });

  test.each(['', '?ref=', '?ref=producthunt', '?ref=a.b', '?ref=<b>.c.d', '?other=a.b.c'])(
    'leaves %s to its owner',
    (query) => {
      expect(readReferral(`https://shop.example/${query}`)).toBeNull();
    },
  );
});

describe('keepReferral', () => {
  test('stores nothing without consent', () => {
    sessionStorage.clear();
    const kept = keepReferral(TOKEN, () => sessionStorage);
    expect(kept.token).toBe(TOKEN);
    expect(sessionStorage.length).toBe(0);
  });

  test('with consent a later page of the tab finds the token, and a withdrawal removes it', () => {
    sessionStorage.clear();
    keepReferral(TOKEN, () => sessionStorage).allowStorage(true);
    const later = keepReferral(null, () => sessionStorage);
    later.allowStorage(true);
    expect(later.token).toBe(TOKEN);
    later.allowStorage(false);
    expect(sessionStorage.length).toBe(0);
  });

  test('a browser that forbids storage leaves the token in memory', () => {
    const kept = keepReferral(TOKEN, () => {
      throw new DOMException('denied', 'SecurityError');
    });
    kept.allowStorage(true);
    expect(kept.token).toBe(TOKEN);
  });
});
