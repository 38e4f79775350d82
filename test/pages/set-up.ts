import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import { claimPageUrl } from '../../server/domain/claim/reveal-claim.ts';
import { DAY_MS } from '../../server/domain/clock.ts';
import { acceptEvent } from '../../server/domain/event/accept-event.ts';
import { NO_PAYMENT } from '../../server/domain/event/event-input.ts';
import { claimOrders } from '../../server/domain/order/claim-orders.ts';
import type { PlaceResult } from '../../server/domain/order/gift-cards.ts';
import { settleOrder } from '../../server/domain/order/settle-order.ts';
import { ensureParticipant } from '../../server/domain/participant/ensure-participant.ts';
import {
  applyConfig,
  applyInstallation,
  INSTALLATION_ACCOUNT,
} from '../../server/domain/site/apply-config.ts';
import { createDirectory } from '../../server/domain/site/directory.ts';
import { createHttpApp } from '../../server/http/http-app.ts';
import { mountClaimPage } from '../../server/http/routes/claim-page.ts';
import { mountShareLink } from '../../server/http/routes/share-link.ts';
import { mountTerms } from '../../server/http/routes/terms.ts';
import { createIds } from '../../server/ids.ts';
import { openDatabase } from '../../server/storage/open-database.ts';
import { openStore } from '../../server/storage/open-store.ts';
import { createKeyRing } from '../../server/tokens/key-ring.ts';
import { createReferralTokens } from '../../server/tokens/referral-token.ts';
import { CAPABILITIES } from '../../server/upstream/capabilities.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { createFootprints } from '../../server/vault/footprint.ts';
import { createFormNonces } from '../../server/vault/form-nonce.ts';
import { createMac } from '../../server/vault/mac.ts';
import { createOrderTraces } from '../../server/vault/order-traces.ts';
import { createPseudonyms } from '../../server/vault/pseudonyms.ts';
import { createSealer } from '../../server/vault/sealer.ts';
import type { RewardStatus } from '../../shared/contract/reward.ts';
import { configFile } from '../../shared/contract/site.ts';
import type { ReasonCode } from '../../shared/reason.ts';
import { quietTelemetry } from '../support/quiet-telemetry.ts';

export const PUBLIC_URL = 'https://go.acme.example';
export const CLAIM_LINK = 'https://cards.example/claim/canary-link-7Qx9';
export const ANSWER = 'canary-answer-4Kd2';

/** Every table that a request could change. */
const TABLES = [
  ['account', 'site', 'program', 'programVersion', 'participant', 'code', 'click', 'referral', 'event'],
  ['decision', 'budget', 'budgetEntry', 'reward', 'order', 'attempt', 'claim', 'audit'],
].flat();

/** A site with one program; `program` and `site` replace parts of it. */
export function siteConfig(change: { site?: object; program?: object } = {}) {
  const reward = { productId: 'CVS', value: { amount: 1500, currency: 'USD' }, delivery: 'Links' };
  const program = {
    id: 'friends',
    type: 'refer_a_friend',
    name: 'Give $15, get $15',
    landingUrl: 'https://shop.acme.example/welcome?lang=en',
    rules: [
      {
        id: 'first-purchase',
        on: 'purchase',
        when: { firstOnly: true, minAmount: { amount: 2500, currency: 'USD' } },
        rewards: [
          { to: 'referrer', ...reward },
          { to: 'friend', ...reward },
        ],
      },
    ],
    budget: { amount: 500_000, currency: 'USD' },
    terms: { operator: 'Acme Inc., 1 Main Street, New York' },
    ...change.program,
  };
  const site = {
    id: 'acme',
    name: 'Acme',
    origins: ['https://shop.acme.example'],
    contact: 'help@acme.example',
    publishableKey: 'pk_acme',
    programs: [program],
    ...change.site,
  };
  return configFile.parse({ sites: [site] }).sites;
}

export type Pages = Awaited<ReturnType<typeof openPages>>;

/** The page routes on a real store, with one site. Time stands still unless a test moves `time.now`. */
export async function openPages(url: string, sites = siteConfig()) {
  const time = { now: Date.UTC(2026, 10, 20, 12) };
  const clock = () => time.now;
  const { store, signingKeys, close } = await openStore(url);
  const database = await openDatabase<Record<string, never>>(url);
  onTestFinished(async () => {
    await database.close();
    await close();
  });
  const { telemetry, ...told } = quietTelemetry();
  const keys = deriveKeys(randomBytes(32).toString('base64url'));
  const sealer = createSealer(keys.sealing);
  const ids = createIds();
  const directory = createDirectory(store, sealer, clock);
  const keyRing = createKeyRing(signingKeys, sealer, { rotateAfterMs: 30 * DAY_MS, keepMs: 60 * DAY_MS });
  const parts = {
    store,
    directory,
    ids,
    clock,
    sealer,
    claimMac: createMac(keys.mac.claimPath),
    addressMs: 30 * DAY_MS,
    pseudonyms: createPseudonyms(keys.mac),
    formNonces: createFormNonces(createMac(keys.mac.formNonce)),
    referralTokens: createReferralTokens(keyRing, PUBLIC_URL),
    publicUrl: PUBLIC_URL,
    epoch: '7',
    traceOf: createOrderTraces(keys.mac.orderTrace),
    wake() {},
    footprintOf: createFootprints(keys.footprint),
    trustedProxies: 1,
    alerts: { raise() {} },
    telemetry,
    /** Waits for ever; a test about waiting brings its own. */
    answerWithin: <R>(_ms: number, work: Promise<R>, _otherwise: R): Promise<R> => work,
  };

  const apply = async (declared: typeof sites) => {
    const resolved = declared.map((site) => ({
      site,
      secretKeys: [],
      identitySecrets: [],
      webhooks: [],
      giftCardAccount: null,
    }));
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    await applyConfig(
      { store, sealer, ids, keyMac: createMac(keys.mac.secretKey), digest },
      resolved,
      time.now,
    );
    directory.forget();
  };
  await applyInstallation({ store, sealer }, '7', {
    url: 'https://up.example',
    email: 'a@b.example',
    token: 't',
  });
  await apply(sites);

  const app = createHttpApp(parts.telemetry);
  mountShareLink(app, parts);
  mountClaimPage(app, parts);
  mountTerms(app, parts);

  /** Every row of every table, to show that a request changed none. */
  async function everything(): Promise<string> {
    const rows = TABLES.map((table) => sql`select * from ${sql.table(table)}`.execute(database.read));
    const texts = (await Promise.all(rows)).map((result) =>
      result.rows.map((row) => JSON.stringify(row)).sort(),
    );
    return JSON.stringify(texts, null, 1);
  }

  return { app, parts, told, time, apply, everything, store, ids, clock };
}

/** Ada, her code, and the first purchase of a friend who used it: one reward for each of them, not ordered yet. */
export async function earnRewards(pages: Pages, eventId = 'order-1') {
  const { parts, store, ids, clock } = pages;
  const site = (await parts.directory.current()).byId('acme');
  if (!site) throw new Error('the site is missing');
  const facts = { siteId: site.id, externalId: 'ada', displayName: 'Ada' };
  const { codes } = await ensureParticipant(
    { store, ids, pseudonyms: parts.pseudonyms },
    site,
    facts,
    clock(),
  );
  const code = codes[0]?.code ?? '';
  const customer = { id: `friend-of-${eventId}` };
  const { event } = await acceptEvent(
    {
      store,
      ids,
      clock,
      epoch: '7',
      traceOf: parts.traceOf,
      pseudonyms: parts.pseudonyms,
      sealer: parts.sealer,
    },
    {
      site,
      request: { type: 'purchase', eventId, customer, amount: { amount: 4000, currency: 'USD' } },
      trust: 'verified',
      evidence: { code, token: null, coupon: null },
      customer: { siteId: site.id, externalId: customer.id },
      customerMacs: [],
      payment: NO_PAYMENT,
      fingerprint: eventId,
      occurredAt: clock(),
    },
  );
  return { code, rewards: event.rewards };
}

/** Places every due order with a made-up answer of the upstream. */
async function issueRewards(pages: Pages, challengeAnswer: string | null = ANSWER): Promise<void> {
  const { parts, store, clock } = pages;
  const request = {
    accountId: INSTALLATION_ACCOUNT,
    worker: 'test',
    now: clock(),
    leaseMs: 30_000,
    concurrency: 10,
    everyMs: 0,
    suspects: false,
    random: () => 0.5,
  };
  const { claimed } = await store.write('claim-orders', (rows) => claimOrders(rows, request));
  const giftCards = { capabilities: CAPABILITIES };
  const settle = { ...parts, random: () => 0.5, alerts: { raise() {} }, giftCards, addressMs: 0 };
  for (const order of claimed) {
    await settleOrder(settle, order, placed(order.order.poNumber, challengeAnswer));
  }
}

function placed(poNumber: string, challengeAnswer: string | null): PlaceResult {
  return {
    kind: 'placed',
    duplicate: false,
    order: {
      upstreamId: `up-${poNumber}`,
      poNumber,
      type: 'Links',
      state: 'completed',
      statusWord: 'Completed',
      lines: [{ productId: 'CVS', value: 1500, quantity: 1, cost: 1500 }],
      cards: [{ claimLink: CLAIM_LINK, challengeAnswer }],
      tracking: null,
      isDelivered: false,
    },
  };
}

/** The claim page's path of a reward, as the site would hand it on. */
export async function claimPath(pages: Pages, rewardId: string): Promise<string> {
  const reward = await pages.store.read.rewards.find(rewardId);
  if (!reward) throw new Error(`no reward ${rewardId}`);
  return new URL(await claimPageUrl(pages.parts, reward, 'key:shop')).pathname;
}

/** A reward of the wanted beneficiary with its gift card ready, and the path of its claim page. */
export async function readyClaim(pages: Pages, to: 'referrer' | 'friend' = 'friend') {
  const { rewards, code } = await earnRewards(pages);
  const reward = rewards.find(({ beneficiary }) => beneficiary === to);
  if (!reward) throw new Error(`no reward for the ${to}`);
  await issueRewards(pages);
  return { rewardId: reward.id, path: await claimPath(pages, reward.id), code };
}

/** Moves a reward along its states, as later steps of the product will. */
export async function moveReward(
  pages: Pages,
  id: string,
  to: RewardStatus,
  reason: ReasonCode,
): Promise<void> {
  const moved = await pages.store.write('settle-order', (rows) => rows.rewards.move(id, to, reason));
  if (!moved) throw new Error(`the reward could not become ${to}`);
}

export function nonceIn(markup: string): string {
  return /name="nonce" value="([^"]+)"/.exec(markup)?.[1] ?? '';
}

/** What a browser sends when the page's button is pressed. */
export async function pressReveal(
  { app }: Pages,
  path: string,
  headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
): Promise<Response> {
  const nonce = nonceIn(await (await app.request(path)).text());
  return reveal(app, path, nonce, headers);
}

export async function reveal(
  app: Pages['app'],
  path: string,
  nonce: string,
  headers: Record<string, string>,
): Promise<Response> {
  return app.request(`${path}/reveal`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ nonce }).toString(),
  });
}
