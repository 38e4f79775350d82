import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { closedPort, type Step } from '../support/scripted-upstream.ts';
import { intent, linksOrder } from './order-bodies.ts';
import { ACCOUNT_SECRET, setUpUpstream, TIMEOUT_MS } from './set-up.ts';

const stand = setUpUpstream();
const PLACE = 'POST /v1/Orders';
const LOOK = 'GET /v1/Orders/up-1';
const created = linksOrder();

type Row = { name: string; step: Step; place: string; look: string; retryAfterMs?: number | null };

/** trust.md test 17: what each fault means when it answers an order, and when it answers a look at one. */
const table: Row[] = [
  { name: '400', step: { status: 400, body: { title: 'Bad' } }, place: 'refused', look: 'unknown' },
  { name: '402', step: { status: 402 }, place: 'no_funds', look: 'unknown' },
  { name: '403', step: { status: 403 }, place: 'disabled', look: 'disabled' },
  { name: '404', step: { status: 404 }, place: 'refused', look: 'missing' },
  { name: '408', step: { status: 408 }, place: 'unknown', look: 'unknown' },
  { name: '422', step: { status: 422 }, place: 'no_funds', look: 'unknown' },
  { name: '429 alone', step: { status: 429 }, place: 'slowed', look: 'slowed', retryAfterMs: 10_000 },
  {
    name: '429 with seconds',
    step: { status: 429, headers: { 'Retry-After': '7' } },
    place: 'slowed',
    look: 'slowed',
    retryAfterMs: 7000,
  },
  {
    name: '429 with a date',
    step: { status: 429, headers: { 'Retry-After': 'Sun, 22 Nov 2026 12:00:30 GMT' } },
    place: 'slowed',
    look: 'slowed',
    retryAfterMs: 30_000,
  },
  { name: '500', step: { status: 500 }, place: 'unknown', look: 'unknown', retryAfterMs: null },
  { name: '502', step: { status: 502, body: '<html>Bad gateway' }, place: 'unknown', look: 'unknown' },
  {
    name: '503 with Retry-After',
    step: { status: 503, headers: { 'Retry-After': '2' } },
    place: 'unknown',
    look: 'unknown',
    retryAfterMs: 2000,
  },
  { name: '504', step: { status: 504 }, place: 'unknown', look: 'unknown' },
  { name: 'reset', step: { fault: 'reset' }, place: 'unknown', look: 'unknown' },
  {
    name: 'half a body',
    step: { status: 201, body: created, fault: 'half' },
    place: 'unknown',
    look: 'unknown',
  },
  { name: 'HTML with 200', step: { body: '<html>Hello</html>' }, place: 'unknown', look: 'unknown' },
  { name: 'malformed JSON', step: { status: 201, body: '{"Id":' }, place: 'unknown', look: 'unknown' },
  { name: 'an empty body', step: { status: 201 }, place: 'unknown', look: 'unknown' },
  { name: '204', step: { status: 204 }, place: 'unknown', look: 'unknown' },
  {
    name: 'wrong types',
    step: { body: { ...created, LineItems: { ProductId: 7 } } },
    place: 'unknown',
    look: 'unknown',
  },
  { name: 'null id', step: { body: { ...created, Id: null } }, place: 'unknown', look: 'unknown' },
  {
    name: 'half the text of a refusal',
    step: { status: 400, body: 'x'.repeat(100), fault: 'half' },
    place: 'refused',
    look: 'unknown',
  },
  {
    name: 'a compressed body nobody asked for',
    step: { status: 201, headers: { 'Content-Encoding': 'gzip' }, body: '\u001f\u008b' },
    place: 'unknown',
    look: 'unknown',
  },
];

describe.each(table)('the upstream answers with $name', ({ step, place, look, retryAfterMs }) => {
  test(`placing: ${place}, sent once`, async () => {
    stand.upstream.on(PLACE, step);
    const result = await stand.cards.place(stand.account, intent);
    expect(result.kind).toBe(place);
    if (retryAfterMs !== undefined) expect(result).toMatchObject({ retryAfterMs });
    expect(stand.upstream.seen(PLACE)).toHaveLength(1);
  });

  test(`looking: ${look}`, async () => {
    stand.upstream.on(LOOK, step);
    const result = await stand.cards.look(stand.account, 'up-1', 'USD');
    expect(result.kind).toBe(look);
    if (retryAfterMs !== undefined) expect(result).toMatchObject({ retryAfterMs });
  });
});

describe('the upstream takes its time', () => {
  test.each([
    ['hangs', { fault: 'hang' as const }],
    ['sends a byte now and then', { status: 201, body: created, fault: 'slow' as const }],
  ])('it %s: unknown within the time limit', async (_name, step) => {
    stand.upstream.on(PLACE, step);
    const cards = stand.create({ timeoutMs: TIMEOUT_MS });
    const startMs = performance.now();
    expect((await cards.place(stand.account, intent)).kind).toBe('unknown');
    expect(performance.now() - startMs).toBeLessThan(TIMEOUT_MS * 10);
  });

  test('it accepts the connection and never speaks TLS: unknown within the connection limit', async () => {
    const silent = net.createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const cards = stand.create({ connectTimeoutMs: TIMEOUT_MS });
    const account = { ...stand.account, url: `https://127.0.0.1:${port}` };
    expect(await cards.place(account, intent)).toMatchObject({
      kind: 'unknown',
      detail: 'No token: CONNECT_TIMEOUT',
    });
    silent.close();
  });
});

describe('the upstream is not where we look', () => {
  test.each([
    ['nobody listens', async () => `http://127.0.0.1:${await closedPort()}`],
    ['the name does not exist', async () => 'http://upstream.invalid'],
    ['it does not speak TLS', async () => stand.account.url.replace('http:', 'https:')],
    ['the URL is none', async () => 'nowhere'],
    ['the URL is a file', async () => 'file:///etc'],
  ])('%s: unknown', async (_name, url) => {
    const cards = stand.create({ timeoutMs: TIMEOUT_MS * 5 });
    const account = { ...stand.account, url: await url() };
    expect(await cards.place(account, intent)).toMatchObject({ kind: 'unknown' });
  });
});

test.each([301, 302, 303, 307, 308])(
  'a %i is not followed: nobody else gets token or order',
  async (status) => {
    stand.upstream.on(PLACE, { status, headers: { Location: `${stand.upstream.url}/elsewhere` } });
    expect((await stand.cards.place(stand.account, intent)).kind).toBe('unknown');
    expect(stand.upstream.seen().some(({ path }) => path.includes('elsewhere'))).toBe(false);
  },
);

test('of a body of 50 MB little more than the limit is taken', async () => {
  stand.upstream.on(PLACE, { status: 201, fault: 'flood' });
  const cards = stand.create({ bodyLimit: 100_000 });
  expect((await cards.place(stand.account, intent)).kind).toBe('unknown');
  expect(stand.upstream.floodedBytes()).toBeLessThan(20_000_000);
});

test('an order that was created behind a broken answer is adopted by the repeat', async () => {
  stand.upstream.on(
    PLACE,
    { status: 201, body: created, fault: 'half' },
    { status: 409, body: { PreviousOrderIds: ['up-1'] } },
  );
  stand.upstream.on(LOOK, { body: created });
  expect((await stand.cards.place(stand.account, intent)).kind).toBe('unknown');
  expect(await stand.cards.place(stand.account, intent)).toMatchObject({ kind: 'placed', duplicate: true });
});

describe('what operators read', () => {
  const link = 'https://claims.example.com/1';
  const secrets = [
    ACCOUNT_SECRET,
    'bearer-1',
    'owner@shop.example.com',
    'sam@mail.example.com',
    link,
    'answer-1',
  ];

  test.each([400, 401, 402, 403, 404, 409, 422, 429, 500, 502])(
    'about a %i that repeats all it knows holds no secret',
    async (status) => {
      const body = { title: 'Nope', detail: secrets.slice(0, 5).join(' '), errors: { a: [created] } };
      stand.upstream.on(PLACE, { status, body });
      stand.upstream.on('GET /v1/Orders', { body: { Data: [] } });
      const result = await stand.cards.place(stand.account, intent);
      const told = JSON.stringify([result, stand.logged]);
      expect(told).toContain('Nope');
      expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    },
  );

  test('about an order that cannot be read holds nothing of its body', async () => {
    stand.upstream.on(PLACE, { status: 201, body: JSON.stringify(created).slice(0, -3) });
    const result = await stand.cards.place(stand.account, intent);
    expect(result).toMatchObject({ detail: 'HTTP 201 with a body that cannot be read' });
  });

  test('about a refusal says which field is wrong', async () => {
    const body = {
      title: 'Invalid',
      status: 400,
      errors: { 'LineItems[0].Value': ['17 is no value of CVS'] },
    };
    stand.upstream.on(PLACE, { status: 400, body });
    const result = await stand.cards.place(stand.account, intent);
    expect(result).toMatchObject({
      detail: 'HTTP 400: Invalid {"lineitems[0].value":["17 is no value of CVS"]}',
    });
  });
});
