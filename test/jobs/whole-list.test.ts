import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../server/domain/clock.ts';
import type { ListedOrder, OrdersPage } from '../../server/domain/order/gift-cards.ts';
import { costOfNumber } from '../../server/domain/reconciliation/cost-of-number.ts';
import { CannotCompare, pacedUpstream } from '../../server/domain/reconciliation/paced-upstream.ts';
import { keepCatalogues } from '../../server/jobs/keep-catalogues.ts';
import { CAPABILITIES } from '../../server/upstream/capabilities.ts';
import { sampleSnapshot } from '../domain/order/sample-order.ts';
import { startOrdering } from './ordering.ts';

type Page = Extract<OrdersPage, { kind: 'page' }>;

function order(upstreamId: string, createdAt: number): ListedOrder {
  return { upstreamId, poNumber: upstreamId, createdAt, type: 'Links', statusWord: 'Completed', lines: [] };
}

function page(ids: string[], change: Partial<Page> & { createdAt?: number } = {}): Page {
  const { createdAt = Date.parse('2026-11-23T12:00:00Z'), ...rest } = change;
  const orders = ids.map((id) => order(id, createdAt));
  return { kind: 'page', orders, unreadable: 0, total: null, ...rest };
}

describe('the list of an account', async () => {
  const { deps, clock } = await startOrdering('sqlite');
  const account = { id: 'installation', url: '', email: '', token: '' };

  async function read(pages: OrdersPage[], from = 0): Promise<string[]> {
    const waits: number[] = [];
    const upstream = pacedUpstream(
      {
        store: deps.store,
        clock: () => clock.now,
        giftCards: {
          capabilities: CAPABILITIES,
          find: async () => ({ kind: 'absent' }),
          look: async () => ({ kind: 'missing' }),
          orders: async () => pages.shift() ?? page([]),
        },
        pause: async (ms) => void waits.push(ms),
        ...{ ratePerSecond: 5, concurrency: 2, leaseMs: 30_000 },
      },
      account,
    );
    const found = await upstream.list(from, () => {});
    return [...found.keys()];
  }

  test('is read to its end, whatever moves to a later page meanwhile', async () => {
    expect(await read([page(['c', 'b']), page(['b', 'a']), page([])])).toEqual(['c', 'b', 'a']);
    expect(await read([page(['b', 'a'], { total: 2 }), page(['never'])])).toEqual(['b', 'a']);
  });

  test('is read back to the day that was asked for', async () => {
    const old = page(['a'], { createdAt: clock.now - 3 * DAY_MS });
    expect(await read([page(['b']), old, page(['never'])], clock.now - DAY_MS)).toEqual(['b', 'a']);
  });

  test('is asked for again when there was no answer', async () => {
    const lost = { kind: 'unknown', detail: 'No answer.', retryAfterMs: null } as const;
    const slowed = { kind: 'slowed', detail: 'Too many.', retryAfterMs: 10 } as const;
    expect(await read([lost, slowed, page(['a'])])).toEqual(['a']);
    await expect(read(Array(9).fill(lost))).rejects.toThrow(CannotCompare);
    await expect(read([{ kind: 'disabled', detail: 'No.' }])).rejects.toThrow(CannotCompare);
  });

  test('that shows less than it says, the same for ever or what has no id is not whole', async () => {
    await expect(read([page(['a'], { total: 2 }), page([], { total: 2 })])).rejects.toThrow(CannotCompare);
    await expect(read(Array(9).fill(page(['a'])))).rejects.toThrow(CannotCompare);
    await expect(read([page(['a'], { unreadable: 1 })])).rejects.toThrow(CannotCompare);
  });

  test('tells what a number cost only where every order under it can be seen', async () => {
    await keepCatalogues(deps);
    const lines = [{ productId: 'CVS', value: '15', quantity: '1' }];
    const made = { ...order('seen', clock.now), poNumber: 'GT1', lines };
    const cost = (isHidden: boolean) =>
      costOfNumber(
        {
          ...{ store: deps.store, clock: () => clock.now, pause: async () => {} },
          ...{ ratePerSecond: 1000, concurrency: 2, leaseMs: 30_000 },
          giftCards: {
            capabilities: CAPABILITIES,
            find: async () => ({ kind: 'absent' }),
            look: async (_account, upstreamId) =>
              upstreamId === 'seen' || !isHidden
                ? { kind: 'found', order: sampleSnapshot({ upstreamId }) }
                : { kind: 'missing' },
            orders: async () => ({
              ...page([], { total: 2 }),
              orders: [made, { ...made, upstreamId: 'other' }],
            }),
          },
        },
        account,
        'GT1',
      );
    expect(await cost(false)).toMatchObject({ cost: { amount: 2900, currency: 'USD' } });
    await expect(cost(true)).rejects.toThrow(CannotCompare);
  });

  test('slows its account where there are too many requests', async () => {
    clock.now += HOUR_MS;
    const until = clock.now + MINUTE_MS;
    const slowed = { kind: 'slowed', detail: 'Too many.', retryAfterMs: MINUTE_MS } as const;
    await read([slowed, page([])]);
    const account = await deps.store.read.accounts.find('installation');
    expect(account?.nextSendAt).toBeGreaterThanOrEqual(until);
  });
});
