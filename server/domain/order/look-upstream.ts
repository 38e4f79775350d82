import { SECOND_MS } from '../clock.ts';
import type { FindResult, GiftCardAccount, GiftCards } from './gift-cards.ts';
import { intentOf } from './intent-of.ts';
import { mayHaveBeenMade, type Order } from './order.ts';
import { madeAtOf } from './po-number.ts';
import { ARRIVES_WITHIN_MS } from './schedule.ts';
import { pacedAccount, type TurnParts, takeTurn } from './take-turn.ts';

export type LookParts = TurnParts & {
  giftCards: Pick<GiftCards, 'find'>;
  /** The account with its credentials, or undefined when it has none yet. */
  accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
};

/** What the upstream has of an order that rests after so many attempts: what a write later holds it to. */
export type Shown = { attempts: number; result: FindResult };

/** How long one request may wait for turns to ask: whoever sent it waits as long. */
export const ASK_FOR_MS = 10 * SECOND_MS;

export type LookRequest = {
  siteId: string;
  rewardIds: string[];
  /** Nothing is asked after it (epoch ms). */
  until: number;
};

/**
 * Asks the upstream about those orders of a site's rewards that rest and may have been made all the same: one after
 * another, each in a turn of its account. Before the write that decides about them: a write waits for nobody. By the
 * orders' ids; one whose turn comes too late is unknown, to be asked about by a later request.
 */
export async function lookUpstream(
  parts: LookParts,
  { siteId, rewardIds, until }: LookRequest,
): Promise<Map<string, Shown>> {
  const orders = await parts.store.read.orders.ofRewards(rewardIds);
  const shown = new Map<string, Shown>();
  for (const order of orders) {
    if (order.siteId !== siteId || !mayHaveBeenMade(order)) continue;
    shown.set(order.id, { attempts: order.attempts, result: await find(parts, order, until) });
  }
  return shown;
}

async function find(parts: LookParts, order: Order, until: number): Promise<FindResult> {
  const { store, clock, giftCards, accountOf } = parts;
  const last = await store.read.orders.attempt(order.id, order.attempts);
  const quietAt = (last?.startedAt ?? 0) + ARRIVES_WITHIN_MS;
  if (quietAt > clock()) return unsure('A request may still arrive', quietAt - clock());
  const account = await accountOf(order.accountId);
  if (!account) return unsure('No account');
  if (!(await takeTurn(parts, account.id, until))) {
    const next = (await store.read.accounts.find(account.id))?.nextSendAt ?? 0;
    return unsure('The account’s pace allows no more questions now', Math.max(SECOND_MS, next - clock()));
  }
  const paced = pacedAccount(parts, account, { latest: until, taken: 1 });
  const result = await giftCards.find(paced, intentOf(order), madeAtOf(order));
  if (result.kind === 'slowed') await slow(parts, account.id, result.retryAfterMs);
  return result;
}

function unsure(detail: string, retryAfterMs: number | null = null): FindResult {
  return { kind: 'unknown', detail, retryAfterMs };
}

/** The workers rest with it: the upstream has had enough of all of us. */
async function slow({ store, clock }: LookParts, accountId: string, restMs: number): Promise<void> {
  const rest = clock() + Math.max(SECOND_MS, restMs);
  await store.write('account-state', (rows) => rows.accounts.slowUntil(accountId, rest));
}
