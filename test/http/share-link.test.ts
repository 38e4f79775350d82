import SqliteConnection from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LostRace } from '../../server/domain/lost-race.ts';
import { Unavailable } from '../../server/domain/unavailable.ts';
import { OTHER_BOTS, PREVIEW_AGENTS, REAL_BROWSERS } from '../pages/agents.ts';
import { earnRewards, openPages, type Pages, siteConfig } from '../pages/set-up.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';

const CHROME = REAL_BROWSERS[0] ?? '';
const LANDING = 'https://shop.acme.example/welcome?lang=en';

async function follow(
  { app }: Pages,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Response> {
  return app.request(path, { method, headers: { 'User-Agent': CHROME, ...headers } });
}

async function clicksOf({ store }: Pages, code: string): Promise<number | undefined> {
  return (await store.read.codes.find(code))?.clicks;
}

describe.each(DIALECTS)('share link on %s', (dialect) => {
  async function openWithCode(program: object = {}) {
    const pages = await openPages(await freshDatabaseUrl(dialect), siteConfig({ program }));
    const { code } = await earnRewards(pages);
    return { pages, code };
  }

  test('a person lands with a token that proves the click, and is counted once', async () => {
    const { pages, code } = await openWithCode();
    const response = await follow(pages, `/r/${code}`, { 'Sec-Fetch-Dest': 'document' });

    expect(response.status).toBe(302);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('strict-origin');
    expect(await response.text()).toBe('');
    const location = new URL(response.headers.get('location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe('https://shop.acme.example/welcome');
    expect(location.searchParams.get('lang')).toBe('en');
    const token = location.searchParams.get('ref') ?? '';
    const claims = await pages.parts.referralTokens.verify(token, 'acme', pages.time.now);
    expect(claims).toMatchObject({ code, programId: 'friends', programVersion: 1 });
    expect(await clicksOf(pages, code)).toBe(1);
    expect(pages.told.clicks).toEqual(['recorded acme friends']);
    expect(pages.told.lines.at(-1)).toMatchObject({
      route: '/r/:code',
      siteId: 'acme',
      programId: 'friends',
      status: 302,
    });
  });

  test('the code may be typed in any case', async () => {
    const { pages, code } = await openWithCode();
    expect((await follow(pages, `/r/${code.toLowerCase()}`)).status).toBe(302);
    expect(await clicksOf(pages, code)).toBe(1);
  });

  test.each([
    ['HEAD', {}, 'HEAD'],
    ['link prefetch', { 'Sec-Purpose': 'prefetch', 'Sec-Fetch-Dest': 'empty' }, 'GET'],
    ['speculation prefetch', { 'Sec-Purpose': 'prefetch', 'Sec-Fetch-Dest': 'document' }, 'GET'],
    ['prerender', { 'Sec-Purpose': 'prefetch;prerender', 'Sec-Fetch-Dest': 'document' }, 'GET'],
    ['old prefetch', { Purpose: 'prefetch' }, 'GET'],
    ['old prefetch of Firefox', { 'X-Moz': 'prefetch' }, 'GET'],
  ])('%s gets the same redirect and is not counted', async (_name, headers, method) => {
    const { pages, code } = await openWithCode();
    const response = await follow(pages, `/r/${code}`, headers, method);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(
      /^https:\/\/shop\.acme\.example\/welcome\?lang=en&ref=ey/,
    );
    expect(await clicksOf(pages, code)).toBe(0);
    expect(pages.told.clicks).toEqual([]);
  });

  test.each(['image', 'iframe', 'frame', 'embed', 'object', 'script', 'empty'])(
    'a visit that a page forces as %s lands without a token and is not counted: it can bind nobody',
    async (destination) => {
      const { pages, code } = await openWithCode();
      const response = await follow(pages, `/r/${code}`, { 'Sec-Fetch-Dest': destination });
      expect(response.status).toBe(302);
      expect(response.headers.get('location')).toBe(LANDING);
      expect(await clicksOf(pages, code)).toBe(0);
    },
  );

  test('bots get the redirect and are not counted, browsers inside apps are', async () => {
    const { pages, code } = await openWithCode();
    for (const agent of OTHER_BOTS) {
      expect((await follow(pages, `/r/${code}`, { 'User-Agent': agent })).status, agent).toBe(302);
      expect(await clicksOf(pages, code), agent).toBe(0);
    }
    for (const [index, agent] of REAL_BROWSERS.entries()) {
      expect((await follow(pages, `/r/${code}`, { 'User-Agent': agent })).status, agent).toBe(302);
      expect(await clicksOf(pages, code), agent).toBe(index + 1);
    }
  });

  test('link previews get the offer to quote, nothing about the referrer, and are not counted', async () => {
    const { pages, code } = await openWithCode();
    for (const agent of PREVIEW_AGENTS) {
      const response = await follow(pages, `/r/${code}`, { 'User-Agent': agent });
      const markup = await response.text();
      expect(response.status, agent).toBe(200);
      expect(markup).toContain('<meta property="og:title" content="A $15 gift card for you">');
      expect(markup).toContain('<meta property="og:site_name" content="Acme">');
      expect(markup).toContain('on your first order of $25 or more');
      expect(markup).toMatch(
        /<a class="button" href="https:\/\/shop\.acme\.example\/welcome\?lang=en&amp;ref=ey/,
      );
      // Without the token, whose random letters may be anybody's name.
      expect(markup.replace(/ref=ey[\w.-]+/, '')).not.toMatch(/Ada|<script|http-equiv/);
    }
    expect(await clicksOf(pages, code)).toBe(0);
  });

  test('a preview quotes no offer that has ended', async () => {
    const { pages, code } = await openWithCode({ endsAt: '2026-11-21T00:00:00Z' });
    pages.time.now = Date.UTC(2026, 10, 22);
    const response = await follow(pages, `/r/${code}`, { 'User-Agent': 'Twitterbot/1.0' });
    const markup = await response.text();
    expect(response.status).toBe(200);
    expect(markup).not.toContain('$15');
    expect(markup).toContain(`href="${LANDING}"`);
  });

  test.each(['paused', 'ended'])(
    'a code of a program that is %s still lands, without a token',
    async (status) => {
      const { pages, code } = await openWithCode();
      await pages.apply(siteConfig({ program: { status } }));
      const response = await follow(pages, `/r/${code}`);
      expect(response.status).toBe(302);
      expect(response.headers.get('location')).toBe(LANDING);
      expect(await clicksOf(pages, code)).toBe(0);
    },
  );

  test('?to= chooses a page of the site and never one elsewhere', async () => {
    const { pages, code } = await openWithCode();
    const landed = async (to: string) => {
      const response = await follow(pages, `/r/${code}?to=${encodeURIComponent(to)}`);
      const url = new URL(response.headers.get('location') ?? '');
      url.searchParams.delete('ref');
      return url.href;
    };
    expect(await landed('/mugs?size=l')).toBe('https://shop.acme.example/mugs?size=l');
    const foreign = [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      'javascript:alert(1)',
      'https://shop.acme.example@evil.example/',
      '\thttps://evil.example',
    ];
    for (const to of foreign) expect(await landed(to), to).toBe(LANDING);
  });

  test.each(['/r/NOBODY42', '/r/no', '/r/%00%00%00%00', '/r/ADA42/more'])(
    '%s is a page that says so',
    async (path) => {
      const pages = await openPages(await freshDatabaseUrl(dialect));
      const response = await follow(pages, path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.text()).toContain('There is nothing here');
    },
  );

  test('under overload the visitor lands with a token and the click is let go', async () => {
    const { pages, code } = await openWithCode();
    pages.store.pendingWrites = () => 10_000;
    const response = await follow(pages, `/r/${code}`);
    expect(response.headers.get('location')).toContain('ref=ey');
    expect(await clicksOf(pages, code)).toBe(0);
    expect(pages.told.clicks).toEqual(['shed acme friends']);
  });

  test.each([new Unavailable('disk full'), new LostRace('others were faster')])(
    'a database that cannot take the click keeps nobody from landing: %s',
    async (error) => {
      const { pages, code } = await openWithCode();
      pages.store.write = () => Promise.reject(error);
      const response = await follow(pages, `/r/${code}`);
      expect(response.status).toBe(302);
      expect(response.headers.get('location')).toContain('ref=ey');
      expect(pages.told.clicks).toEqual(['shed acme friends']);
    },
  );
});

test('while another program holds the SQLite file, the visitor waits a second at most', async () => {
  const url = await freshDatabaseUrl('sqlite');
  const pages = await openPages(url);
  const { code } = await earnRewards(pages);
  // The first token of an installation makes its signing key, which the start of a server does beforehand.
  await follow(pages, `/r/${code}`, {}, 'HEAD');
  const waits: number[] = [];
  pages.parts.answerWithin = async (ms, _work, otherwise) => {
    waits.push(ms);
    return otherwise;
  };
  const other = new SqliteConnection(url.replace('file:', ''));
  onTestFinished(() => void other.close());
  other.exec('begin immediate');
  const response = await follow(pages, `/r/${code}`);
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toContain('ref=ey');
  expect(waits).toEqual([1000]);
  expect(pages.told.clicks).toEqual(['shed acme friends']);
  other.exec('rollback');
  // Nobody waits for it any more, but it is not lost.
  await expect.poll(() => clicksOf(pages, code)).toBe(1);
});
