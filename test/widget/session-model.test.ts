import { effect } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApiClient } from '../../widget/api-client.ts';
import { createSessionModel } from '../../widget/models/session-model.ts';
import { fakeApi, json, sessionAnswer } from './support/fake-api.ts';
import { sampleMe } from './support/sample-me.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function createModel() {
  const onTokenNeeded = vi.fn();
  const api = createApiClient({ apiOrigin: 'https://api.example', siteKey: 'pk_acme' });
  return { api, session: createSessionModel(api, () => 'friends', onTokenNeeded), onTokenNeeded };
}

function unauthorized(): Response {
  return new Response(null, { status: 401 });
}

describe('session model', () => {
  test('nobody identified is signed out, and nothing is sent', async () => {
    const { sent } = fakeApi({});
    const { session } = createModel();
    await session.refresh();
    expect(session.phase.value).toBe('signed-out');
    expect(sent).toEqual([]);
  });

  test('identifying opens one session for the program and shows its `me`', async () => {
    const { sent } = fakeApi({ 'POST sessions': () => sessionAnswer() });
    const { session } = createModel();
    session.identify('token-ada');
    session.refresh();
    expect(session.phase.value).toBe('loading');
    await vi.runAllTimersAsync();
    expect(session.me.value?.share.code).toBe('ADA42');
    expect(sent.map(({ body }) => body)).toEqual([{ participantToken: 'token-ada', programId: 'friends' }]);
  });

  test('an expired session is renewed and the call made again, unseen', async () => {
    let isExpired = true;
    const { paths } = fakeApi({
      'POST sessions': () => sessionAnswer(),
      'GET me': () => {
        if (!isExpired) return json(sampleMe({ referrals: [] }));
        isExpired = false;
        return new Response(null, { status: 401 });
      },
    });
    const { session, onTokenNeeded } = createModel();
    session.identify('token-ada');
    await vi.runAllTimersAsync();
    await session.refresh();
    expect(paths()).toEqual(['POST sessions', 'GET me', 'POST sessions', 'GET me']);
    expect(session.me.value?.referrals).toEqual([]);
    expect(onTokenNeeded).not.toHaveBeenCalled();
  });

  test('a fresh token that the page brings when asked renews unseen, and the call under way succeeds', async () => {
    const answers = [sessionAnswer(), unauthorized(), sessionAnswer(sampleMe(), 'session-2')];
    const { sent } = fakeApi({
      'POST sessions': () => answers.shift() ?? unauthorized(),
      'POST shares': ({ headers }) =>
        headers.get('Authorization') === 'Bearer session-2' ? json({}) : unauthorized(),
    });
    const { session, api, onTokenNeeded } = createModel();
    onTokenNeeded.mockImplementation(() => session.identify('token-fresh'));
    session.identify('token-ada');
    await vi.runAllTimersAsync();
    const seen: unknown[] = [];
    const stop = effect(() => void seen.push(session.me.value?.share.code, session.phase.value));
    await session.withSession((token) => api.send('POST', 'shares', { token, body: {} }));
    stop();
    expect(new Set(seen)).toEqual(new Set(['ADA42', 'ready']));
    expect(sent.map(({ body }) => (body as { participantToken?: string } | null)?.participantToken)).toEqual([
      'token-ada',
      undefined,
      'token-ada',
      'token-fresh',
      undefined,
    ]);
  });

  test('a token that is asked for soon after another one has its own time to come', async () => {
    const answers = [unauthorized(), sessionAnswer(), unauthorized(), sessionAnswer(sampleMe(), 'session-2')];
    fakeApi({
      'POST sessions': () => answers.shift() ?? unauthorized(),
      'POST shares': ({ headers }) =>
        headers.get('Authorization') === 'Bearer session-2' ? json({}) : unauthorized(),
    });
    const { session, api, onTokenNeeded } = createModel();
    onTokenNeeded.mockImplementationOnce(() => session.identify('token-short'));
    session.identify('token-ada');
    await vi.advanceTimersByTimeAsync(3_000);
    const shared = session.withSession((token) => api.send('POST', 'shares', { token, body: {} }));
    await vi.advanceTimersByTimeAsync(4_000);
    session.identify('token-fresh');
    await expect(shared).resolves.toMatchObject({ status: 200 });
    expect(session.phase.value).toBe('ready');
  });

  test('a page that brings no fresh token is asked once: nothing stays on view, and nothing more is sent', async () => {
    const answers = [sessionAnswer()];
    const { sent } = fakeApi({
      'POST sessions': () => answers.shift() ?? unauthorized(),
      'GET me': unauthorized,
    });
    const { session, onTokenNeeded } = createModel();
    session.identify('token-ada');
    await vi.runAllTimersAsync();
    session.refresh();
    await vi.runAllTimersAsync();
    expect([session.phase.value, session.fault.value, session.me.value]).toEqual(['failed', 'expired', null]);
    const count = sent.length;
    await session.refresh();
    await expect(session.withSession(async () => null)).rejects.toMatchObject({ kind: 'expired' });
    expect(sent).toHaveLength(count);
    expect(onTokenNeeded).toHaveBeenCalledOnce();
    answers.push(sessionAnswer());
    session.identify('token-late');
    await vi.runAllTimersAsync();
    expect(session.phase.value).toBe('ready');
  });

  test('a refusal that only the builder of the page can mend is not asked for again', async () => {
    const { sent } = fakeApi({
      'POST sessions': () => json({ code: 'foreign_origin', detail: 'x' }, { status: 403 }),
    });
    const { session } = createModel();
    session.identify('token-ada');
    await vi.runAllTimersAsync();
    await session.refresh();
    expect(session.fault.value).toBe('foreign');
    expect(sent).toHaveLength(1);
  });

  test('what was shown stays while the connection is lost', async () => {
    fakeApi({
      'POST sessions': () => sessionAnswer(),
      'GET me': () => Promise.reject(new TypeError('network')),
    });
    const { session } = createModel();
    session.identify('token-ada');
    await vi.runAllTimersAsync();
    const refreshed = session.refresh();
    await vi.runAllTimersAsync();
    await refreshed;
    expect(session.fault.value).toBe('offline');
    expect(session.me.value).not.toBeNull();
  });

  test('the answer for the one who was signed in before is dropped', async () => {
    const held: ((response: Response) => void)[] = [];
    fakeApi({ 'POST sessions': () => new Promise((resolve) => held.push(resolve)) });
    const { session } = createModel();
    session.identify('token-ada');
    session.identify('token-bob');
    held[1]?.(sessionAnswer(sampleMe({ referrals: [] }), 'session-bob'));
    held[0]?.(sessionAnswer(sampleMe(), 'session-ada'));
    await vi.runAllTimersAsync();
    expect(session.me.value?.referrals).toEqual([]);
  });

  test('signing out ends the session on the server and forgets everything here', async () => {
    const { paths } = fakeApi({
      'POST sessions': () => sessionAnswer(),
      'DELETE sessions': () => new Response(null, { status: 204 }),
    });
    const { session } = createModel();
    session.identify('token-ada');
    await vi.runAllTimersAsync();
    session.identify(null);
    expect(session.me.value).toBeNull();
    expect(session.phase.value).toBe('signed-out');
    expect(paths()).toContain('DELETE sessions');
  });

  test('a slow answer is said after five seconds and forgotten when it comes', async () => {
    let answer: (response: Response) => void = () => undefined;
    fakeApi({
      'POST sessions': () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const { session } = createModel();
    session.identify('token-ada');
    await vi.advanceTimersByTimeAsync(5_100);
    expect(session.isSlow.value).toBe(true);
    answer(sessionAnswer());
    await vi.runAllTimersAsync();
    expect(session.isSlow.value).toBe(false);
  });
});
