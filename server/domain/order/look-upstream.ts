import { SECOND_MS } from '../clock.ts';
import {
  type FindResult,
  type GiftCardAccount,
  type GiftCards,
  isSameOrder,
  type PacedAccount,
} from './gift-cards.ts';
import { intentOf } from './intent-of.ts';
import { type LookTurnParts, lookInTurns } from './look-turns.ts';
import { isUnsure, mayHaveBeenMade, type Order, type Seen } from './order.ts';
import { madeAtOf } from './po-number.ts';
import { ARRIVES_WITHIN_MS } from './schedule.ts';

export type LookParts = LookTurnParts & {
  giftCards: Pick<GiftCards, 'find' | 'look'>;
  /** The account with its credentials, or undefined when it has none yet. */
  accountOf: (accountId: string) => Promise<GiftCardAccount | undefined>;
};

/** What the upstream has of an order, and how that stood here when it was asked: what a write later holds it to. */
export type Shown = {
  seen: Seen;
  result: FindResult;
  /** Whether none of our requests can arrive any more. */
  isQuiet: boolean;
};

/** How long one request may wait for turns to ask: whoever sent it waits as long. */
export const ASK_FOR_MS = 10 * SECOND_MS;

type LookRequest = {
  siteId: string;
  rewardIds: string[];
  /** The upstream's id of an order that a person has found there: looked at instead of searching for one. */
  upstreamId?: string | undefined;
  /** Nothing is asked after it (epoch ms). */
  until: number;
};

/**
 * Asks the upstream about those orders of a site's rewards that rest, or whose account is stopped, and may have been made
 * all the same: one after another, each in a turn of its account. Before the write that decides about them: a write waits
 * for nobody. By the orders' ids; one whose turn comes too late is unknown, to be asked about by a later request.
 */
export async function lookUpstream(
  parts: LookParts,
  { siteId, rewardIds, ...request }: LookRequest,
): Promise<Map<string, Shown>> {
  const orders = await parts.store.read.orders.ofRewards(rewardIds);
  const shown = new Map<string, Shown>();
  for (const order of orders) {
    if (order.siteId !== siteId || !(mayHaveBeenMade(order) || (await isStranded(parts, order)))) continue;
    const waitMs = await untilQuiet(parts, order);
    const isQuiet = waitMs <= 0;
    const result = isQuiet ? await ask(parts, order, request) : unsure('A request may still arrive', waitMs);
    shown.set(order.id, { seen: { status: order.status, attempts: order.attempts }, result, isQuiet });
  }
  return shown;
}

/** Whether it waits for an account that nothing opens again by itself: nobody sends it or looks for it meanwhile. */
async function isStranded({ store }: LookParts, order: Order): Promise<boolean> {
  return isUnsure(order) && (await store.read.accounts.find(order.accountId))?.state === 'stopped';
}

/** An attempt whose worker died may have sent until its lease ran out. */
async function untilQuiet({ store, clock }: LookParts, { id, attempts, leaseUntil }: Order): Promise<number> {
  const last = await store.read.orders.attempt(id, attempts);
  return Math.max(last?.startedAt ?? 0, last?.endedAt ?? leaseUntil) + ARRIVES_WITHIN_MS - clock();
}

async function ask(
  parts: LookParts,
  order: Order,
  { upstreamId, until }: Pick<LookRequest, 'upstreamId' | 'until'>,
): Promise<FindResult> {
  const { store, clock, giftCards, accountOf } = parts;
  const account = await accountOf(order.accountId);
  if (!account) return unsure('No account');
  const result = await lookInTurns(parts, account, until, (paced) =>
    upstreamId === undefined
      ? giftCards.find(paced, intentOf(order), madeAtOf(order))
      : lookAt(giftCards, paced, order, upstreamId),
  );
  if (result !== null) return result;
  const next = (await store.read.accounts.find(account.id))?.nextSendAt ?? 0;
  return unsure('The account’s pace allows no more questions now', Math.max(SECOND_MS, next - clock()));
}

/** Only one that shows our number is ours: of the same gift card there may be many. */
async function lookAt(
  giftCards: LookParts['giftCards'],
  account: PacedAccount,
  order: Order,
  upstreamId: string,
): Promise<FindResult> {
  const look = await giftCards.look(account, upstreamId, order.value.currency, 'state');
  if (look.kind === 'missing')
    return {
      kind: 'mismatch',
      upstreamIds: [],
      detail: 'The upstream has no order with the id that was told',
    };
  if (look.kind !== 'found') return look;
  const isOurs = look.order.poNumber === order.poNumber && isSameOrder(intentOf(order), look.order);
  if (isOurs) return look;
  return { kind: 'mismatch', upstreamIds: [upstreamId], detail: 'The order that was told is another' };
}

function unsure(detail: string, retryAfterMs: number | null = null): FindResult {
  return { kind: 'unknown', detail, retryAfterMs };
}
