import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApiClient } from '../../widget/api-client.ts';
import { keepLive } from '../../widget/live/live-model.ts';
import { readEvents } from '../../widget/live/read-events.ts';
import { createSessionModel } from '../../widget/models/session-model.ts';
import { fakeApi, json, sessionAnswer } from './support/fake-api.ts';
import { sampleMe } from './support/sample-me.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function startLive(events: () => Response | Promise<Response>) {
  const served = fakeApi({
    'POST sessions': () => sessionAnswer(),
    'GET me': () => json(sampleMe()),
    'GET events': events,
  });
  const api = createApiClient({ apiOrigin: 'https://api.example', siteKey: 'pk_acme' });
  const session = createSessionModel(api, () => null, vi.fn());
  const isPageShown = signal(true);
  session.identify('token-ada');
  await vi.advanceTimersByTimeAsync(1);
  const stop = keepLive(api, session, isPageShown);
  const count = (path: string) => served.paths().filter((sent) => sent === path).length;
  return { session, isPageShown, stop, count };
}

function openStream() {
  let push: (text: string) => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      push = (text) => controller.enqueue(new TextEncoder().encode(text));
    },
  });
  return { answer: () => new Response(body), push: (text: string) => push(text) };
}

describe('live updates', () => {
  test('a hint on the stream fetches `me` while somebody looks', async () => {
    const stream = openStream();
    const { session, stop, count } = await startLive(stream.answer);
    session.viewers.value = 1;
    await vi.advanceTimersByTimeAsync(1);
    stream.push('event: me\ndata: {}\n\n');
    await vi.advanceTimersByTimeAsync(1);
    expect([count('GET events'), count('GET me')]).toEqual([1, 1]);
    stop();
  });

  test('nobody looking means no stream, only ever slower asking', async () => {
    const { stop, count } = await startLive(openStream().answer);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(count('GET events')).toBe(0);
    expect(count('GET me')).toBeGreaterThan(1);
    expect(count('GET me')).toBeLessThan(6);
    stop();
  });

  test('a hidden page asks nothing', async () => {
    const { isPageShown, stop, count } = await startLive(openStream().answer);
    isPageShown.value = false;
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(count('GET me')).toBe(0);
    stop();
  });

  test('streams that somebody on the way cuts off are given up for asking', async () => {
    const { session, stop, count } = await startLive(() => new Response(''));
    session.viewers.value = 1;
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(count('GET events')).toBe(3);
    expect(count('GET me')).toBeGreaterThan(4);
    stop();
  });

  test('stopping ends every timer', async () => {
    const { stop } = await startLive(openStream().answer);
    stop();
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('events are found in whatever pieces and line ends they arrive', async () => {
  const pieces = ['eve', 'nt: me\r', '\ndata: 1\r\n\r\n: note\n', 'event:me\n\n', 'event: other\n\n'];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  const names: string[] = [];
  await readEvents(body, (name) => names.push(name));
  expect(names).toEqual(['me', 'me', 'other']);
});
