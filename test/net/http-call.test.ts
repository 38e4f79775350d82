import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
