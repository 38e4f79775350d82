import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createHttpCall } from '../../server/net/http-call.ts';

const BODY_LIMIT = 100_000;
/** What is on its way when the reading stops: chunks that were read already, and the head. */
const ON_THE_WAY = 256 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** An upstream that never comes to an end, or says beforehand that it will not for a long time. */
const server = http.createServer((request, response) => {
  if (request.url === '/announced') response.setHeader('Content-Length', 50_000_000);
  response.on('error', () => {});
  const more = (): void => {
    if (!response.destroyed && response.write(CHUNK)) setImmediate(more);
    else response.once('drain', more);
  };
  more();
});
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each(['/endless', '/announced'])(
  'of %s no more is read than the limit, and the connection is given up',
  async (path) => {
    const sockets: Socket[] = [];
    const plain = new http.Agent({ keepAlive: true });
    const call = createHttpCall(
      { timeoutMs: 10_000, connectTimeoutMs: 10_000, bodyLimit: BODY_LIMIT },
      { plain: watching(plain, sockets), secure: new https.Agent() },
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    const result = await call({ method: 'GET', url, headers: {} });
    expect(result).toMatchObject({ kind: 'answer', status: 200, whole: false });
    expect(result.kind === 'answer' && result.text.length).toBeLessThanOrEqual(BODY_LIMIT);
    const [socket] = sockets;
    expect(sockets).toHaveLength(1);
    expect(socket?.destroyed).toBe(true);
    expect(socket?.bytesRead).toBeGreaterThan(0);
    expect(socket?.bytesRead).toBeLessThan(BODY_LIMIT + ON_THE_WAY);
  },
);

test('what was frozen while it connected for longer than it may is not sent any more', async () => {
  const heard: string[] = [];
  const listening = http.createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/orders`;
  const plain = new http.Agent({ keepAlive: true });
  const connect = plain.createConnection.bind(plain);
  let frozenMs = 0;
  plain.createConnection = (...given) => {
    const socket = connect(...given);
    // The connection is made while the process stands still: the clock is the first to tell.
    vi.setSystemTime(Date.now() + frozenMs);
    return socket;
  };
  vi.useFakeTimers({ toFake: ['Date'] });
  const limits = { timeoutMs: 10_000, connectTimeoutMs: 5000, bodyLimit: BODY_LIMIT };
  const call = createHttpCall(limits, { plain, secure: new https.Agent() });
  const send = () => call({ method: 'POST', url, headers: {}, body: '{"PONumber":"1"}' });
  try {
    frozenMs = 5001;
    expect(await send()).toEqual({ kind: 'no_answer', reason: 'CONNECT_TIMEOUT' });
    expect(heard).toEqual([]);
    frozenMs = 4000;
    expect(await send()).toMatchObject({ kind: 'answer', status: 200 });
    expect(heard).toEqual(['/orders']);
  } finally {
    vi.useRealTimers();
    plain.destroy();
    listening.close();
  }
});

/** Tells of each connection that is made. */
function watching(agent: http.Agent, sockets: Socket[]): http.Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...given) => {
    const socket = connect(...given);
    if (socket) sockets.push(socket as Socket);
    return socket;
  };
  return agent;
}
