import { beforeAll, describe, expect, test } from 'vitest';
import { findCanaries } from '../leaks/canaries.ts';
import { type StoredBytes, watchStoredBytes } from '../leaks/stored-bytes.ts';
import { secretPart } from '../leaks/witness.ts';
import { DIALECTS, type Dialect, freshDatabaseUrl } from '../support/databases.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

const CANARY = 'sk_live_canary_7Yt5ReWqAsDfGh';

/** Faults that no request of ours can cause on purpose: a signal makes each, inside the real process. */
const FAULTS = `
  const fault = () => Object.assign(new Error('broken with ${CANARY}'), { claimLink: '${CANARY}' });
  process.on('SIGUSR2', () => void Promise.reject(fault()));
  process.on('SIGHUP', () => setImmediate(() => { throw fault(); }));
`;

async function startFaulty(dialect: Dialect) {
  const databaseUrl = await freshDatabaseUrl(dialect);
  const stored = await watchStoredBytes(databaseUrl);
  const source = `data:text/javascript,${encodeURIComponent(FAULTS)}`;
  const server = await startServerProcess({ databaseUrl, env: { NODE_OPTIONS: `--import=${source}` } });
  return { server, stored };
}

/** Two rewards of one purchase: one whose claim cannot be opened any more, and a sound one. */
async function earnRewards(server: ServerProcess, stored: StoredBytes) {
  const joined = await server.site('/v1/participants', { body: { externalId: 'ada' } });
  const [{ code }] = (await joined.json()).codes;
  const bought = await server.site('/v1/events', {
    body: {
      type: 'purchase',
      eventId: 'order_1',
      customer: { id: 'bea' },
      referralCode: code,
      amount: { amount: 4200, currency: 'USD' },
    },
  });
  const [broken, sound] = (await bought.json()).rewards.map(({ id }: { id: string }) => id);
  const given = await server.site(`/v1/rewards/${broken}/claim-page`, { method: 'POST' });
  const { claimPageUrl } = await given.json();
  await stored.run(`update claim set "sealedPath" = 'broken' where "rewardId" = '${broken}'`);
  return { broken, sound, path: secretPart(claimPageUrl) };
}

describe.each(DIALECTS)('a server with faults on %s', (dialect) => {
  let server: ServerProcess;
  let stored: StoredBytes;
  beforeAll(async () => {
    ({ server, stored } = await startFaulty(dialect));
  });

  test('55: a request that fails and a rejection that nobody handles stop no other request', async () => {
    const { broken, sound, path } = await earnRewards(server, stored);
    const asked = Array.from({ length: 40 }, (_, turn) => {
      if (turn % 10 === 0) process.kill(server.pid, 'SIGUSR2');
      return server.site(`/v1/rewards/${turn % 2 ? broken : sound}/claim-page`, { method: 'POST' });
    });
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, turn) => (turn % 2 ? 500 : 200)));
    await expect.poll(() => logged(server, 'a rejected promise was not handled').length).toBeGreaterThan(0);

    const failed = answers.filter(({ status }) => status === 500);
    const ids = failed.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(failed.length);
    for (const answer of failed) await expectOnlyAnId(answer);
    await expect
      .poll(() =>
        logged(server, 'request failed unexpectedly')
          .map(({ requestId }) => requestId)
          .sort(),
      )
      .toEqual([...ids].sort());
    const sought = [
      { what: 'claim path', text: path },
      { what: 'secret of the rejection', text: CANARY },
    ];
    expect(findCanaries([{ place: 'log', bytes: server.lines.join('\n') }], sought)).toEqual([]);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test('55: panels that leave before their stream has begun stop nobody', async () => {
    const { participantToken } = await (
      await server.site('/v1/participant-tokens', { body: { externalId: 'ada' } })
    ).json();
    const opened = await server.widget('/v1/widget/sessions', { body: { participantToken } });
    const { sessionToken: session } = await opened.json();
    const left = Array.from({ length: 60 }, (_, turn) => openAndLeave(server, session, turn % 6));
    await Promise.all(left);
    // Each panel that was forgotten would now be told.
    const me = async () => (await server.widget('/v1/widget/me', { session })).headers.get('etag');
    const before = await me();
    await stored.run('update code set revision = revision + 1');
    await expect.poll(me).not.toBe(before);
    const stream = await server.widget('/v1/widget/events', { session });
    await stored.run('update code set revision = revision + 1');
    expect(await textUntil(stream, 'event: me')).toContain('event: me');
    expect(logged(server, 'request failed unexpectedly')).toHaveLength(20);
  });

  test('28: an exception that ends the process takes no secret into the log', async () => {
    process.kill(server.pid, 'SIGHUP');
    expect(await server.exited).toEqual({ code: 1, signal: null });
    const said = server.lines.join('\n');
    expect(said).toContain('broken with');
    expect(findCanaries([{ place: 'log', bytes: said }], [{ what: 'secret', text: CANARY }])).toEqual([]);
  });
});

type LogLine = { msg: string; requestId?: string };

function logged(server: ServerProcess, msg: string): LogLine[] {
  const lines = server.lines.filter((line) => line.startsWith('{')).map((line): LogLine => JSON.parse(line));
  return lines.filter((line) => line.msg === msg);
}

async function expectOnlyAnId(answer: Response): Promise<void> {
  const requestId = answer.headers.get('x-request-id');
  expect(await answer.json()).toEqual({
    type: '/docs#problem-internal',
    title: 'Something went wrong here',
    status: 500,
    detail: 'An unexpected error happened. It was logged under this requestId.',
    code: 'internal',
    errors: [],
    requestId,
  });
  expect([...answer.headers.keys()].sort()).toEqual([
    'cache-control',
    'connection',
    'content-length',
    'content-type',
    'date',
    'keep-alive',
    'x-content-type-options',
    'x-request-id',
  ]);
}

async function openAndLeave(server: ServerProcess, session: string, afterMs: number): Promise<void> {
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(), afterMs);
  const headers = { 'X-Site-Key': 'pk_acme', Authorization: `Bearer ${session}` };
  await fetch(`${server.url}/v1/widget/events`, { headers, signal: leaving.signal }).catch(() => {});
}

async function textUntil(stream: Response, wanted: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of stream.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.includes(wanted)) break;
  }
  return text;
}
