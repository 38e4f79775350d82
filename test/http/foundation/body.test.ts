import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../../server/http/body.ts';
import { parseJson } from '../../../server/http/json.ts';
import { keyedPost, smallApp } from './small-app.ts';

const ORDER = { customer: { id: 'u1' }, amount: 5 };
const VALID = JSON.stringify(ORDER);
const { app } = smallApp();

function post(body: RequestInit['body'], headers: Record<string, string> = {}) {
  return app.request('/v1/echo/1', keyedPost(body, headers));
}

describe('JSON behind a secret key is recognised by its content', () => {
  test.for([
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/cloudevents+json; charset=utf-8',
  ])('sent as %s', async (type) => {
    expect((await post(VALID, { 'content-type': type })).status).toBe(201);
  });

  test('sent after blanks and a byte order mark', async () => {
    expect((await post(`\uFEFF \n${VALID}`)).status).toBe(201);
  });
});

describe('a widget route', () => {
  test.for([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/jsonp', 415],
    ['application/json', 200],
    ['application/json;charset=UTF-8', 200],
  ] as const)('answers a body of type %s with %i', async ([type, status]) => {
    const answer = await app.request('/v1/widget/echo', {
      method: 'POST',
      headers: { 'content-type': type },
      body: VALID,
    });
    expect(answer.status).toBe(status);
  });

  test('refuses a body without a type, and a form even where no body is expected', async () => {
    const bytes = new TextEncoder().encode(VALID);
    expect((await app.request('/v1/widget/echo', { method: 'POST', body: bytes })).status).toBe(415);
    const form = { method: 'DELETE', headers: { 'content-type': 'text/plain' } };
    expect((await app.request('/v1/widget/echo', form)).status).toBe(415);
  });
});

describe('a body that is not what it should be is answered with 400', () => {
  test.for([
    ['nothing', ''],
    ['no JSON', '{"amount":'],
    ['a form', 'amount=5'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xc3, 0x28, 0x22])],
    ['UTF-16', Buffer.from(VALID, 'utf16le')],
    ['brackets a hundred thousand deep', '['.repeat(100_000)],
    ['whole JSON of forty levels', `${'['.repeat(40)}${']'.repeat(40)}`],
  ] as const)('%s', async ([, body]) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid_body' });
  });

  test('truncated gzip', async () => {
    const cut = gzipSync(VALID).subarray(0, 20);
    expect((await post(cut, { 'content-encoding': 'gzip' })).status).toBe(400);
  });
});

describe('parsing', () => {
  test.for([
    '{"__proto__":{"admin":true},"a":1}',
    '{"\\u005f_proto__":{"admin":true},"a":1}',
    '{"a":1,"\\u005F\\u005fproto\\u005f_":{"admin":true}}',
  ])('%s leaves no prototype key behind', (text) => {
    const value = parseJson(new TextEncoder().encode(text));
    expect(Object.getOwnPropertyNames(value)).toEqual(['a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('keeps brackets and quotes inside of texts', () => {
    const value = { a: `${'[{'.repeat(100)}\\"`, __x: 'é\u0001' };
    expect(parseJson(new TextEncoder().encode(JSON.stringify(value)))).toEqual(value);
  });
});

describe('gzip', () => {
  test('is inflated', async () => {
    expect((await post(gzipSync(VALID), { 'content-encoding': 'gzip' })).status).toBe(201);
  });

  test('is held to 1 MB after inflation', async () => {
    const padded = gzipSync(`${VALID}${' '.repeat(MAX_BODY_BYTES)}`);
    expect(padded.length).toBeLessThan(10_000);
    expect((await post(padded, { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  test('of a gigabyte is refused fast and in little memory', { timeout: 60_000 }, async () => {
    const bomb = gzipBomb(1_000_000_000);
    expect(bomb.length).toBeLessThan(MAX_BODY_BYTES);
    const before = process.memoryUsage().rss;
    const startedMs = performance.now();
    expect((await post(bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
    expect(performance.now() - startedMs).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(20_000_000);
  });

  test('is the only compression', async () => {
    expect((await post(VALID, { 'content-encoding': 'br' })).status).toBe(415);
    expect((await post(VALID, { 'content-encoding': 'identity' })).status).toBe(201);
  });
});

describe('over a real connection', () => {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  let port = 0;
  beforeAll(async () => {
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const HEAD =
    'POST /v1/echo/1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test\r\nConnection: close\r\n';

  /** Sends raw bytes and resolves with the status, or 0 when the connection ends without an answer. */
  function raw(head: string, ...parts: (string | Uint8Array)[]): Promise<number> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(head);
        for (const part of parts) socket.write(part);
      });
      socket.once('data', (data) => {
        resolve(Number(data.toString('latin1').split(' ')[1]));
        socket.destroy();
      });
      socket.on('error', () => resolve(0));
      socket.on('close', () => resolve(0));
    });
  }

  function chunk(text: string): string {
    return `${text.length.toString(16)}\r\n${text}\r\n`;
  }

  test('a declared length over the limit is refused before the body is sent', async () => {
    expect(await raw(`${HEAD}Content-Length: ${MAX_BODY_BYTES + 1}\r\n\r\n`)).toBe(413);
  });

  test('a declared length at the limit is read', async () => {
    const body = VALID.padEnd(MAX_BODY_BYTES);
    expect(await raw(`${HEAD}Content-Length: ${body.length}\r\n\r\n`, body)).toBe(201);
  });

  test('a chunked body is read, and refused once it grows too large', async () => {
    const head = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;
    expect(await raw(head, chunk(VALID), '0\r\n\r\n')).toBe(201);
    const megabyte = chunk('x'.repeat(500_000));
    expect(await raw(head, megabyte, megabyte, megabyte)).toBe(413);
  });

  test('a body longer than its declared length is not read past it', async () => {
    expect(await raw(`${HEAD}Content-Length: ${VALID.length}\r\n\r\n`, `${VALID}GARBAGE`)).toBe(400);
  });

  test('two contradicting lengths are refused', async () => {
    const head = `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await raw(head, chunk(VALID), '0\r\n\r\n')).toBe(400);
  });

  test('HTTP/1.0 works', async () => {
    expect(
      await raw(`${HEAD.replace('HTTP/1.1', 'HTTP/1.0')}Content-Length: ${VALID.length}\r\n\r\n`, VALID),
    ).toBe(201);
  });
});

/** Zeros compress a thousandfold; gzip members may be joined, so a gigabyte is a hundred small ones. */
function gzipBomb(inflatedBytes: number): Buffer<ArrayBuffer> {
  const member = gzipSync(Buffer.alloc(10_000_000), { level: 9 });
  return Buffer.concat(Array.from({ length: inflatedBytes / 10_000_000 }, () => member));
}
