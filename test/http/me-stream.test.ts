import { afterEach, describe, expect, test, vi } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { clickThrough, member, signIn } from './support/people.ts';

const HOUR_MS = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

describe.each(DIALECTS)('GET /v1/widget/events on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

  async function listen() {
    // Only the stream's own timers stand still; databases and requests go on.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    const ada = await member(goodturn);
    const session = await signIn(goodturn, ada);
    const answer = await goodturn.widget('GET', '/v1/widget/events', { session });
    expect(answer.status).toBe(200);
    if (!answer.body) throw new Error('the stream has no body');
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('retry: 3000\n: open\n\n');
    return { ada, session, answer, reader };
  }

  test('the stream is one that no cache and no proxy holds back, readable by the page', async () => {
    const { answer, reader } = await listen();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'access-control-allow-origin': 'https://shop.acme.example',
      vary: 'Origin',
    });
    await reader.cancel();
  });

  test('one message comes for each change of `me`, none without, and none holds what changed', async () => {
    const { ada, reader } = await listen();
    await goodturn.deps.changes.ask();
    await clickThrough(goodturn, ada.code);
    await goodturn.deps.changes.ask();
    await goodturn.deps.changes.ask();
    await clickThrough(goodturn, ada.code);
    await goodturn.deps.changes.ask();
    expect((await reader.read()).value).toBe('event: me\ndata: {}\nid: 1\n\n');
    expect((await reader.read()).value).toBe('event: me\ndata: {}\nid: 2\n\n');
    await reader.cancel();
  });

  test('a comment keeps the line open', async () => {
    const { reader } = await listen();
    await vi.advanceTimersByTimeAsync(25_000);
    expect((await reader.read()).value).toBe(': still here\n\n');
    await reader.cancel();
  });

  test('a page that goes away leaves nothing behind: no timer, no watcher, no error', async () => {
    const { ada, reader } = await listen();
    await reader.cancel();
    await clickThrough(goodturn, ada.code);
    await goodturn.deps.changes.ask();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('HEAD, whose answer nobody reads, leaves nothing behind either', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    const session = await signIn(goodturn, await member(goodturn));
    const answer = await goodturn.widget('HEAD', '/v1/widget/events', { session });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    // Long enough for a database connection to rest, far shorter than the session.
    await vi.advanceTimersByTimeAsync(HOUR_MS / 6);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a request that is aborted ends the stream', async () => {
    const ada = await member(goodturn);
    const session = await signIn(goodturn, ada);
    const leaving = new AbortController();
    const answer = await goodturn.app.request('/v1/widget/events', {
      headers: {
        'X-Site-Key': 'pk_acme',
        Origin: 'https://shop.acme.example',
        Authorization: `Bearer ${session}`,
      },
      signal: leaving.signal,
    });
    leaving.abort();
    expect(await answer.text()).toBe('retry: 3000\n: open\n\n');
  });

  test('it ends with the session', async () => {
    const { reader } = await listen();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    for (;;) if ((await reader.read()).done) break;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('it ends within a minute of signing out', async () => {
    const { ada, reader } = await listen();
    await goodturn.post(`/v1/participants/${ada.id}/sign-out`, {});
    await vi.advanceTimersByTimeAsync(59_000);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });

  test('it ends when the server stops, so that stopping does not wait for panels', async () => {
    const other = await startHarness(dialect, { sandboxUrl: goodturn.sandboxUrl });
    const session = await signIn(other, await member(other));
    const answer = await other.widget('GET', '/v1/widget/events', { session });
    other.deps.changes.close();
    expect(await answer.text()).toBe('retry: 3000\n: open\n\n');
  });

  test('401 without a session', async () => {
    expect((await goodturn.widget('GET', '/v1/widget/events')).status).toBe(401);
  });
});
