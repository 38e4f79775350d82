import { batch, signal } from '@preact/signals-core';
import type { Me } from '../../shared/contract/session.ts';
import { type ApiClient, ApiFault, type FaultKind, isPassing } from '../api-client.ts';

/** `signed-out`: nobody is identified; `failed` says why in `fault`, and may still have an older `me` to show. */
type Phase = 'signed-out' | 'loading' | 'ready' | 'failed';

export type SessionModel = ReturnType<typeof createSessionModel>;

const SLOW_AFTER_MS = 5_000;
/** How long a page may take to bring a fresh token before people are told to reload. A later one still helps. */
const TOKEN_WAIT_MS = 5_000;

/** Questions of all sessions for a token, until the time to answer is over: what the page brings meanwhile renews them all. */
let asked = 0;

/**
 * Who is signed in and what the server says about them.
 * @param programOf which program is shown; null leaves it to a site that has one
 * @param onTokenNeeded the participant token no longer opens a session: the page is to identify with a fresh one
 */
export function createSessionModel(
  api: ApiClient,
  programOf: () => string | null,
  onTokenNeeded: () => void,
) {
  const me = signal<Me | null>(null);
  const phase = signal<Phase>('signed-out');
  const fault = signal<FaultKind | null>(null);
  const isSlow = signal(false);
  /** How many elements are on view: live updates run only while there is one. */
  const viewers = signal(0);
  let participantToken: string | null = null;
  let programId: string | null = null;
  let sessionToken = '';
  let etag = '';
  let opening: Promise<void> | undefined;
  /** Grows with every other participant or program: what is answered for an earlier one is dropped. */
  let turn = 0;
  /** Takes the token that the page was asked for. */
  let bring: ((token: string) => void) | undefined;

  function fail(error: unknown): void {
    batch(() => {
      fault.value = error instanceof ApiFault ? error.kind : 'broken';
      phase.value = 'failed';
      // What a session showed goes with it.
      if (fault.value !== 'expired') return;
      me.value = null;
      sessionToken = '';
    });
  }

  /** Nothing that is sent again would change the answer. */
  function isOver(): boolean {
    return fault.value !== null && !isPassing(fault.value);
  }

  function receive(answer: { me: Me; etag: string } | null): void {
    batch(() => {
      fault.value = null;
      phase.value = 'ready';
      if (!answer) return;
      me.value = answer.me;
      etag = answer.etag;
    });
  }

  async function openSession(token: string): Promise<void> {
    const asked = turn;
    const body = { participantToken: token, ...(programId && { programId }) };
    const answer = await api.openSession(body);
    // Somebody else may have been identified meanwhile: their answer is on its way.
    if (asked !== turn) return;
    sessionToken = answer.session.sessionToken;
    receive({ me: answer.session.me, etag: answer.etag });
  }

  /** The token that the page identifies with next, if it does so in time. */
  function nextToken(): Promise<string> {
    return new Promise((resolve, reject) => {
      bring = resolve;
      asked++;
      setTimeout(() => {
        asked--;
        // It may be the next question's by now.
        if (bring === resolve) bring = undefined;
        reject(new ApiFault('expired'));
      }, TOKEN_WAIT_MS);
      onTokenNeeded();
    });
  }

  /** One opening at a time, however many calls find the session expired; the page is asked for a token once. */
  function renew(): Promise<void> {
    const asked = turn;
    if (!participantToken || isOver()) return Promise.reject(new ApiFault('expired'));
    opening ??= openSession(participantToken)
      .catch((error: unknown) => {
        if (!isExpired(error)) throw error;
        return nextToken().then(openSession);
      })
      .catch((error: unknown) => {
        if (asked === turn) fail(error);
        throw error;
      })
      .finally(() => {
        if (asked === turn) opening = undefined;
      });
    return opening;
  }

  /** Runs a call with the session; one that finds it expired gets a new session and a second try. Throws `ApiFault`. */
  async function withSession<T>(call: (token: string) => Promise<T>): Promise<T> {
    if (!sessionToken) await renew();
    try {
      return await call(sessionToken);
    } catch (error) {
      if (!isExpired(error)) throw error;
      await renew();
      return call(sessionToken);
    }
  }

  /** Asks again for `me`. Never throws: what went wrong is in `fault`. */
  async function refresh(): Promise<void> {
    const asked = turn;
    if (!participantToken || isOver()) return;
    if (!me.value) phase.value = 'loading';
    const slow = setTimeout(() => {
      isSlow.value = !me.value;
    }, SLOW_AFTER_MS);
    try {
      if (sessionToken) {
        const answer = await withSession((session) => api.readMe(session, etag));
        if (asked === turn) receive(answer);
      } else await renew();
    } catch (error) {
      if (asked === turn) fail(error);
    } finally {
      clearTimeout(slow);
      isSlow.value = false;
    }
  }

  /** Another participant or program, the same one with a fresh token, or nobody. */
  function identify(token: string | null): void {
    const isSameProgram = programOf() === programId;
    if (token === participantToken && isSameProgram) return;
    if (token && bring && isSameProgram) {
      participantToken = token;
      bring(token);
      bring = undefined;
      return;
    }
    if (sessionToken && !token) api.endSession(sessionToken).catch(() => undefined);
    participantToken = token;
    programId = programOf();
    sessionToken = etag = '';
    opening = bring = undefined;
    turn++;
    batch(() => {
      fault.value = null;
      // Until the server says whose the token is, the panel stays as it is.
      if (token && asked && isSameProgram) return;
      me.value = null;
      phase.value = token ? 'loading' : 'signed-out';
    });
    refresh();
  }

  return { me, phase, fault, isOver, isSlow, viewers, identify, refresh, withSession };
}

function isExpired(error: unknown): boolean {
  return error instanceof ApiFault && error.kind === 'expired';
}
