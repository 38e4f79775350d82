import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import type {
  GiftCards,
  OrderIntent,
  PacedAccount,
  PlaceResult,
} from '../../server/domain/order/gift-cards.ts';
import { createGiftCards } from '../../server/upstream/create-gift-cards.ts';
import { type ScriptedUpstream, startScriptedUpstream } from '../support/scripted-upstream.ts';
import { intent, postalAddress } from './order-bodies.ts';
import { TIMEOUT_MS } from './set-up.ts';

const variants = (['pascal', 'camel'] as const).flatMap((casing) =>
  (['ids', 'id', 'empty'] as const).map((conflictBody) => ({ casing, conflictBody })),
);

/** gift-card-api.md section 8: both sides were written from the document alone, so a mistake in one shows here. */
describe.each(variants)('against a sandbox in $casing with conflict body $conflictBody', (behaviour) => {
  let sandbox: RunningSandbox;
  let hooks: ScriptedUpstream;
  let account: PacedAccount;
  let cards: GiftCards;
  let nowMs = Date.UTC(2026, 10, 22);

  const links: OrderIntent = {
    ...intent,
    poNumber: 'GT1LINKS',
    value: { amount: 1500, currency: 'USD' },
    recipient: {},
  };

  beforeAll(async () => {
    sandbox = await startSandbox({ behaviour });
    hooks = await startScriptedUpstream();
    hooks.on('POST /hook', { status: 204 });
    account = {
      id: 'acme',
      url: sandbox.url,
      email: 'sandbox@giftcards.example',
      token: 'sandbox-access-token',
      nextTurn: async () => true,
    };
  });
  beforeEach(async () => {
    await control('reset', {});
    cards = createGiftCards({ clock: () => nowMs });
  });
  afterAll(async () => {
    await sandbox.stop();
    await hooks.stop();
  });

  async function control(route: string, body: object): Promise<void> {
    const response = await fetch(`${sandbox.url}/__sandbox/${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
  }

  /** The sandbox's own record, which alone judges how many orders there are. */
  async function record(list: string): Promise<Record<string, unknown>[]> {
    const { Data } = await (await fetch(`${sandbox.url}/__sandbox/${list}`)).json();
    return Data;
  }

  async function placed(intent: OrderIntent): Promise<Extract<PlaceResult, { kind: 'placed' }>> {
    const result = await cards.place(account, intent);
    if (result.kind !== 'placed') throw new Error(`${result.kind} instead of placed`);
    return result;
  }

  async function stateOf(upstreamId: string): Promise<string> {
    const look = await cards.look(account, upstreamId, 'USD', 'cards');
    return look.kind === 'found' ? look.order.state : look.kind;
  }

  test("the seed's example is placed and sent to its recipient", async () => {
    const { order, duplicate } = await placed({
      ...links,
      type: 'DigitalDelivery',
      recipient: { email: 'user@example.com', phone: '+15555550100' },
      message: { to: 'Sam', fromName: 'Acme', text: 'Thanks for the referral' },
    });
    expect(duplicate).toBe(false);
    expect(order).toMatchObject({
      state: 'completed',
      lines: [{ productId: 'CVS', value: 1500, quantity: 1, cost: 1500 }],
    });
    const outbox = JSON.stringify(await record('outbox'));
    expect(outbox).toContain('user@example.com');
    expect(outbox).toContain('Thanks for the referral');
  });

  test('a physical card is placed with its address and method', async () => {
    const { order } = await placed({
      ...links,
      type: 'PhysicalShipment',
      recipient: { address: postalAddress },
    });
    expect(order).toMatchObject({ state: 'completed', cards: [] });
  });

  test('the same number again is the first order, and costs nothing more', async () => {
    const first = await placed(links);
    const second = await placed(links);
    expect(second.duplicate).toBe(true);
    expect(second.order).toEqual(first.order);
    expect(await cards.look(account, first.order.upstreamId, 'USD', 'cards')).toEqual({
      kind: 'found',
      order: first.order,
    });
    expect(await record('orders')).toHaveLength(1);
  });

  test('the number of another order adopts nothing', async () => {
    const first = await placed(links);
    const other = { ...links, value: { amount: 2000, currency: 'USD' } };
    expect(await cards.place(account, other)).toMatchObject({
      kind: 'mismatch',
      upstreamIds: [first.order.upstreamId],
    });
    expect(await record('orders')).toHaveLength(1);
  });

  test('twenty at once with one number are one order, which all of them get', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => placed(links)));
    expect(results.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(results.map(({ order }) => order.upstreamId)).size).toBe(1);
    expect(await record('orders')).toHaveLength(1);
  });

  test.each(['SIMTIMEOUTAFTERONCE', 'SIMDROPAFTERONCE', 'SIMERR500ONCE', 'SIMTIMEOUTBEFOREONCE'])(
    '%s: the outcome is unknown, and the repeat ends with one order',
    async (word) => {
      cards = createGiftCards({ clock: () => nowMs, timeoutMs: TIMEOUT_MS * 3 });
      const intent = { ...links, poNumber: `GT1${word}` };
      expect((await cards.place(account, intent)).kind).toBe('unknown');
      const { order } = await placed(intent);
      expect(order.state).toBe('completed');
      expect(await record('orders')).toMatchObject([{ PONumber: intent.poNumber, Creates: 2 }]);
    },
  );

  test('a rate limit tells how long to wait', async () => {
    const intent = { ...links, poNumber: 'GT1SIMRATE429ONCE' };
    expect(await cards.place(account, intent)).toMatchObject({ kind: 'slowed', retryAfterMs: 1000 });
    await placed(intent);
  });

  test('a token that ends in mid-run is renewed without anybody noticing', async () => {
    await placed(links);
    // Only the upstream's time moves: our clock still believes in the token.
    await control('advance', { seconds: 7200 });
    await placed({ ...links, poNumber: 'GT1LATER' });
    nowMs += 7_200_000;
    await placed({ ...links, poNumber: 'GT1LATEST' });
    const tokens = (await record('requests')).filter(({ Path }) => Path === '/v1/Tokens');
    expect(tokens).toHaveLength(3);
  });

  test('five links have five distinct addresses and answers', async () => {
    const { order } = await placed({ ...links, quantity: 5 });
    expect(order.state).toBe('completed');
    expect(new Set(order.cards.map(({ claimLink }) => claimLink)).size).toBe(5);
    expect(new Set(order.cards.map(({ challengeAnswer }) => challengeAnswer)).size).toBe(5);
    expect(order.cards.every(({ claimLink, challengeAnswer }) => claimLink && challengeAnswer)).toBe(true);
  });

  test('fewer links than cards are not the whole order', async () => {
    const { order } = await placed({ ...links, poNumber: 'GT1SIMPARTIAL', quantity: 3 });
    expect(order).toMatchObject({ state: 'pending', statusWord: 'Completed' });
    expect(order.cards).toHaveLength(2);
  });

  test('a pending order is completed when its hook says so, and the look shows the link', async () => {
    const hookUrl = `${hooks.url}/hook`;
    const { order } = await placed({ ...links, poNumber: 'GT1SIMSLOW', hookUrl });
    expect(order).toMatchObject({ state: 'pending', cards: [] });
    const before = hooks.seen('POST /hook').length;
    await control('advance', { seconds: 3600 });
    expect(hooks.seen('POST /hook').length).toBe(before + 1);
    expect(await stateOf(order.upstreamId)).toBe('completed');
  });

  test('a pending order is completed without a hook too, and a failed one is seen as failed', async () => {
    const slow = await placed({ ...links, poNumber: 'GT1SIMSLOWSIMNOHOOK' });
    const stuck = await placed({ ...links, poNumber: 'GT1SIMSTUCK' });
    const failed = await placed({ ...links, poNumber: 'GT1SIMFAILED' });
    await control('advance', { seconds: 3600 });
    expect(await stateOf(slow.order.upstreamId)).toBe('completed');
    expect(await stateOf(stuck.order.upstreamId)).toBe('pending');
    expect(await stateOf(failed.order.upstreamId)).toBe('failed');
  });

  test('no funds use up no number: after funding the same number succeeds', async () => {
    const dear = { ...links, value: { amount: 5000, currency: 'USD' }, quantity: 10 };
    await placed({ ...dear, poNumber: 'GT1A' });
    await placed({ ...dear, poNumber: 'GT1B' });
    expect((await cards.place(account, links)).kind).toBe('no_funds');
    await control('funding', { available: '500.00' });
    expect((await placed(links)).duplicate).toBe(false);
  });

  test('what the upstream refuses says why', async () => {
    const result = await cards.place(account, { ...links, value: { amount: 1701, currency: 'USD' } });
    expect(result.kind).toBe('refused');
    expect(result).toHaveProperty('detail', expect.stringMatching(/^HTTP 400: .*lineitems\[0\]\.value/));
  });

  test('wrong credentials and switched-off ones are disabled, an unknown order is missing', async () => {
    const wrong = { ...account, token: 'wrong' };
    expect((await cards.place(wrong, links)).kind).toBe('disabled');
    const off = { ...account, email: 'disabled@giftcards.example', token: 'sandbox-disabled-token' };
    expect((await cards.place(off, links)).kind).toBe('disabled');
    expect((await cards.look(account, 'nobody-knows', 'USD', 'cards')).kind).toBe('missing');
  });

  test('the catalogue is read with fixed and variable values and costs', async () => {
    const products = await cards.products(account);
    expect(products.find(({ id }) => id === 'CVS')).toMatchObject({
      currency: 'USD',
      denominations: { kind: 'fixed', values: [1000, 1500, 2000, 2500, 5000] },
      deliveries: ['DigitalDelivery', 'Links', 'PhysicalShipment'],
      cost: { fee: 0, discountBasisPoints: 0 },
    });
    expect(products.find(({ denominations }) => denominations.kind === 'range')).toMatchObject({
      denominations: { min: 500, max: 25_000 },
      cost: { discountBasisPoints: 250 },
    });
  });
});
