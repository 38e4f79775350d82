import { describe, expect, test } from 'vitest';
import { openPages, siteConfig } from '../pages/set-up.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';

describe.each(DIALECTS)('terms on %s', (dialect) => {
  const open = async (program: object = {}) =>
    openPages(await freshDatabaseUrl(dialect), siteConfig({ program }));

  test('say who gets what for what, when, and who runs it, from the program that runs', async () => {
    const pages = await open({ endsAt: '2026-12-31T23:00:00Z', timezone: 'America/New_York' });
    const response = await pages.app.request('/terms/friends');
    const markup = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const words of [
      'Version 1, from November 20, 2026.',
      'Whoever invites gets a $15 gift card (CVS) when a friend they invited places their first order of $25 or more.',
      'A friend who came through a share link gets a $15 gift card (CVS) when they place their first order of $25 or more.',
      'It ends on December 31, 2026.',
      'A visit through a share link counts for 30 days.',
      'Rewards are ordered at once.',
      'Everybody may take part.',
      'Acme Inc., 1 Main Street, New York',
      'href="mailto:help@acme.example"',
      'Gift cards are provided by their brands',
    ]) {
      expect(markup).toContain(words);
    }
  });

  test('say what is kept of where people can be reached, by the ways that cards travel', async () => {
    const stored = async (delivery: string, more: object = {}) => {
      const reward = { to: 'friend', productId: 'CVS', value: { amount: 1500, currency: 'USD' }, delivery };
      const pages = await open({ rules: [{ id: 'r', on: 'purchase', rewards: [{ ...reward, ...more }] }] });
      return (await pages.app.request('/terms/friends')).text();
    };
    const links = await stored('Links');
    expect(links).toContain('Your e-mail address is not stored');
    expect(links).not.toContain('postal address');
    expect(await stored('DigitalDelivery')).toContain('Your phone number and your e-mail address, encrypted');
    const shipping = { method: 'STANDARD', carrier: 'FOLDED', countries: ['US'] };
    expect(await stored('PhysicalShipment', { shipping })).toContain('The postal address that you give');
  });

  test('a version stays readable after a newer one has taken its place', async () => {
    const pages = await open();
    await pages.apply(siteConfig({ program: { terms: { operator: 'Beta Inc.' } } }));
    const text = async (path: string) => (await pages.app.request(path)).text();
    expect(await text('/terms/friends')).toContain('Version 2');
    expect(await text('/terms/friends')).toContain('Beta Inc.');
    expect(await text('/terms/friends/1')).toContain('a newer version exists');
    expect(await text('/terms/friends/1')).toContain('Acme Inc.');
    expect(await text('/terms/friends/2')).toBe(await text('/terms/friends'));
  });

  test.each([
    '/terms/other',
    '/terms/friends/2',
    '/terms/friends/0',
    '/terms/friends/01',
    '/terms/friends/x',
  ])('%s is a page that says that nothing is here', async (path) => {
    const pages = await open();
    const response = await pages.app.request(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('There is nothing here');
  });

  test('a draft has no terms yet', async () => {
    const pages = await open({ status: 'draft' });
    expect((await pages.app.request('/terms/friends')).status).toBe(404);
  });
});
