import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, expect, test } from 'vitest';
import { CALM, startFaultProxy } from '../support/fault-proxy.ts';

const BODY = 'every word of the answer';
let worked = 0;
const server = createServer((_, response) => {
  worked += 1;
  response.end(BODY);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const proxy = await startFaultProxy((server.address() as AddressInfo).port);
afterEach(() => proxy.set(CALM));
afterAll(async () => {
  await proxy.stop();
  server.close();
});

async function ask(limitMs = 5000): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${proxy.port}/`, {
    headers: { Connection: 'close' },
    signal: AbortSignal.timeout(limitMs),
  });
  return answer.text();
}

test('calm passes everything on, and so does a slow line', async () => {
  expect(await ask()).toBe(BODY);
  proxy.set({ kind: 'calm', latencyMs: 1, sliceBytes: 7 });
  expect(await ask()).toBe(BODY);
});

test.each(['cut', 'reset'] as const)(
  '%s ends the conversation within its answer, after the work was done',
  async (kind) => {
    const before = worked;
    proxy.set({ kind });
    await expect(ask()).rejects.toThrow();
    expect(worked).toBe(before + 1);
  },
);

test('hang does the work and keeps the answer', async () => {
  const before = worked;
  proxy.set({ kind: 'hang' });
  await expect(ask(300)).rejects.toThrow(/time/i);
  expect(worked).toBe(before + 1);
});

test('half open takes the request and passes nothing on', async () => {
  const before = worked;
  proxy.set({ kind: 'half_open' });
  await expect(ask(300)).rejects.toThrow(/time/i);
  expect(worked).toBe(before);
});

test('down refuses whoever comes', async () => {
  const before = worked;
  proxy.set({ kind: 'down' });
  await expect(ask()).rejects.toThrow();
  expect(worked).toBe(before);
});
