import { Webhook } from 'standardwebhooks';
import { buildShop } from '../../../demo/shop/app.ts';
import { openShopData } from '../../../demo/shop/data.ts';
import type { Shop } from '../../../demo/shop/shop.ts';
import { scriptedGoodturn } from './scripted-goodturn.ts';

export const SHOP = 'http://127.0.0.1:4020';
const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A shop with its data in memory before a scripted Goodturn. */
export function openShop() {
  const scripted = scriptedGoodturn();
  const data = openShopData(null);
  const reports: string[] = [];
  const shop: Shop = {
    data,
    goodturn: scripted.goodturn,
    studio: scripted.studio,
    goodturnUrl: 'http://127.0.0.1:4000',
    publicUrl: null,
    webhookSecret: WEBHOOK_SECRET,
    report: (line) => reports.push(line),
  };
  return { ...scripted, shop, reports, app: buildShop(shop) };
}

/** Tells the shop that a reward is there, as Goodturn does; `change` is what somebody else would do. */
export async function tellIssued(
  { app }: OpenShop,
  rewardId: string,
  change: { secret?: string; at?: number; type?: string } = {},
): Promise<number> {
  const { secret = WEBHOOK_SECRET, at = Date.now(), type = 'reward.issued' } = change;
  const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: { rewardId } });
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at), body),
    'content-type': 'application/json',
  };
  const answer = await app.request(`${SHOP}/webhooks/goodturn`, { method: 'POST', body, headers });
  return answer.status;
}

export type OpenShop = ReturnType<typeof openShop>;
type Page = { status: number; location: string | null; text: string; headers: Headers };

/** A browser window: keeps the cookie, sends forms as browsers send them. */
export function openWindow({ app }: OpenShop, origin = SHOP) {
  let cookie: string | null = null;

  async function ask(path: string, init: RequestInit): Promise<Page> {
    const headers = new Headers(init.headers);
    if (cookie) headers.set('cookie', cookie);
    const response = await app.request(new URL(path, origin).href, { ...init, headers });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const location = response.headers.get('location');
    return { status: response.status, location, text: await response.text(), headers: response.headers };
  }

  function post(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = { origin },
  ) {
    return ask(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  return { get: (path: string) => ask(path, {}), post, cookie: () => cookie };
}

type Window = ReturnType<typeof openWindow>;

/** A referral token as it looks from outside; the shop does not verify it. */
export function referralToken(clickId = 'clk_1'): string {
  const payload = Buffer.from(JSON.stringify({ jti: clickId, cod: 'ADA42' })).toString('base64url');
  return `eyJhbGciOiJFZERTQSJ9.${payload}.c2lnbmF0dXJl`;
}

/** The friend's way from the share link to an account. */
export async function comeByShareLink(window: Window, fields: Record<string, string> = {}): Promise<Page> {
  await window.get(`/welcome?ref=${referralToken()}`);
  const form = { name: 'Bea Hollis', email: 'bea@mail.example', referralToken: referralToken() };
  return window.post('/sign-up', { ...form, ...fields });
}

/** A window of a friend who came by the share link. */
export async function friendIn(shop: OpenShop, fields: Record<string, string> = {}): Promise<Window> {
  const window = openWindow(shop);
  await comeByShareLink(window, fields);
  return window;
}

/** The answer to a checkout of one piece. */
export async function buy(window: Window, slug: string): Promise<Page> {
  await window.post('/cart', { slug });
  return window.post('/checkout');
}
