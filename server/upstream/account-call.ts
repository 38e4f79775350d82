import type { Clock } from '../domain/clock.ts';
import type { PacedAccount } from '../domain/order/gift-cards.ts';
import type { HttpCall, HttpResult } from '../net/http-call.ts';
import { readRetryAfter } from '../net/retry-after.ts';
import type { AccountTokens } from './account-tokens.ts';
import { type AnswerClass, classifyStatus } from './classify-answer.ts';
import { describeAnswer } from './describe-answer.ts';
import type { Ending } from './ending.ts';
import { readAnyCase } from './read-any-case.ts';

type AccountRequest = {
  method: 'GET' | 'POST';
  /** Path and query below the account's URL. */
  path: string;
  body?: string;
  /** Right before the request goes out, when a token is at hand. */
  onSend?: () => void;
  onSent?: () => void;
};

/** An answer, read: `body` is undefined unless it arrived whole and is JSON; its keys are lower case. */
export type Answer = {
  kind: 'answer';
  meaning: AnswerClass;
  body: unknown;
  /** For operators: clean, at most 2 kB. */
  detail: string;
  retryAfterMs: number | null;
};

export type AccountCall = (account: PacedAccount, request: AccountRequest) => Promise<Answer | Ending>;

/** It is our own haste that is held back, which says nothing against the upstream. */
const NO_TURN = {
  kind: 'unknown',
  detail: 'The account’s pace leaves no time for another request',
  retryAfterMs: null,
  isAlive: true,
} as const satisfies Ending;

/** Calls in an account's name and in its turns. A 401 renews the token and repeats the same request, once. */
export function createAccountCall(call: HttpCall, tokens: AccountTokens, clock: Clock): AccountCall {
  async function send(
    account: PacedAccount,
    request: AccountRequest,
    token: string,
  ): Promise<HttpResult | typeof NO_TURN> {
    if (!(await account.nextTurn())) return NO_TURN;
    const { method, path, body, onSend, onSent } = request;
    const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    onSend?.();
    return call({
      method,
      url: account.url.replace(/\/+$/, '') + path,
      headers,
      ...(body !== undefined && { body }),
      ...(onSent && { onSent }),
    });
  }

  function read(result: HttpResult | typeof NO_TURN, secrets: string[]): Answer | Ending {
    if (result.kind === 'unknown') return result;
    if (result.kind === 'no_answer') return { kind: 'unknown', detail: result.reason, retryAfterMs: null };
    const body = result.whole ? readAnyCase(result.text) : undefined;
    return {
      kind: 'answer',
      meaning: classifyStatus(result.status),
      body,
      detail: describeAnswer(result.status, result.text, body, secrets),
      retryAfterMs: readRetryAfter(result.retryAfter, clock()),
    };
  }

  return async function callAs(account, request) {
    const token = await tokens.current(account);
    if (token.kind !== 'token') return token;
    const first = await send(account, request, token.value);
    if (first.kind !== 'answer' || first.status !== 401) {
      return read(first, [account.token, token.value]);
    }
    const renewed = await tokens.renew(account, token.value);
    if (renewed.kind !== 'token') return renewed;
    const second = await send(account, request, renewed.value);
    return read(second, [account.token, token.value, renewed.value]);
  };
}
