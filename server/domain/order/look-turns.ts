import { MINUTE_MS, SECOND_MS } from '../clock.ts';
import { type GiftCardAccount, type LookResult, type PacedAccount, SlowedDown } from './gift-cards.ts';
import { joinLine, type TurnParts } from './take-turn.ts';

export type LookTurnParts = TurnParts & {
  /** Requests of the account that orders may have at once, over all workers. */
  concurrency: number;
  /** How long a worker holds an order, and so how far off its turn may be at most (ms). */
  leaseMs: number;
};

type Slowed = Extract<LookResult, { kind: 'slowed' }>;

/**
 * One question of whoever only looks: catalogues, cancels, cards in the post and reconciliations. Each of its requests has a
 * turn of the account, none of them after `latest` (epoch ms); an upstream that wants fewer of them slows the account, as it
 * does where an order is sent (design 7.5). Null where no turn comes in time, and nothing was asked.
 */
export async function lookInTurns<R extends object>(
  parts: LookTurnParts,
  account: GiftCardAccount,
  latest: number,
  look: (paced: PacedAccount) => Promise<R>,
): Promise<R | null> {
  if (!(await takeLookTurn(parts, account.id, latest))) return null;
  let isTaken = true;
  async function nextTurn(): Promise<boolean> {
    if (!isTaken) return takeLookTurn(parts, account.id, latest);
    isTaken = false;
    return true;
  }
  try {
    const result = await look({ ...account, nextTurn });
    if (isSlowed(result)) await slow(parts, account.id, result.retryAfterMs);
    return result;
  } catch (error) {
    if (error instanceof SlowedDown) await slow(parts, account.id, error.retryAfterMs);
    throw error;
  }
}

/**
 * Looks leave room for what sends. Orders hold as many turns of the line as may run at once; a look only joins a line that is
 * no longer than these and one more, and waits beside it until then. So however many look, over all processes, an order
 * gets its turn soon, and where orders never end looks get theirs as well. Nor does a look join where that would leave less
 * than half a lease to workers, who take no turn that is further off than a lease.
 */
async function takeLookTurn(parts: LookTurnParts, accountId: string, latest: number): Promise<boolean> {
  const { store, clock, signal } = parts;
  const everyMs = SECOND_MS / parts.ratePerSecond;
  const roomMs = Math.min((parts.concurrency + 1) * everyMs, parts.leaseMs / 2);
  let now = clock();
  while (!signal?.aborted) {
    const next = (await store.read.accounts.find(accountId))?.nextSendAt ?? now;
    if (Math.max(next, now) > latest) return false;
    const waitMs = Math.ceil(next - now - roomMs);
    const at = waitMs > 0 ? null : await joinLine(parts, accountId, now, Math.min(latest, now + roomMs));
    // Else somebody else has joined it meanwhile.
    if (at !== null) return comesUp(parts, at - now);
    if (waitMs > 0) await parts.pause(waitMs);
    // A clock that was set back makes nobody wait for the same again.
    now = Math.max(clock(), now + Math.max(0, waitMs));
  }
  return false;
}

async function comesUp({ pause, signal }: LookTurnParts, waitMs: number): Promise<boolean> {
  if (waitMs > 0) await pause(waitMs);
  return !signal?.aborted;
}

function isSlowed(result: object): result is Slowed {
  return 'kind' in result && result.kind === 'slowed';
}

/** The longest that orders rest for an answer to a look: it may be about the looks alone, as limits often are. */
const MOST_REST_MS = MINUTE_MS;

/** The workers rest with it: the upstream has had enough of all of us. */
async function slow({ store, clock }: LookTurnParts, accountId: string, restMs: number): Promise<void> {
  const rest = clock() + Math.min(MOST_REST_MS, Math.max(SECOND_MS, restMs));
  await store.write('account-state', (rows) => rows.accounts.slowUntil(accountId, rest));
}
