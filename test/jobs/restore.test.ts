import { describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import type { GiftCards } from '../../server/domain/order/gift-cards.ts';
import type { Finding } from '../../server/domain/reconciliation/finding.ts';
import { reconcile } from '../../server/domain/reconciliation/reconcile.ts';
import { closeGate, openGate } from '../../server/domain/restore/gate.ts';
import { noticeRestore } from '../../server/domain/restore/notice-restore.ts';
import { goodturn } from '../cli/run.ts';
import { copyDatabase, DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { memoryMarks } from '../support/memory-marks.ts';
import { startOrdering } from './ordering.ts';

const FAST = { GIFT_CARD_API_RATE: '1000', GIFT_CARD_API_CONCURRENCY: '20' };

describe.each(DIALECTS)('a restored backup on %s', { timeout: 60_000 }, (dialect) => {
  // On PostgreSQL each write takes a way over a socket and back; what has to hold is the same.
  const since = dialect === 'sqlite' ? 50 : 15;
  const all = 5 + since;
  async function startWorld() {
    const sandbox = await startSandbox({ port: 0, fundsMinor: 10_000_000 });
    onTestFinished(() => sandbox.stop());
    const sendMarks = memoryMarks();
    const serve = async (databaseUrl: string) => {
      const server = await startOrdering(dialect, {
        databaseUrl,
        sandboxUrl: sandbox.url,
        overrides: { sendMarks },
      });
      server.clock.now = Date.now();
      return server;
    };
    return { serve, databaseUrl: await freshDatabaseUrl(dialect) };
  }

  test('sends nothing until what was ordered since is adopted, and no reward is ordered twice', async () => {
    const { serve, databaseUrl } = await startWorld();
    const first = await serve(databaseUrl);
    await first.earn(5);
    await first.deps.worker.settle();
    // Three whose orders are in the backup and were not sent yet.
    await first.earn(3);
    await first.stop();
    const backup = await copyDatabase(databaseUrl);

    const lost = await serve(databaseUrl);
    // The site tells everything again: what is known is answered from what is stored.
    await lost.earn(all);
    await lost.deps.worker.settle();
    expect(await lost.upstreamOrders()).toHaveLength(all);
    await lost.stop();

    const restored = await serve(backup);
    expect(await noticeRestore(restored.deps)).toMatchObject({ isNew: true, gate: { reason: 'went_back' } });
    expect(await noticeRestore(restored.deps)).toMatchObject({ isNew: false });
    const rewards = await restored.earn(all);
    await restored.pass(1000);
    expect([...(await restored.creates()).values()]).toEqual(Array(all).fill(1));

    const report = () => goodturn(backup, ['reconcile', '--json'], FAST);
    const plain = await report();
    expect(plain.code).toBe(2);
    const { findings, gate } = JSON.parse(plain.said.join('\n')) as { findings: Finding[]; gate: string };
    expect(Object.groupBy(findings, ({ kind }) => kind)).toMatchObject({
      missing_here: { length: since - 3 },
      status_differs: { length: 3 },
    });
    expect([findings.length, gate]).toEqual([since, 'closed']);
    expect((await report()).said).toEqual(plain.said);

    const adopted = await goodturn(backup, ['reconcile', '--adopt'], FAST);
    expect([adopted.code, adopted.said.at(-1)]).toEqual([0, expect.stringMatching(/orders go out again/)]);
    restored.clock.now = Date.now();
    await restored.deps.worker.settle();
    for (const reward of rewards) {
      const { status, upstreamId } = await restored.orderOf(reward);
      expect([status, (await restored.rewardNow(reward)).status]).toEqual(['completed', 'issued']);
      expect(upstreamId).not.toBeNull();
      expect(await restored.deps.store.read.claims.ofReward(reward.id)).toBeDefined();
    }
    expect(await restored.upstreamOrders()).toHaveLength(all);
    expect(await noticeRestore(restored.deps)).toBeNull();

    await restored.earn(2);
    await restored.deps.worker.settle();
    expect(await restored.upstreamOrders()).toHaveLength(all + 2);
    expect(await goodturn(backup, ['reconcile'], FAST)).toMatchObject({ code: 0 });
  });

  test('is noticed where a single order was sent since, in the very turn that stood in the backup', async () => {
    const { serve, databaseUrl } = await startWorld();
    const first = await serve(databaseUrl);
    const { now } = first.clock;
    await first.deps.store.write('account-state', (rows) => rows.accounts.slowUntil('installation', now));
    await first.stop();
    const backup = await copyDatabase(databaseUrl);
    const lost = await serve(databaseUrl);
    lost.clock.now = now;
    await lost.earn(1);
    await lost.deps.worker.settle();
    expect(await lost.upstreamOrders()).toHaveLength(1);
    expect(await noticeRestore(lost.deps)).toBeNull();
    await lost.stop();
    const restored = await serve(backup);
    restored.clock.now = now;
    expect(await noticeRestore(restored.deps)).toMatchObject({ isNew: true, gate: { reason: 'went_back' } });
    // Reconciled in no time, it is not noticed again.
    await openGate(restored.deps);
    expect(await noticeRestore(restored.deps)).toBeNull();
  });

  test('is told when nothing beside it can show that it is one; its numbers then carry a new epoch', async () => {
    const { serve, databaseUrl } = await startWorld();
    const server = await serve(databaseUrl);
    const [before] = await server.earn(1);
    expect(await noticeRestore(server.deps)).toBeNull();
    await server.stop();
    expect((await goodturn(databaseUrl, ['restored'])).said).toEqual([
      expect.stringMatching(/^No order goes out/),
    ]);
    const restored = await serve(databaseUrl);
    expect(await closeGate(restored.deps, 'restored')).toBe(false);
    await restored.pass(1000);
    expect(await restored.upstreamOrders()).toEqual([]);
    await restored.earn(1);
    const [after] = await restored.earn(1);
    if (!before || !after) throw new Error('nothing was earned');
    const numbers = [await restored.orderOf(before), await restored.orderOf(after)];
    const epochs = numbers.map(({ poNumber }) => poNumber.slice(2, 6));
    expect(epochs).toEqual(await restored.deps.store.read.gate.epochs());
    expect(new Set(epochs).size).toBe(2);
  });

  test('an order of another person for the same event is not taken over', async () => {
    const { serve, databaseUrl } = await startWorld();
    const first = await serve(databaseUrl);
    await first.stop();
    const backup = await copyDatabase(databaseUrl);
    const lost = await serve(databaseUrl);
    const event = (id: string) => ({
      type: 'purchase',
      eventId: 'disputed',
      customer: { id },
      referralCode: lost.code,
      amount: { amount: 4200, currency: 'USD' },
    });
    await lost.post('/v1/events', event('bea'));
    await lost.deps.worker.settle();
    await lost.stop();
    const restored = await serve(backup);
    await noticeRestore(restored.deps);
    await restored.post('/v1/events', event('cleo'));
    const tooLate = ['reconcile', '--since', new Date().toISOString(), '--adopt'];
    expect((await goodturn(backup, tooLate, FAST)).said.at(-1)).toMatch(/Leave out --since/);
    expect(await goodturn(backup, ['reconcile', '--adopt'], FAST)).toMatchObject({ code: 0 });
    restored.clock.now = Date.now();
    await restored.deps.worker.settle();
    expect(await restored.upstreamOrders()).toHaveLength(2);
    // Bea's gift card stays in every report until somebody has told its event.
    const report = await goodturn(backup, ['reconcile'], FAST);
    expect([report.code, report.said.filter((line) => line.includes('missing_here'))]).toEqual([
      2,
      [expect.stringMatching(/here kept for its reward/)],
    ]);
  });

  test('an order that nobody tells again is written off once: its cost is booked, and reports are quiet', async () => {
    const { serve, databaseUrl } = await startWorld();
    const first = await serve(databaseUrl);
    await first.get('/v1/products');
    await first.stop();
    const backup = await copyDatabase(databaseUrl);
    const lost = await serve(databaseUrl);
    await lost.earn(1);
    await lost.deps.worker.settle();
    const [{ PONumber = '' } = {}] = await lost.upstreamOrders();
    await lost.stop();
    const restored = await serve(backup);
    await noticeRestore(restored.deps);
    const call = (...line: string[]) => goodturn(backup, line, FAST);
    const charged = async () =>
      (await restored.deps.store.read.funds.ofAccount('installation')).map((each) => each.charged);

    expect((await call('reconcile', '--adopt')).code).toBe(0);
    expect((await call('reconcile')).code).toBe(2);
    expect(await call('write-off', PONumber)).toMatchObject({ code: 1 });
    expect(
      (await call('write-off', PONumber.replace(/.$/, '0'), '--reason', 'typed wrong')).complained,
    ).toEqual([expect.stringMatching(/^The upstream lists no order with the number/)]);
    const writeOff = () => call('write-off', PONumber, '--reason', 'The shop lost its books too');
    expect((await writeOff()).said).toEqual([
      `${PONumber} is written off: $15 in the books of installation.`,
    ]);
    expect((await writeOff()).said).toEqual([`${PONumber} was written off before.`]);
    expect(await call('reconcile')).toMatchObject({ code: 0 });
    expect(await charged()).toEqual([1500]);
    const steps = await restored.deps.store.read.audit.ofSubjects([PONumber]);
    expect(steps.at(-1)).toMatchObject({ actor: 'cli', status: 'written_off', reason: 'order_written_off' });

    // Told after all, its reward gets the gift card that is there, and nothing is charged again.
    restored.clock.now = Date.now();
    const [reward] = await restored.earn(1);
    await restored.deps.worker.settle();
    if (!reward) throw new Error('nothing was earned');
    expect(await restored.orderOf(reward)).toMatchObject({ poNumber: PONumber, status: 'completed' });
    expect(await restored.upstreamOrders()).toHaveLength(1);
    expect(await charged()).toEqual([1500]);
    expect((await writeOff()).complained).toEqual([expect.stringMatching(/^An order here has this number/)]);
  });

  test('is not told reconciled by a list that shows no numbers: what it has could be ours', async () => {
    const { serve, databaseUrl } = await startWorld();
    const { deps, earn } = await serve(databaseUrl);
    await earn(1);
    await deps.worker.settle();
    const reconciled = (giftCards: GiftCards) =>
      reconcile({ ...deps, giftCards, worker: 'reconciling', progress() {} }, { from: 0, adopt: true });
    const real = deps.giftCards;
    expect(await reconciled(real)).toMatchObject({ unread: [], findings: [] });
    const unnumbered = await reconciled({
      ...real,
      async orders(account, index) {
        const page = await real.orders(account, index);
        if (page.kind !== 'page') return page;
        return { ...page, orders: page.orders.map((order) => ({ ...order, poNumber: null })) };
      },
    });
    expect(unnumbered.unread).toEqual([expect.stringMatching(/shows no numbers/)]);
  });

  test('a database that was deleted and made anew is not taken for one', async () => {
    const { serve, databaseUrl } = await startWorld();
    const first = await serve(databaseUrl);
    await first.earn(1);
    await first.deps.worker.settle();
    const fresh = await serve(await freshDatabaseUrl(dialect));
    expect(await noticeRestore(fresh.deps)).toBeNull();
  });
});
