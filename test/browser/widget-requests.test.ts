import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { followLink, type SeenRequest, startLiveGoodturn } from './support/live-goodturn.ts';
import { startSite } from './support/site.ts';
import { newVisitor } from './support/visitor.ts';
import { panelReady, reveal, widgetScript } from './support/widget-tag.ts';

const shop = await startSite();
const goodturn = await startLiveGoodturn(shop.origin);
const browser = await launchBrowser();

const ME = '/v1/widget/me';

/** Headers that a request may carry beside those that every browser sends by itself. */
const OWN_HEADERS = ['x-site-key', 'content-type', 'authorization', 'if-none-match'];
const BROWSER_HEADERS =
  /^(accept|accept-.*|access-control-request-.*|cache-control|connection|content-length|host|origin|pragma|priority|referer|sec-.*|user-agent)$/;

/** What the page of a visitor sent to Goodturn since the test began, in words, and proof that no more was in it. */
function watchRequests() {
  const first = goodturn.seen.length;
  const sent = () => goodturn.seen.slice(first);
  return {
    /** Calls of the API with the fields of their bodies, in order; preflights are the browser's own, and `me` is below. */
    calls: () =>
      sent()
        .filter(({ method, path }) => path.startsWith('/v1/') && path !== ME && method !== 'OPTIONS')
        .map(({ method, path, body }) => `${method} ${path} ${fieldsOf(body)}`.trim()),
    /** Reading `me` again is allowed at any time, as long as it asks for news only. */
    unconditionalReads: () =>
      sent().filter(
        ({ method, path, headers }) => method === 'GET' && path === ME && !headers.has('if-none-match'),
      ),
    scripts: () =>
      sent()
        .filter(({ path }) => path.endsWith('.js'))
        .map(({ path }) => path),
    /** What no request may carry: cookies, the address of the page, or anything that is not declared above. */
    expectNothingElse() {
      for (const request of sent()) expectOnlyDeclared(request);
    },
  };
}

function fieldsOf(body: string): string {
  return body === '' ? '' : Object.keys(JSON.parse(body)).sort().join(',');
}

function expectOnlyDeclared({ headers }: SeenRequest): void {
  const undeclared = [...headers.keys()].filter(
    (name) => !OWN_HEADERS.includes(name) && !BROWSER_HEADERS.test(name),
  );
  expect(undeclared).toEqual([]);
  // Of the page its origin alone, as browsers do by default; our own scripts ask for each other under their own address.
  const referer = headers.get('referer') ?? '';
  if (!referer.startsWith(goodturn.url)) expect(['', `${shop.origin}/`]).toContain(referer);
}

test('a page that shows nothing fetches one small script and asks nothing', async () => {
  const requests = watchRequests();
  const { page } = await newVisitor(browser);
  await page.goto(shop.page({ head: widgetScript(goodturn.url) }), { waitUntil: 'networkidle' });
  expect(requests.scripts()).toEqual(['/widget.js']);
  expect(requests.calls()).toEqual([]);
  requests.expectNothingElse();
});

test('a floating button asks nothing about a visitor whom nobody signed in', async () => {
  const requests = watchRequests();
  const { page } = await newVisitor(browser);
  await page.goto(shop.page({ head: widgetScript(goodturn.url, 'data-float') }), {
    waitUntil: 'networkidle',
  });
  await page.getByRole('button', { name: 'Invite friends' }).click();
  await page.getByText('Your own link to share').waitFor();
  expect(requests.calls()).toEqual([]);
  requests.expectNothingElse();
});

test('a member’s panel sends the participant token once, then only the session', async () => {
  const { participantToken } = await goodturn.member({ friends: 1 });
  const requests = watchRequests();
  const { page } = await newVisitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  const body = `<goodturn-widget participant-token="${participantToken}" program="friends"></goodturn-widget>`;
  const streaming = page.waitForResponse((response) => response.url().endsWith('/v1/widget/events'));
  await page.goto(shop.page({ head: widgetScript(goodturn.url), body }));
  const panel = await panelReady(page);
  await streaming;
  const opened = ['POST /v1/widget/sessions participantToken,programId', 'GET /v1/widget/events'];
  expect(requests.calls()).toEqual(opened);

  await panel.getByRole('button', { name: 'Copy' }).click();
  await panel.getByRole('button', { name: 'Copied' }).waitFor();
  await reveal(panel);
  const [shared, revealed] = requests.calls().slice(opened.length);
  expect(shared).toBe('POST /v1/widget/shares channel');
  expect(revealed).toMatch(/^POST \/v1\/widget\/rewards\/rwd_\w+\/reveal$/);
  expect(requests.unconditionalReads()).toEqual([]);
  const tokens = goodturn.seen.filter(({ headers }) =>
    headers.get('authorization')?.includes(participantToken),
  );
  expect(tokens).toEqual([]);
  requests.expectNothingElse();
});

test('a friend’s welcome sends the referral token and nothing about the friend', async () => {
  const { shareUrl } = await goodturn.member();
  const search = await followLink(shareUrl);
  const requests = watchRequests();
  const { page } = await newVisitor(browser);
  const body = '<goodturn-widget mode="welcome"></goodturn-widget>';
  await page.goto(shop.page({ head: widgetScript(goodturn.url), body }) + search);
  await page.getByText('Ada invited you').waitFor();
  expect(requests.calls()).toEqual(['POST /v1/widget/visits referralToken']);
  requests.expectNothingElse();
});
