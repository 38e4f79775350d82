import { z } from 'zod';
import { type Clock, MINUTE_MS, SECOND_MS } from '../domain/clock.ts';
import type { GiftCardAccount } from '../domain/order/gift-cards.ts';
import type { HttpCall } from '../net/http-call.ts';
import { readRetryAfter } from '../net/retry-after.ts';
import { classifyStatus } from './classify-answer.ts';
import { describeAnswer } from './describe-answer.ts';
import { type Ending, endingOf } from './ending.ts';
import { readAnyCase } from './read-any-case.ts';

type TokenResult = { kind: 'token'; value: string } | Ending;

export interface AccountTokens {
  /** The account's bearer token, fetched when there is none or when it is about to end. */
  current(account: GiftCardAccount): Promise<TokenResult>;
  /** A token other than `refused`, which the upstream no longer takes. */
  renew(account: GiftCardAccount, refused: string): Promise<TokenResult>;
}

/** `ExpiresIn` counts seconds, or so we assume: were it minutes, the token would only be renewed too early. */
const tokenBody = z.object({
  // Printable characters only: the value goes into a header.
  value: z.string().regex(/^[\x21-\x7e]+$/),
  expiresin: z.coerce.number().positive().catch(300),
});

type Kept = { value: string; renewAtMs: number };

/** One token per account, and one call for it however many orders wait. */
export function createAccountTokens(call: HttpCall, clock: Clock): AccountTokens {
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<TokenResult>>();

  async function fetchToken(account: GiftCardAccount, key: string): Promise<TokenResult> {
    const askedAtMs = clock();
    const result = await requestToken(call, account, clock);
    if (result.kind !== 'token') return result;
    kept.set(key, { value: result.value, renewAtMs: askedAtMs + renewAfterMs(result.lifeMs) });
    return { kind: 'token', value: result.value };
  }

  function fetchOnce(account: GiftCardAccount, key: string): Promise<TokenResult> {
    const waiting = running.get(key);
    if (waiting) return waiting;
    const started = fetchToken(account, key).finally(() => running.delete(key));
    running.set(key, started);
    return started;
  }

  function usable(key: string): Kept | null {
    const token = kept.get(key);
    return token && clock() < token.renewAtMs ? token : null;
  }

  return {
    async current(account) {
      const key = keyOf(account);
      const token = usable(key);
      return token ? { kind: 'token', value: token.value } : fetchOnce(account, key);
    },
    async renew(account, refused) {
      const key = keyOf(account);
      const token = usable(key);
      // Another order may have renewed it while ours was on the way.
      if (token && token.value !== refused) return { kind: 'token', value: token.value };
      return fetchOnce(account, key);
    },
  };
}

/** Credentials are part of the key, so that a rotated secret never meets the token of the old one. */
function keyOf({ id, url, email, token }: GiftCardAccount): string {
  return JSON.stringify([id, url, email, token]);
}

/** At 90 % of its life, but no more than a minute before its end. */
function renewAfterMs(lifeMs: number): number {
  return lifeMs - Math.min(lifeMs / 10, MINUTE_MS);
}

async function requestToken(
  call: HttpCall,
  account: GiftCardAccount,
  clock: Clock,
): Promise<{ kind: 'token'; value: string; lifeMs: number } | Ending> {
  const result = await call({
    method: 'POST',
    url: `${account.url.replace(/\/+$/, '')}/v1/Tokens`,
    headers: { Email: account.email, AccessToken: account.token },
  });
  if (result.kind === 'no_answer') {
    return { kind: 'unknown', detail: `No token: ${result.reason}`, retryAfterMs: null };
  }
  const body = readAnyCase(result.text);
  const token = tokenBody.safeParse(result.whole ? body : undefined);
  const meaning = classifyStatus(result.status);
  if (meaning === 'done' && token.success) {
    return { kind: 'token', value: token.data.value, lifeMs: token.data.expiresin * SECOND_MS };
  }
  const detail = `No token: ${describeAnswer(result.status, result.text, body, [account.token])}`;
  return endingOf(meaning, detail, readRetryAfter(result.retryAfter, clock()));
}
