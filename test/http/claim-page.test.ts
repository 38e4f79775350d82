import { describe, expect, test } from 'vitest';
import { INSTALLATION_ACCOUNT } from '../../server/domain/site/apply-config.ts';
import { OTHER_BOTS, PREVIEW_AGENTS } from '../pages/agents.ts';
import {
  ANSWER,
  CLAIM_LINK,
  claimPath,
  earnRewards,
  moveReward,
  nonceIn,
  openPages,
  PUBLIC_URL,
  pressReveal,
  readyClaim,
  reveal,
  siteConfig,
} from '../pages/set-up.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { expectPageHeaders } from './support/page-headers.ts';

const MINUTE_MS = 60_000;
const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' };

/** Addresses that a browser would fetch by itself, or send something to. */
function subresources(markup: string): string[] {
  return [...markup.matchAll(/<(?:img|script|link|iframe|source|object|embed)\b[^>]*>|url\(|@import/g)].map(
    String,
  );
}

function previewOf(markup: string): string[] {
  return markup.match(/<title>[^<]*<\/title>|<meta [^>]*>/g) ?? [];
}

describe.each(DIALECTS)('claim page on %s', (dialect) => {
  const open = async (change = {}) => openPages(await freshDatabaseUrl(dialect), siteConfig(change));

  test('29: link and answer lie apart and sealed, and the first page shows neither', async () => {
    const pages = await open();
    const { path, rewardId } = await readyClaim(pages);
    const claim = await pages.store.read.claims.ofReward(rewardId);
    expect(claim?.sealedLink).toMatch(/^s1\./);
    expect(claim?.sealedAnswer).toMatch(/^s1\./);
    const { sealer } = pages.parts;
    const asLink = { siteId: 'acme', ownerId: rewardId, field: 'link' };
    expect(sealer.open(claim?.sealedLink ?? '', asLink)).toBe(CLAIM_LINK);
    expect(() => sealer.open(claim?.sealedAnswer ?? '', asLink)).toThrow();
    expect(await pages.everything()).not.toMatch(/canary/);

    const markup = await (await pages.app.request(path)).text();
    expect(markup).not.toMatch(/canary/);
  });

  test('35: who tried ten wrong paths within a minute waits, also with a right one; others do not', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
    const get = (to: string, address = '192.0.2.1') => pages.app.request(to, from(address));
    const wrong = (n: number) =>
      n % 2 === 0
        ? get(`/c/wrong${n}`)
        : pages.app.request(`/c/wrong${n}/reveal`, { method: 'POST', ...from('192.0.2.1') });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => wrong(n)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    const refused = await get(path);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expectPageHeaders(refused);
    expect(await refused.text()).toContain('Wait 60 seconds');
    expect((await get(path, '192.0.2.2')).status).toBe(200);
    pages.time.now += MINUTE_MS;
    expect((await get(path)).status).toBe(200);
    expect((await get('/c/wrong')).status).toBe(404);
  });

  test('30: scanners and previews learn nothing and change nothing, and the person after them gets the card', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    const agents = [...PREVIEW_AGENTS, ...OTHER_BOTS].slice(0, 30);
    expect(agents).toHaveLength(30);
    const before = await pages.everything();
    for (const agent of agents) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        for (const purpose of [{}, { 'Sec-Purpose': 'prefetch' }]) {
          for (const address of [path, `${path}/reveal`]) {
            const response = await pages.app.request(address, {
              method,
              headers: { 'User-Agent': agent, ...purpose },
            });
            const text = JSON.stringify([...response.headers]) + (await response.text());
            expect(text, `${method} ${agent}`).not.toMatch(/canary/);
          }
        }
      }
    }
    expect(await pages.everything()).toBe(before);
    const opened = await pressReveal(pages, path);
    expect(opened.status).toBe(200);
    expect(await opened.text()).toContain(CLAIM_LINK);
  });

  test('31: pressing the button shows link and answer, and the reward reads opened', async () => {
    const pages = await open();
    const { path, rewardId } = await readyClaim(pages);
    const response = await pressReveal(pages, path);
    const markup = await response.text();
    expect(response.status).toBe(200);
    expectPageHeaders(response);
    expect(markup).toContain(`<a class="button" href="${CLAIM_LINK}" target="_blank" rel="noreferrer">`);
    expect(markup).toMatch(new RegExp(`<bdi class="answer" dir="ltr">${ANSWER}</bdi>`));
    expect((await pages.store.read.rewards.find(rewardId))?.status).toBe('opened');
    expect(await pages.everything()).not.toMatch(/canary/);
    expect(await pages.everything()).toContain('claim-page');
  });

  test('31: the first reveal is a step of the reward, and nothing else that happens to its page is', async () => {
    const pages = await open();
    const { path, rewardId } = await readyClaim(pages);
    await claimPath(pages, rewardId);
    await pressReveal(pages, path);
    await pressReveal(pages, path);
    const steps = await pages.store.read.audit.ofSubjects([rewardId]);
    expect(steps.map(({ status }) => status)).toEqual(['earned', 'approved', 'ordering', 'issued', 'opened']);
  });

  test('31: a second reveal is allowed, since the first answer may have got lost', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    await pressReveal(pages, path);
    const again = await pages.app.request(path);
    expect(await again.text()).toContain('Show my gift card again');
    expect(await (await pressReveal(pages, path)).text()).toContain(CLAIM_LINK);
  });

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a sibling of our domain', { 'Sec-Fetch-Site': 'same-site' }],
    ['an address bar or an app', { 'Sec-Fetch-Site': 'none' }],
    ['another site in an old browser', { Origin: 'https://evil.example' }],
    ['our name on another port', { Origin: `${PUBLIC_URL}:8443` }],
  ])('31: a reveal from %s is refused, even with a good nonce', async (_from, headers) => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    const before = await pages.everything();
    const response = await pressReveal(pages, path, headers);
    expect(response.status).toBe(403);
    expectPageHeaders(response);
    expect(await response.text()).toContain(`<a class="button" href="${path}">Back to your gift card</a>`);
    expect(await pages.everything()).toBe(before);
  });

  test.each([
    ['a browser of today', SAME_ORIGIN],
    ['an old browser that names the origin', { Origin: PUBLIC_URL }],
    ['an old browser that keeps the origin to itself', { Origin: 'null' }],
    ['a browser that sends neither', {}],
  ])('31: a reveal from our own page in %s is answered', async (_browser, headers) => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    expect((await pressReveal(pages, path, headers)).status).toBe(200);
  });

  test('31: a nonce that is missing, changed, old or of another claim opens nothing', async () => {
    const pages = await open();
    const { rewards } = await earnRewards(pages);
    const [mine, other] = await Promise.all(rewards.map(({ id }) => claimPath(pages, id)));
    if (!mine || !other) throw new Error('two rewards were expected');
    const nonceOf = async (path: string) => {
      const reward = rewards[path === mine ? 0 : 1];
      const claim = reward && (await pages.store.read.claims.ofReward(reward.id));
      if (!claim) throw new Error('the reward has no claim');
      const turn = `${claim.pathMac} ${claim.windowAt} ${claim.reveals}`;
      return pages.parts.formNonces.issue(turn, pages.time.now);
    };
    const good = await nonceOf(mine);
    const { app, time } = pages;
    for (const nonce of ['', 'x', `${good}x`, good.replace(/^./, '9'), await nonceOf(other)]) {
      expect((await reveal(app, mine, nonce, SAME_ORIGIN)).status, nonce).toBe(403);
    }
    time.now += 61 * MINUTE_MS;
    expect((await reveal(app, mine, good, SAME_ORIGIN)).status).toBe(403);
  });

  test('31: a nonce opens once; the form that it left behind is answered with a fresh one', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    const nonce = nonceIn(await (await pages.app.request(path)).text());
    expect((await reveal(pages.app, path, nonce, SAME_ORIGIN)).status).toBe(200);
    const again = await reveal(pages.app, path, nonce, SAME_ORIGIN);
    expect(again.status).toBe(403);
    const markup = await again.text();
    expect(markup).not.toMatch(/canary/);
    expect((await reveal(pages.app, path, nonceIn(markup), SAME_ORIGIN)).status).toBe(200);
  });

  test('31: five reveals a minute, then a page that says how long to wait', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    for (let turn = 1; turn <= 5; turn += 1) expect((await pressReveal(pages, path)).status).toBe(200);
    pages.time.now += 20_000;
    const refused = await pressReveal(pages, path);
    expect(refused.status).toBe(429);
    expectPageHeaders(refused);
    expect(refused.headers.get('retry-after')).toBe('40');
    const markup = await refused.text();
    expect(markup).toContain('Wait 40 seconds');
    expect(markup).not.toMatch(/canary/);
    pages.time.now += 40_000;
    expect((await pressReveal(pages, path)).status).toBe(200);
  });

  test('31: reveals that come at once count one by one', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    const nonce = nonceIn(await (await pages.app.request(path)).text());
    const presses = Array.from({ length: 12 }, () => reveal(pages.app, path, nonce, SAME_ORIGIN));
    const statuses = (await Promise.all(presses)).map(({ status }) => status);
    // Whoever looks after another one's reveal finds the form used; whoever looked before is counted.
    expect(statuses.filter((status) => ![200, 403, 429].includes(status))).toEqual([]);
    const shown = statuses.filter((status) => status === 200).length;
    expect(shown).toBeGreaterThanOrEqual(1);
    expect(shown).toBeLessThanOrEqual(5);
  });

  test('32: every answer carries the headers and loads nothing from anywhere', async () => {
    const pages = await open();
    const { path, rewardId } = await readyClaim(pages);
    const { app } = pages;
    const answers = [
      [200, await app.request(path)],
      [200, await app.request(`${path}/`)],
      [200, await app.request(path, { method: 'HEAD' })],
      [200, await pressReveal(pages, path)],
      [303, await app.request(`${path}/reveal`)],
      [403, await reveal(app, path, 'no', SAME_ORIGIN)],
      [404, await app.request('/c/nothing')],
      [404, await app.request(`${path}/other`)],
      [404, await reveal(app, '/c/nothing', 'no', SAME_ORIGIN)],
      [405, await app.request(path, { method: 'PUT' })],
      [405, await app.request(path, { method: 'OPTIONS' })],
      [413, await reveal(app, path, 'x'.repeat(1_000_001), SAME_ORIGIN)],
    ] as const;
    for (const [status, response] of answers) {
      expect(response.status).toBe(status);
      expectPageHeaders(response);
      expect(subresources(await response.text())).toEqual([]);
    }
    const claims = { byPathMac: () => Promise.reject(new Error('canary disk failed')) };
    Object.defineProperty(pages.store.read, 'claims', { value: claims });
    const broken = await app.request(path);
    expect(broken.status).toBe(500);
    expectPageHeaders(broken);
    const markup = await broken.text();
    expect(markup).toContain(`Reference: ${broken.headers.get('x-request-id')}`);
    expect(markup).not.toMatch(/canary/);
    expect(pages.told.failures).toHaveLength(1);
    expect((await pages.store.read.rewards.find(rewardId))?.status).toBe('opened');
  });

  test('32: the style is the one that the policy allows, and there is no script', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    const response = await pages.app.request(path);
    const markup = await response.text();
    const style = /<style>([\s\S]*?)<\/style>/.exec(markup)?.[1] ?? '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
    expect(response.headers.get('content-security-policy')).toContain(
      `'sha256-${Buffer.from(digest).toString('base64')}'`,
    );
    expect(markup).not.toMatch(/<script|\son\w+=|\sstyle=/);
  });

  test('33: a preview of a claim link says the same whatever it is worth and whoever sends it', async () => {
    const acme = await open();
    const reward = {
      to: 'friend',
      productId: 'COFFEE',
      value: { amount: 5000, currency: 'USD' },
      delivery: 'Links',
    };
    const rules = [{ id: 'first-purchase', on: 'purchase', rewards: [reward] }];
    const other = await open({ site: { name: 'Saltmarsh' }, program: { rules } });
    const texts: string[][] = [];
    for (const pages of [acme, other]) {
      const { path, rewardId } = await readyClaim(pages);
      const markup = async () => previewOf(await (await pages.app.request(path)).text());
      texts.push(await markup());
      await moveReward(pages, rewardId, 'withheld', 'order_refused');
      texts.push(await markup());
    }
    expect(texts[0]?.length).toBeGreaterThanOrEqual(6);
    for (const text of texts) expect(text).toEqual(texts[0]);
    expect(texts.flat().join()).not.toMatch(/Acme|Saltmarsh|\$|COFFEE|CVS/);
  });

  test('a wrong address is answered with one constant page', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    const wrong = ['/c/x', `${path.slice(0, -1)}`, `${path}a`, '/c/%00', `/c/${'A'.repeat(24)}`];
    const texts = await Promise.all(wrong.map(async (address) => (await pages.app.request(address)).text()));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('There is nothing here');
  });

  test('it says who, why, how to ask and what it costs, and names no person', async () => {
    const pages = await open();
    const friend = await readyClaim(pages, 'friend');
    const { rewards } = await earnRewards(pages, 'order-2');
    const referrers = rewards.find(({ beneficiary }) => beneficiary === 'referrer');
    const markup = await (await pages.app.request(friend.path)).text();
    expect(markup).toContain('$15');
    expect(markup).toContain('because you placed a first order through a share link');
    expect(markup).toContain('Is this a scam?');
    expect(markup).toContain('Acme Inc., 1 Main Street, New York');
    expect(markup).toContain('href="mailto:help@acme.example"');
    expect(markup).toContain('href="/terms/friends/1"');
    expect(markup.replaceAll(/\s+/g, ' ')).toContain('You never have to pay or give a password for it.');
    expect(markup).toContain('What is the challenge answer for?');
    const own = await (await pages.app.request(await claimPath(pages, referrers?.id ?? ''))).text();
    expect(own).toContain('because a friend you invited placed a first order');
    expect(markup + own).not.toMatch(/\bAda\b|friend-of-order/);
  });

  test('it shows the name and the terms of the card from the kept catalogue, as text', async () => {
    const pages = await open();
    const { path } = await readyClaim(pages);
    const unknown = await (await pages.app.request(path)).text();
    expect(unknown).toContain('<bdi>CVS</bdi>');
    expect(unknown).not.toContain('<details');

    const terms =
      '<p>Not for <b>tobacco</b>.</p><script>alert(1)</script>Spend &lt;img src=x&gt; &amp; enjoy';
    const products = JSON.stringify([{ id: 'CVS', name: 'CVS Pharmacy', terms }]);
    const lists = { products, shippingMethods: null, brandings: null };
    const kept = { accountId: INSTALLATION_ACCOUNT, ...lists, fetchedAt: 0 };
    await pages.store.write('keep-catalogue', (rows) => rows.catalogues.put(kept));
    for (const page of [await pages.app.request(path), await pressReveal(pages, path)]) {
      const markup = await page.text();
      expect(markup).toContain('<span>Gift card</span><bdi>CVS Pharmacy</bdi>');
      expect(markup).toContain('<p>Not for tobacco.</p>');
      expect(markup).toContain('<p>Spend &lt;img src=x&gt; &amp; enjoy</p>');
      expect(markup).not.toMatch(/alert\(1\)|<img|<script/);
      expect(markup).toContain('>Terms of this offer</a>');
    }
  });

  test('a reward without a referral keeps the reason and the terms of the version that earned it', async () => {
    const value = { amount: 500, currency: 'USD' };
    const reward = { to: 'participant', productId: 'CVS', value, delivery: 'Links' };
    const rule = (id: string, on: string) => ({ program: { rules: [{ id, on, rewards: [reward] }] } });
    const pages = await open(rule('order', 'purchase'));
    const { rewards } = await earnRewards(pages);
    const path = await claimPath(pages, rewards[0]?.id ?? '');
    await pages.apply(siteConfig(rule('join', 'signup')));
    const markup = await (await pages.app.request(path)).text();
    expect(markup).toContain('because you placed an order');
    expect(markup).toContain('href="/terms/friends/1"');
  });

  test('each state is told in words, and only a ready card has a button', async () => {
    const pages = await open();
    const { rewards } = await earnRewards(pages);
    const [first, second] = rewards;
    if (!first || !second) throw new Error('two rewards were expected');
    const path = await claimPath(pages, first.id);
    const shown = async (address = path) => {
      const response = await pages.app.request(address);
      return { status: response.status, text: await response.text() };
    };
    const waiting = await shown();
    expect(waiting.status).toBe(200);
    expect(waiting.text).toContain('Your $15 gift card is being made');
    expect(nonceIn(waiting.text)).toBe('');

    await moveReward(pages, first.id, 'failed', 'order_refused');
    expect((await shown()).text).toContain('taking longer');
    await moveReward(pages, second.id, 'cancelled', 'order_refused');
    const cancelled = await shown(await claimPath(pages, second.id));
    expect(cancelled.status).toBe(410);
    expect(cancelled.text).toContain('This gift card was cancelled');
    expect(cancelled.text).toContain('help@acme.example');
    expect(nonceIn(cancelled.text)).toBe('');
  });

  test('a card that was withheld after its page was opened stays shut', async () => {
    const pages = await open();
    const { path, rewardId } = await readyClaim(pages);
    const nonce = nonceIn(await (await pages.app.request(path)).text());
    await moveReward(pages, rewardId, 'withheld', 'order_refused');
    const response = await reveal(pages.app, path, nonce, SAME_ORIGIN);
    expect(response.status).toBe(409);
    expectPageHeaders(response);
    const markup = await response.text();
    expect(markup).toContain('This gift card is on hold');
    expect(markup).not.toMatch(/canary/);
  });

  test('hostile names are text', async () => {
    const hostile = '"><script>alert(1)</script>\u202e';
    const pages = await open({
      site: { name: hostile },
      program: { name: hostile, terms: { operator: hostile } },
    });
    const { path, code } = await readyClaim(pages);
    const answers = [
      await pages.app.request(path),
      await pressReveal(pages, path),
      await pages.app.request('/terms/friends'),
      await pages.app.request(`/r/${code}`, { headers: { 'User-Agent': 'Twitterbot/1.0' } }),
    ];
    for (const answer of answers) {
      const markup = await answer.text();
      expect(markup).not.toContain('<script');
      expect(markup).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    }
  });
});
