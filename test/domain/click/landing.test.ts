import { expect, test } from 'vitest';
import { landingUrl } from '../../../server/domain/click/landing.ts';

const LANDING = 'https://shop.acme.example/welcome';

function landed(to: string): string {
  return landingUrl(LANDING, { to, origins: ['https://shop.acme.example'], token: null });
}

test.each([
  ['/mugs?size=l#top', 'https://shop.acme.example/mugs?size=l#top'],
  ['HTTPS://SHOP.ACME.EXAMPLE/Mugs', 'https://shop.acme.example/Mugs'],
  ['https://shop.acme.example:443/mugs', 'https://shop.acme.example/mugs'],
  ['//shop.acme.example/mugs', 'https://shop.acme.example/mugs'],
])('%s stays on the site and is followed', (to, url) => {
  expect(landed(to)).toBe(url);
});

test.each([
  'https://evil.example/',
  '//evil.example/',
  '\\\\evil.example/',
  '/\\evil.example/',
  '\thttps://evil.example/',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,hello',
  'blob:https://shop.acme.example/6f1c',
  'BLOB:https://shop.acme.example/6f1c',
  'http://shop.acme.example/',
  'https://shop.acme.example:8443/',
  'https://user@shop.acme.example/',
  'https://user:word@shop.acme.example/',
  'https://shop.acme.example@evil.example/',
  'https://shop.acme.example.evil.example/',
])('%s leads elsewhere, so the landing page it is', (to) => {
  expect(landed(to)).toBe(LANDING);
});

test.each([
  ['https://shop.acme.example/welcome', 'https://shop.acme.example/welcome?ref=ey.J-_'],
  ['https://shop.acme.example/?lang=en&ref=old#top', 'https://shop.acme.example/?lang=en&ref=ey.J-_#top'],
])('the token of a visit to %s joins what the address says already', (landing, url) => {
  const visit = { to: null, origins: [], token: 'ey.J-_' };
  expect(landingUrl(landing, visit)).toBe(url);
  expect(landingUrl(landing, { ...visit, token: 'another' })).toBe(url.replace('ey.J-_', 'another'));
});
