import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Order as BookedOrder, Fact } from '../../demo/gift-card-sandbox/facts.ts';
import { type RunningSandbox, startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { SECOND_MS } from '../../server/domain/clock.ts';
import { newOrder } from '../../server/domain/order/new-order.ts';
import type { Order } from '../../server/domain/order/order.ts';
import type { Finding } from '../../server/domain/reconciliation/finding.ts';
import { closeGate } from '../../server/domain/restore/gate.ts';
import { goodturn } from '../cli/run.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Ordering, startOrdering } from './ordering.ts';

const FAST = { GIFT_CARD_API_RATE: '1000', GIFT_CARD_API_CONCURRENCY: '20' };
const SEED = 20_261_125;

/** The same numbers from the same seed (Lehmer's generator). */
function seeded(seed: number): (below: number) => number {
  let state = seed % 2_147_483_647;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Completed orders like the one of this reward, without their purchases. */
async function copyOrders({ deps }: Ordering, order: Order, count: number): Promise<Order[]> {
  const { store, clock } = deps;
  const reward = await store.read.rewards.find(order.rewardId);
  if (!reward) throw new Error('nothing was earned');
  const copies = Array.from({ length: count }, (_, at) => {
    const copy = { ...reward, id: deps.ids.next('rwd'), ruleId: `copy-${at}` };
    const { id, rewardId, poNumber } = newOrder(deps, copy, order.accountId, clock());
    return { reward: copy, order: { ...order, id, rewardId, poNumber, upstreamId: `up-${at}` } };
  });
  for (let at = 0; at < count; at += 100) {
    const some = copies.slice(at, at + 100);
    await store.write('give-reward', async (rows) => {
      await rows.rewards.insert(some.map((each) => each.reward));
      await rows.orders.insert(some.map((each) => each.order));
    });
  }
  return copies.map((each) => each.order);
}

describe.each([...DIALECTS])('goodturn reconcile on %s', { timeout: 60_000 }, async (dialect) => {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-books-'));
  const dataFile = join(folder, 'journal');
  const first = await startSandbox({ port: 0, dataFile });
  let second: RunningSandbox | undefined;
  afterAll(async () => {
    await second?.stop();
    await rm(folder, { recursive: true });
  });
  const port = Number(new URL(first.url).port);
  const server = await startOrdering(dialect, { sandboxUrl: first.url });
  server.clock.now = Date.now();
  const [reward] = await server.earn(1);
  if (!reward) throw new Error('nothing was earned');
  await server.deps.worker.settle();
  const real = await server.orderOf(reward);
  await first.stop();

  const count = dialect === 'sqlite' ? 1000 : 200;
  const orders = await copyOrders(server, real, count - 1);
  const facts = (await readFile(dataFile, 'utf8')).split('\n').filter(Boolean);
  const kept = facts.map((line) => JSON.parse(line) as Fact).find(({ kind }) => kind === 'ordered');
  if (kept?.kind !== 'ordered') throw new Error('nothing was ordered');
  const book = kept.order;

  const pick = seeded(SEED);
  const picked = new Set<number>();
  while (picked.size < 8) picked.add(pick(orders.length));
  const [lost1, lost2, double, dear1, dear2, slow, failed, other] = [...picked];
  const expected: [Finding['kind'], string][] = [
    ['missing_here', `GT${server.deps.epoch}01KC0000001111111111111111`],
    ['unknown_number', 'PROMO-4001'],
  ];
  const faulty = (kind: Finding['kind'], at: number | undefined) =>
    expected.push([kind, orders[at ?? -1]?.poNumber ?? '']);

  /** What the upstream has of an order: the same, but for the faults. */
  function booked({ poNumber, upstreamId }: Order, at: number): BookedOrder[] {
    const same: BookedOrder = { ...book, id: upstreamId ?? '', poNumber };
    const [line] = same.lineItems;
    if (!line) throw new Error('an order without a line');
    switch (at) {
      case lost1:
      case lost2:
        faulty('missing_there', at);
        return [];
      case double:
        faulty('duplicated', at);
        return [same, { ...same, id: `${same.id}-again` }];
      case dear1:
      case dear2:
        faulty('amount_differs', at);
        return [{ ...same, lineItems: [{ ...line, valueMinor: 2000 }] }];
      case slow:
        faulty('status_differs', at);
        return [{ ...same, settlesAt: null }];
      case failed:
        faulty('status_differs', at);
        return [{ ...same, outcome: 'Failed' }];
      case other:
        faulty('content_differs', at);
        return [{ ...same, lineItems: [{ ...line, productId: 'PRODUCTB' }] }];
      default:
        return [same];
    }
  }

  const books: BookedOrder[] = [
    ...orders.flatMap(booked),
    ...expected.slice(0, 2).map(([, poNumber], at) => ({ ...book, id: `stray-${at}`, poNumber })),
  ];
  const lines = [...facts, ...books.map((order) => JSON.stringify({ kind: 'ordered', order }))];
  await writeFile(dataFile, `${lines.join('\n')}\n`);
  const sandbox = await startSandbox({ port, dataFile, fundsMinor: 10_000_000 });
  second = sandbox;

  test(`reports exactly the ten faults of seed ${SEED} among ${count} orders, twice the same, and changes nothing`, async () => {
    const before = await server.deps.store.read.orders.byNumbers(expected.map(([, poNumber]) => poNumber));
    const times: number[] = [];
    const run = async () => {
      const began = performance.now();
      const result = await goodturn(server.databaseUrl, ['reconcile', '--json'], FAST);
      times.push(performance.now() - began);
      return result;
    };
    const [once, again] = [await run(), await run()];
    expect(once.code).toBe(2);
    const { findings, compared, listed, unread } = JSON.parse(once.said.join('\n')) as {
      findings: Finding[];
      compared: number;
      listed: number;
      unread: string[];
    };
    const found = findings.map(({ kind, poNumber }) => `${kind} ${poNumber}`);
    expect(found.toSorted()).toEqual(expected.map(([kind, poNumber]) => `${kind} ${poNumber}`).toSorted());
    expect([compared, listed, unread]).toEqual([count, count + 1, []]);
    expect(again.said).toEqual(once.said);
    expect(Math.min(...times)).toBeLessThan(10 * SECOND_MS);
    expect(await server.deps.store.read.orders.byNumbers(before.map(({ poNumber }) => poNumber))).toEqual(
      before,
    );
    expect(once.complained.length).toBeGreaterThan(0);
  });

  test('says in words what differs, and leaves out what was made before --since', async () => {
    const { said } = await goodturn(server.databaseUrl, ['reconcile'], FAST);
    expect(said).toContainEqual(
      expect.stringMatching(/^Another amount .+ here 1 × 15\.00 USD, there 1 × 20\.00 USD$/),
    );
    expect(said).toContainEqual(
      expect.stringMatching(/^An order that is not ours .+PROMO-4001.+ there Links, 1 × CVS 15/),
    );
    const later = new Date(Date.now() + 1000).toISOString();
    const span = await goodturn(server.databaseUrl, ['reconcile', '--since', later], FAST);
    expect([span.code, span.said.at(-1)]).toEqual([0, 'Nothing differs.']);
    expect(await goodturn(server.databaseUrl, ['reconcile', '--since', 'lately'], FAST)).toMatchObject({
      code: 1,
    });
  });

  test('adopts an order that it finds completed: the claim is sealed, budget and audit follow', async () => {
    const [waiting] = await server.earn(1);
    if (!waiting) throw new Error('nothing was earned');
    const order = await server.orderOf(waiting);
    const { accountOf, giftCards } = server.deps;
    const account = await accountOf(order.accountId);
    if (!account) throw new Error('no account');
    // Sent by a self that a restore has forgotten.
    await giftCards.place(
      { ...account, nextTurn: async () => true },
      { ...order, recipient: {}, message: null, hookUrl: null },
    );
    const { code, said } = await goodturn(server.databaseUrl, ['reconcile', '--adopt'], FAST);
    expect([code, said.filter((line) => line.includes(order.poNumber))]).toEqual([
      2,
      [expect.stringMatching(/here queued, there completed \(Completed\) \(taken over\)$/)],
    ]);
    expect(await server.orderOf(waiting)).toMatchObject({ status: 'completed', attempts: 1 });
    expect((await server.rewardNow(waiting)).status).toBe('issued');
    const claim = await server.deps.store.read.claims.ofReward(waiting.id);
    expect(claim?.sealedLink).toBeDefined();
    expect(claim?.sealedLink).not.toMatch(/https?:/);
    expect((await server.creates()).get(order.poNumber)).toBe(1);
    expect(await server.history(waiting)).toContain('issued');
  });

  test('says with an exit code of its own that the upstream did not show its books', async () => {
    await sandbox.stop();
    const settings = { ...FAST, GIFT_CARD_API_TIMEOUT_MS: '200' };
    const { code, said } = await goodturn(server.databaseUrl, ['reconcile'], settings);
    expect([code, said.filter((line) => line.startsWith('Not compared:'))]).toEqual([
      3,
      [expect.any(String)],
    ]);
    await closeGate(server.deps, 'restored');
    const adopting = await goodturn(server.databaseUrl, ['reconcile', '--adopt'], settings);
    expect([adopting.code, adopting.said.at(-1)]).toEqual([
      3,
      expect.stringMatching(/Not all orders could be compared\. Run the same command again\.$/),
    ]);
  });
});
