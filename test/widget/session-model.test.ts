import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApiClient } from '../../widget/api-client.ts';
import { createSessionModel } from '../../widget/models/session-model.ts';
import { fakeApi, json, sessionAnswer } from './support/fake-api.ts';
import { sampleMe } from './support/sample-me.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function createModel() {
  const onTokenNeeded = vi.fn();
  const api = createApiClient({ apiOrigin: 'https://api.example', siteKey: 'pk_acme' });
  return { session: createSessionModel(api, () => 'friends', onTokenNeeded), onTokenNeeded };
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

  test('an expired participant token asks the page for a new one and signs out', async () => {
    fakeApi({ 'POST sessions': () => new Response(null, { status: 401 }) });
    const { session, onTokenNeeded } = createModel();
    session.identify('token-old');
    await vi.runAllTimersAsync();
    expect(session.phase.value).toBe('signed-out');
    expect(onTokenNeeded).toHaveBeenCalledOnce();
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
