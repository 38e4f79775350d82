import { encodeTime } from 'ulid';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { DAY_MS, MINUTE_MS } from '../../server/domain/clock.ts';
import type { GiftCards, PlaceResult } from '../../server/domain/order/gift-cards.ts';
import { intentOf } from '../../server/domain/order/intent-of.ts';
import { poNumber, readPoNumber } from '../../server/domain/order/po-number.ts';
import { INSTALLATION_ACCOUNT } from '../../server/domain/site/apply-config.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';
import { realGiftCards } from './worker-on.ts';

describe.each(DIALECTS)('an order of before a restore, taken over on %s', async (dialect) => {
  const asked: number[] = [];
  /** What a send is answered with instead of being sent; null: it is sent. */
  let answer: PlaceResult | null = null;
  const real = realGiftCards({ clock: Date.now });
  const giftCards: GiftCards = {
    ...real,
    place: async (account, intent) => answer ?? real.place(account, intent),
    async find(account, intent, madeAt) {
      asked.push(madeAt);
      return real.find(account, intent, madeAt);
    },
  };
  const goodturn = await startOrdering(dialect, { overrides: { giftCards } });
  const { deps, clock } = goodturn;
  const { store } = deps;

  /** A reward whose card the upstream made 40 days ago, for an account, under a number that the database had lost. */
  async function earnAgain(accountId = INSTALLATION_ACCOUNT) {
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    const order = await goodturn.orderOf(reward);
    const madeAt = clock.now - 40 * DAY_MS;
    const trace = readPoNumber(order.poNumber)?.trace ?? '';
    const number = poNumber('01D0', encodeTime(madeAt), trace);
    const account = await deps.accountOf(accountId);
    if (!account) throw new Error(`no account ${accountId}`);
    expect(
      (await real.place({ ...account, nextTurn: async () => true }, intentOf({ ...order, poNumber: number })))
        .kind,
    ).toBe('placed');
    const orphan = {
      poNumber: number,
      trace,
      accountId,
      foundAt: clock.now,
      orderId: null,
      writtenOffAt: null,
    };
    await store.write('keep-orphans', (rows) => rows.orphans.keep([orphan]));
    return { reward, number, madeAt };
  }
  async function nowCosts(fee: number): Promise<void> {
    const costs = [{ productId: 'CVS', fee, discountBasisPoints: 0 }];
    await store.write('keep-catalogue', (rows) => rows.catalogues.putCosts(INSTALLATION_ACCOUNT, costs));
  }
  const act = (what: string, { id }: Reward) =>
    goodturn.post(`/v1/rewards/${id}/${what}`, { reason: 'checked' });

  test('counts as sent: a rise of its cost finds the card that is paid', async () => {
    await nowCosts(0);
    const { reward, number, madeAt } = await earnAgain();
    await nowCosts(10);
    await deps.worker.settle();
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'completed', poNumber: number });
    expect((await goodturn.rewardNow(reward)).status).toBe('issued');
    // Read back to before the number was made, not only to when the order was written again.
    expect(asked).toEqual([madeAt]);
    await nowCosts(0);
  });

  test('counts as sent for whoever cancels it while nobody knows what became of it', async () => {
    const { reward, number } = await earnAgain();
    answer = { kind: 'slowed', retryAfterMs: 1000, detail: 'later' };
    await deps.worker.settle();
    answer = null;
    expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'unknown', poNumber: number });
    expect((await act('cancel', reward)).status).toBe(409);
    await goodturn.pass(2 * MINUTE_MS);
    expect((await goodturn.rewardNow(reward)).status).toBe('issued');
  });

  test('goes on under the account that paid for it', async () => {
    const other = await startSandbox({ port: 0 });
    const credentials = {
      url: other.url,
      email: 'sandbox@giftcards.example',
      token: 'sandbox-access-token',
    };
    await applySecondAccount(credentials);
    const { reward, number } = await earnAgain('second');
    const before = await goodturn.upstreamOrders();
    await deps.worker.settle();
    await goodturn.pass(1000);
    expect(await goodturn.orderOf(reward)).toMatchObject({
      status: 'completed',
      poNumber: number,
      accountId: 'second',
    });
    expect(await goodturn.upstreamOrders()).toEqual(before);
    await other.stop();
  });

  /** As another site's own account would be stored. */
  async function applySecondAccount(credentials: { url: string; email: string; token: string }) {
    const context = { siteId: 'installation', ownerId: 'second', field: 'credentials' };
    const sealed = deps.sealer.seal(JSON.stringify(credentials), context);
    await store.write('install', (rows) => rows.accounts.put('second', sealed));
  }
});
