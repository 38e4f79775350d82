import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BRAND, GIFT_AMOUNT, PROGRAM_ID, QUALIFYING_AMOUNT, SITE_KEY } from '../../demo/shop/brand.ts';
import { configFile } from '../../shared/contract/site.ts';

const text = readFileSync(new URL('../../demo/goodturn.config.json', import.meta.url), 'utf8');

test('the demo’s config is a valid config file and says what the shop says', () => {
  const [site] = configFile.parse(JSON.parse(text)).sites;
  expect(site).toMatchObject({ name: BRAND.name, contact: BRAND.contact, publishableKey: SITE_KEY });
  const program = site?.programs.find(({ id }) => id === PROGRAM_ID);
  const rule = program?.rules[0];
  expect(rule?.when.minAmount).toEqual({ amount: QUALIFYING_AMOUNT, currency: 'USD' });
  expect(rule?.rewards.map(({ to, value }) => [to, value])).toEqual([
    ['referrer', { amount: GIFT_AMOUNT, currency: 'USD' }],
    ['friend', { amount: GIFT_AMOUNT, currency: 'USD' }],
  ]);
  expect(site?.origins).toContain(new URL(program?.landingUrl ?? '').origin);
});
