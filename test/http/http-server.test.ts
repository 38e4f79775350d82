import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { createHttpApp } from '../../server/http/http-app.ts';
import { createHttpServer } from '../../server/http/http-server.ts';
import { problem } from '../../shared/contract/problem.ts';
import { quietTelemetry } from '../support/quiet-telemetry.ts';

describe('what never reaches a route', async () => {
  const { telemetry, lines, failures } = quietTelemetry();
  const app = createHttpApp(telemetry);
  app.get('/hello', (c) => c.text('hello'));
  app.post('/slow', (c) => {
    return c.body(
      new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('part')) }),
    );
  });
  const server = createHttpServer(app, telemetry).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function open() {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return connect(address.port, '127.0.0.1');
  }

  /** All that comes back for these bytes until the server closes the line. */
  async function send(bytes: string): Promise<{ status: number; headers: Headers; body: string }> {
    const socket = open();
    socket.write(bytes);
    const text = Buffer.concat(await socket.toArray()).toString();
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const [start = '', ...fields] = head.split('\r\n');
    const headers = new Headers(
      fields.map((field): [string, string] => [
        field.slice(0, field.indexOf(':')),
        field.slice(field.indexOf(':') + 1).trim(),
      ]),
    );
    return { status: Number(start.split(' ')[1]), headers, body };
  }

  test.each([
    ['no HTTP at all', 400, 'hello there\r\n\r\n'],
    ['a request line without a version', 400, 'GET /hello HTTP\r\n\r\n'],
    ['a method that nobody knows', 400, 'BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['headers without an end', 431, `GET /hello HTTP/1.1\r\nHost: a\r\nX-Big: ${'x'.repeat(70_000)}\r\n\r\n`],
    ['no Host', 400, 'GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['an empty Host', 400, 'GET /hello HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'],
    ['a Host that is none', 400, 'GET /hello HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n'],
    ['OPTIONS *', 400, 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['CONNECT', 400, 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'],
    [
      'a body whose chunks are none',
      400,
      'POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
  ])('%s is %i as a problem, with the id of its log line', async (_what, status, bytes) => {
    const answer = await send(bytes);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const told = problem.parse(JSON.parse(answer.body));
    expect(told).toMatchObject({ status, code: 'bad_request', type: '/docs#problem-bad_request' });
    expect(told.requestId).toMatch(/^req_/);
    expect(answer.headers.get('x-request-id')).toBe(told.requestId);
    const { requestId } = told;
    expect(lines).toContainEqual(
      expect.objectContaining({ requestId, route: 'unmatched', status, code: 'bad_request' }),
    );
    expect(failures).toEqual([]);
  });

  test.each(['TRACE', 'PROPFIND', 'OPTIONS'])('%s to a route is 405 as a problem', async (method) => {
    const answer = await send(`${method} /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'HEAD, GET']);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'method_not_allowed' });
  });

  test('an expectation that nobody knows is ignored', async () => {
    const answer = await send('GET /hello HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n');
    expect([answer.status, answer.body]).toEqual([200, 'hello']);
  });

  test('garbage after an answered request is refused, and within an answer it cuts the line', async () => {
    const socket = open();
    socket.write('GET /hello HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    socket.write('hello there\r\n\r\n');
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);

    const cut = open();
    cut.write('POST /slow HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const [started] = await once(cut, 'data');
    expect(String(started)).toContain('200 OK');
    cut.write('zz\r\n');
    const rest = await cut.toArray().catch(() => []);
    expect(Buffer.concat(rest).toString()).not.toContain('400');
  });
});
