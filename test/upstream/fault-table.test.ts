import { readFileSync } from 'node:fs';
import net from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Order } from '../../server/domain/order/order.ts';
import type { RunResult } from '../../server/domain/order/run-order.ts';
import { hasAnswered, type Settlement, settlementOf } from '../../server/domain/order/settlement.ts';
import type { GiftCardsOptions } from '../../server/upstream/create-gift-cards.ts';
import { CREATED_AT, sampleClaim, sampleOrder } from '../domain/order/sample-order.ts';
import { closedPort, type Step } from '../support/scripted-upstream.ts';
import { intent, linksOrder } from './order-bodies.ts';
import { ACCOUNT_SECRET, setUpUpstream, TIMEOUT_MS } from './set-up.ts';

const stand = setUpUpstream();
const PLACE = 'POST /v1/Orders';
const LOOK = 'GET /v1/Orders/up-1';
const LIST = 'GET /v1/Orders';
const created = linksOrder();

/** How to bring a fault about. `steps` answer an order and a look at one alike. */
type Fault = {
  steps?: Step[];
  /** What a look answers meanwhile, where that is something else. */
  look?: Step;
  options?: Partial<GiftCardsOptions>;
  /** The upstream's address, where the fault is on the way there. */
  url?: () => Promise<string>;
};

const answers = (status: number, headers: Record<string, string> = {}): Fault => ({
  steps: [{ status, headers, body: { title: 'Nope' } }],
});
const body = (text: unknown, status = 200): Fault => ({ steps: [{ status, body: text }] });
const named = { status: 409, body: { PreviousOrderIds: ['up-1'] } };

/** By the names of the table in server/upstream/FAULTS.md. */
const FAULTS: Record<string, Fault> = {
  '400': answers(400),
  '401 for an old token': { steps: [{ status: 401 }, { status: 201, body: created }] },
  '401 for a new token too': answers(401),
  '402': answers(402),
  '403': answers(403),
  '404': answers(404),
  '408': answers(408),
  '409, the order is ours': { steps: [named], look: { body: created } },
  '409, the order is another': { steps: [named], look: { body: linksOrder({ Value: 20 }) } },
  '409 that names no order': { steps: [{ status: 409, body: {} }], look: { body: created } },
  '422': answers(422),
  '429': answers(429),
  '429 with seconds': answers(429, { 'Retry-After': '7' }),
  '429 with a date': answers(429, { 'Retry-After': 'Sun, 22 Nov 2026 12:00:30 GMT' }),
  '500': answers(500),
  '502': body('<html>Bad gateway', 502),
  '503': answers(503),
  '503 with Retry-After': answers(503, { 'Retry-After': '2' }),
  '504': answers(504),
  'nobody listens': { url: async () => `http://127.0.0.1:${await closedPort()}` },
  'the name does not exist': { url: async () => 'http://upstream.invalid' },
  'it does not speak TLS': { url: async () => stand.account.url.replace('http:', 'https:') },
  'it accepts and never speaks TLS': { url: silent, options: { connectTimeoutMs: TIMEOUT_MS } },
  'the address is none': { url: async () => 'nowhere' },
  reset: { steps: [{ fault: 'reset' }] },
  hangs: { steps: [{ fault: 'hang' }], options: { timeoutMs: TIMEOUT_MS } },
  'a byte now and then': {
    steps: [{ status: 201, body: created, fault: 'slow' }],
    options: { timeoutMs: TIMEOUT_MS },
  },
  'half a body': { steps: [{ status: 201, body: created, fault: 'half' }] },
  'half the text of a refusal': { steps: [{ status: 400, body: 'x'.repeat(100), fault: 'half' }] },
  'a body of 50 MB': { steps: [{ status: 201, fault: 'flood' }], options: { bodyLimit: 100_000 } },
  'HTML with 200': body('<html>Hello</html>'),
  'malformed JSON': body('{"Id":', 201),
  'an empty body': body('', 201),
  '204': body('', 204),
  'wrong types': body({ ...created, LineItems: { ProductId: 7 } }),
  'null id': body({ ...created, Id: null }),
  'an unknown status word': body({ ...created, Status: 'Marinating' }, 201),
  'an unasked compressed body': {
    steps: [{ status: 201, headers: { 'Content-Encoding': 'gzip' }, body: '\u001f\u008b' }],
  },
  redirect: { steps: [{ status: 307, headers: { Location: '/elsewhere' } }] },
};

/** A port that takes connections and says nothing, TLS or not. */
async function silent(): Promise<string> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

type Row = Record<'fault' | 'order' | 'try' | 'next' | 'account' | 'alert' | 'look', string>;

const document = readFileSync(new URL('../../server/upstream/FAULTS.md', import.meta.url), 'utf8');
const rows = document
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Fault') && !line.startsWith('| ---'))
  .map((line): Row => {
    const [fault = '', order = '', counted = '', next = '', account = '', alert = '', look = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''));
    return { fault, order, try: counted, next, account, alert, look };
  });

async function play(fault: Fault): Promise<{ placed: RunResult; looked: RunResult | null }> {
  const cards = stand.create(fault.options);
  const account = { ...stand.account, url: fault.url ? await fault.url() : stand.account.url };
  const set = () => {
    stand.upstream.on(PLACE, ...(fault.steps ?? []));
    stand.upstream.on(LOOK, ...(fault.look ? [fault.look] : (fault.steps ?? [])));
    stand.upstream.on(LIST, { body: { Data: [] } });
  };
  set();
  const placed = await cards.place(account, intent);
  if (fault.look) return { placed, looked: null };
  set();
  return { placed, looked: await cards.look(account, 'up-1', 'USD', 'cards') };
}

/** Half of the longest first wait: full jitter with this luck. */
const HALF = () => 0.5;

function settle(result: RunResult, change: Partial<Order>): { before: Order; after: Settlement } {
  const before = sampleOrder({ value: intent.value, ...change });
  const claimed = sampleClaim(before);
  const answered = { order: before, claimed, now: CREATED_AT, random: HALF, notice: 'per_order' } as const;
  return { before, after: settlementOf(result, answered) };
}

function waitOf({ order }: Settlement): string {
  if (order.dueAt === null) return 'never';
  const waitMs = order.dueAt - CREATED_AT;
  return waitMs === 500 ? 'backoff' : waitMs === 0 ? 'at once' : `${waitMs / 1000} s`;
}

/** A call without an answer counts against the account, which is unreachable after five in a row. */
function accountOf(result: RunResult, { account }: Settlement): string {
  return hasAnswered(result) === false ? 'a failure' : (account?.to ?? '–');
}

function rowOf(fault: string, placed: RunResult, looked: RunResult | null): Row {
  const { before, after } = settle(placed, { status: 'queued' });
  const look = looked && settle(looked, { status: 'pending', upstreamId: 'up-1' }).after;
  return {
    fault,
    order: after.order.status,
    try: after.order.dueAt !== null && after.order.tries > before.tries ? 'yes' : 'no',
    next: waitOf(after),
    account: accountOf(placed, after),
    alert: after.alert ?? '–',
    look: look ? `${look.order.status}, ${waitOf(look)}` : '–',
  };
}

describe('the table of faults in server/upstream/FAULTS.md', () => {
  test('has a row for every fault that is tried here, and no other', () => {
    expect(rows.map(({ fault }) => fault).toSorted()).toEqual(Object.keys(FAULTS).toSorted());
  });

  test.each(Object.entries(FAULTS))('says what comes of: %s', async (name, fault) => {
    const { placed, looked } = await play(fault);
    expect(rowOf(name, placed, looked)).toEqual(rows.find((row) => row.fault === name));
    const told = JSON.stringify(['detail' in placed ? placed.detail : '', stand.logged]);
    expect([ACCOUNT_SECRET, 'bearer-1', 'answer-1'].filter((secret) => told.includes(secret))).toEqual([]);
  });
});

test.each([
  ['hangs', { fault: 'hang' as const }],
  ['sends a byte now and then', { status: 201, body: created, fault: 'slow' as const }],
])('an upstream that %s is left after the time limit', async (_name, step) => {
  stand.upstream.on(PLACE, step);
  const cards = stand.create({ timeoutMs: TIMEOUT_MS });
  const startMs = performance.now();
  expect((await cards.place(stand.account, intent)).kind).toBe('unknown');
  expect(performance.now() - startMs).toBeLessThan(TIMEOUT_MS * 10);
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
