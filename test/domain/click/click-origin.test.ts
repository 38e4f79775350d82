import { expect, test } from 'vitest';
import { mediumOf, refererHostOf } from '../../../server/domain/click/click-origin.ts';

test.each([
  [{ gclid: 'Cj0K' }],
  [{ GCLID: 'Cj0K' }],
  [{ to: '/shoes', msclkid: '1a2b' }],
  [{ wbraid: 'x' }],
  [{ utm_source: 'google', utm_medium: 'cpc' }],
  [{ utm_medium: 'Paid_Social' }],
  [{ utm_medium: 'paid search' }],
])('%j is the address of an advertisement', (query: Record<string, string>) => {
  expect(mediumOf(query)).toBe('paid');
});

test.each([
  [{}],
  [{ to: '/shoes' }],
  [{ gclid: '' }],
  // Facebook puts it on every link, also on the one that a member posted.
  [{ fbclid: 'IwAR0' }],
  [{ utm_medium: 'email' }],
  [{ utm_medium: 'unpaid' }],
  [{ utm_source: 'cpc' }],
])('%j is not', (query: Record<string, string>) => {
  expect(mediumOf(query)).toBe('organic');
});

test.each([
  ['https://Deals.Example/page?secret=1', 'deals.example'],
  ['http://deals.example:8080/', 'deals.example'],
  ['https://bücher.example/', 'xn--bcher-kva.example'],
  ['about:blank', null],
  ['android-app://com.example', null],
  ['not an address', null],
  [undefined, null],
])('of the referer %s, %s is kept', (referer, host) => {
  expect(refererHostOf(referer)).toBe(host);
});
