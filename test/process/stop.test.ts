import { once } from 'node:events';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECRETS } from '../support/acme.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import type { ServerProcess } from '../support/server-process.ts';
import {
  balancedBooks,
  claimedCount,
  makeReferrer,
  openStand,
  readBooks,
  type Stand,
  tellPurchase,
} from './stand.ts';

const STOPPED = { code: 0, signal: null };

/** Far more than a test lasts: an order that had to wait for it would fail the test. */
const LONG_LEASE = { ORDER_LEASE_MS: '300000', GIFT_CARD_API_TIMEOUT_MS: '60000' };

/** How long Node keeps a connection that its client would use again. */
const KEPT_ALIVE_MS = 5000;

/** A drain time that ends before any upstream time-out. */
const DRAIN_MS = 5000;

describe.each(DIALECTS)('SIGTERM to a server on %s', (dialect) => {
  let stand: Stand;
  let events = 0;

  beforeAll(async () => {
    stand = await openStand(await freshDatabaseUrl(dialect));
  });
  afterAll(() => stand.stop());

  async function buyAtOnce(server: ServerProcess, count: number): Promise<void> {
    const code = await makeReferrer(server, 'ada');
    const posts = Array.from({ length: count }, () => {
      events += 1;
      return tellPurchase(server, `order-${events}`, code);
    });
    expect(await Promise.all(posts)).not.toContain(false);
  }

  /** Orders that reached the upstream and got no answer. */
  async function unansweredCount(): Promise<number> {
    const answer = await fetch(`${stand.sandbox.url}/__sandbox/requests`);
    const { Data } = (await answer.json()) as {
      Data: { Method: string; Path: string; Status: number | null }[];
    };
    return Data.filter(
      ({ Method, Path, Status }) => Method === 'POST' && Path === '/v1/Orders' && Status === null,
    ).length;
  }

  async function expectFinishedByNext(env: Record<string, string>): Promise<void> {
    const next = await stand.start(env);
    await expect
      .poll(async () => (await readBooks(stand, next)).budget.reserved, { timeout: 10_000 })
      .toBe(0);
    const books = await readBooks(stand, next);
    expect(books).toEqual(balancedBooks(books, events));
    expect(await next.kill()).toEqual(STOPPED);
  }

  test('while orders wait for their turn: they are given back, and no lease has to end', async () => {
    // Ten in hand and a fifth of a second between two: most of them wait.
    const slow = { ...LONG_LEASE, GIFT_CARD_API_RATE: '5', GIFT_CARD_API_CONCURRENCY: '10' };
    const server = await stand.start(slow);
    await buyAtOnce(server, 10);
    await expect.poll(() => claimedCount(stand.databaseUrl), { interval: 10 }).toBeGreaterThan(0);
    expect(await server.kill()).toEqual(STOPPED);
    expect(await claimedCount(stand.databaseUrl)).toBe(0);
    await expectFinishedByNext(LONG_LEASE);
  });

  test('while the upstream hangs: the order goes back into the queue within the drain time', async () => {
    await stand.sandbox.control('fault', { word: 'SIMTIMEOUTBEFORE', times: 1 });
    const env = { ...LONG_LEASE, DRAIN_MS: String(DRAIN_MS), GIFT_CARD_API_CONCURRENCY: '1' };
    const server = await stand.start(env);
    const before = await unansweredCount();
    await buyAtOnce(server, 1);
    // Claimed is not sent yet: stopped in between, the order would be given back, and hang the next server instead.
    await expect.poll(unansweredCount).toBe(before + 1);
    expect(await claimedCount(stand.databaseUrl)).toBe(1);
    const signalledAt = performance.now();
    expect(await server.kill()).toEqual(STOPPED);
    expect(performance.now() - signalledAt).toBeLessThan(DRAIN_MS);
    expect(await claimedCount(stand.databaseUrl)).toBe(0);
    await expectFinishedByNext(LONG_LEASE);
  });

  test('while a request runs: it gets its answer, and the connection ends with it', async () => {
    const server = await stand.start();
    const code = await makeReferrer(server, 'ada');
    events += 1;
    const body = JSON.stringify({
      type: 'purchase',
      eventId: `order-${events}`,
      customer: { id: 'slow' },
      referralCode: code,
      amount: { amount: 4200, currency: 'USD' },
    });
    const request = http.request(`${server.url}/v1/events`, {
      method: 'POST',
      agent: new http.Agent({ keepAlive: true }),
      // The server says when it has accepted the request, which is all but its body.
      headers: {
        Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`,
        'Content-Length': body.length,
        Expect: '100-continue',
      },
    });
    const answered = once(request, 'response');
    request.flushHeaders();
    await once(request, 'continue');
    const stopped = server.kill();
    await expect.poll(() => isListening(server)).toBe(false);
    request.end(body);
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(201);
    const answeredAt = performance.now();
    expect(await stopped).toEqual(STOPPED);
    expect(performance.now() - answeredAt).toBeLessThan(KEPT_ALIVE_MS);
    await expectFinishedByNext({});
  });

  test('while a panel watches: its stream ends, and nothing waits for it', async () => {
    const server = await stand.start();
    const minted = await server.site('/v1/participant-tokens', { body: { externalId: 'ada' } });
    const { participantToken } = (await minted.json()) as { participantToken: string };
    const opened = await server.widget('/v1/widget/sessions', { body: { participantToken } });
    const { sessionToken: session } = (await opened.json()) as { sessionToken: string };
    const stream = await server.widget('/v1/widget/events', { session });
    const heard = stream.text();
    const signalledAt = performance.now();
    expect(await server.kill()).toEqual(STOPPED);
    // Well before connections are cut, at 80 % of ten seconds: the stream was ended in good order.
    expect(performance.now() - signalledAt).toBeLessThan(KEPT_ALIVE_MS);
    expect(await heard).toContain(': open');
  });
});

async function isListening({ url }: ServerProcess): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );
}
