import { batch, signal } from '@preact/signals-core';
import type { Me } from '../../shared/contract/session.ts';
import { type ApiClient, ApiFault, type FaultKind } from '../api-client.ts';

/** `signed-out` asks for a sign-in; `failed` says why in `fault`, and may still have an older `me` to show. */
export type Phase = 'signed-out' | 'loading' | 'ready' | 'failed';

export type SessionModel = ReturnType<typeof createSessionModel>;

const SLOW_AFTER_MS = 5_000;

/**
 * Who is signed in and what the server says about them.
 * @param programOf which program is shown; null leaves it to a site that has one
 * @param onTokenNeeded the participant token no longer opens a session: the page must bring a new one
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

  function fail(error: unknown): void {
    batch(() => {
      fault.value = error instanceof ApiFault ? error.kind : 'broken';
      phase.value = fault.value === 'expired' ? 'signed-out' : 'failed';
    });
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
    const body = { participantToken: token, ...(programId && { programId }) };
    const answer = await api.openSession(body);
    // Somebody else may have been identified meanwhile: their answer is on its way.
    if (token !== participantToken) return;
    sessionToken = answer.session.sessionToken;
    receive({ me: answer.session.me, etag: answer.etag });
  }

  /** One opening at a time, however many calls find the session expired. */
  function renew(): Promise<void> {
    const token = participantToken;
    if (!token) return Promise.reject(new ApiFault('expired'));
    opening ??= openSession(token)
      .catch((error: unknown) => {
        if (error instanceof ApiFault && error.kind === 'expired') onTokenNeeded();
        throw error;
      })
      .finally(() => {
        opening = undefined;
      });
    return opening;
  }

  /** Runs a call with the session; one that finds it expired gets a new session and a second try. Throws `ApiFault`. */
  async function withSession<T>(call: (token: string) => Promise<T>): Promise<T> {
    if (!sessionToken) await renew();
    try {
      return await call(sessionToken);
    } catch (error) {
      if (!(error instanceof ApiFault) || error.kind !== 'expired') throw error;
      await renew();
      return call(sessionToken);
    }
  }

  /** Asks again for `me`. Never throws: what went wrong is in `fault`. */
  async function refresh(): Promise<void> {
    const token = participantToken;
    if (!token) return;
    if (!me.value) phase.value = 'loading';
    const slow = setTimeout(() => {
      isSlow.value = !me.value;
    }, SLOW_AFTER_MS);
    try {
      if (sessionToken) {
        const answer = await withSession((session) => api.readMe(session, etag));
        if (token === participantToken) receive(answer);
      } else await renew();
    } catch (error) {
      if (token === participantToken) fail(error);
    } finally {
      clearTimeout(slow);
      isSlow.value = false;
    }
  }

  /** Another participant or program, the same one with a fresh token, or nobody. */
  function identify(token: string | null): void {
    if (token === participantToken && programOf() === programId) return;
    if (sessionToken && !token) api.endSession(sessionToken).catch(() => undefined);
    participantToken = token;
    programId = programOf();
    sessionToken = etag = '';
    opening = undefined;
    batch(() => {
      me.value = null;
      fault.value = null;
      phase.value = token ? 'loading' : 'signed-out';
    });
    refresh();
  }

  return { me, phase, fault, isSlow, viewers, identify, refresh, withSession };
}
