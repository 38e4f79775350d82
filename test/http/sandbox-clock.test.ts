import { describe, expect, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { member, purchase, signIn } from './support/people.ts';

const DAY_MS = 86_400_000;
const CLOCK = '/v1/sandbox/clock';
const ON = { SANDBOX_CLOCK: 'on' };

describe.each(DIALECTS)("a sandbox's clock on %s", async (dialect) => {
  const config = acmeConfig({ hold: { days: 14 } });
  const goodturn = await startHarness(dialect, { config, env: ON });
  const { deps, databaseUrl } = goodturn;

  async function move(body: unknown) {
    const answer = await goodturn.post(CLOCK, body);
    return { status: answer.status, body: await answer.json() };
  }

  test('shows day 15 today: what was held is ordered, and the open widget learns of it', async () => {
    const ada = await member(goodturn);
    const session = await signIn(goodturn, ada);
    const told = await (await goodturn.post('/v1/events', purchase({ referralCode: ada.code }))).json();
    expect(told.rewards).toMatchObject([{ status: 'held' }, { status: 'held' }]);
    const stream = await goodturn.widget('GET', '/v1/widget/events', { session });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();

    const before = deps.clock();
    const moved = await move({ advanceDays: 15 });
    expect(moved).toEqual({
      status: 200,
      body: { now: new Date(before + 15 * DAY_MS).toISOString(), aheadMs: 15 * DAY_MS },
    });
    expect((await reader?.read())?.value).toContain('event: me');
    await reader?.cancel();
    await deps.worker.settle();
    const { data } = await (await goodturn.get(`/v1/rewards?eventId=${told.eventId}`)).json();
    expect(data).toMatchObject([{ status: 'issued' }, { status: 'issued' }]);
  });

  test('moves by milliseconds and to an instant, forwards only', async () => {
    const { aheadMs } = (await move({ advanceMs: 1500 })).body;
    const later = new Date(deps.clock() + DAY_MS).toISOString();
    expect((await move({ now: later })).body).toEqual({ now: later, aheadMs: aheadMs + DAY_MS });
    const read = await goodturn.get(CLOCK);
    expect(await read.json()).toEqual({ now: later, aheadMs: aheadMs + DAY_MS });
    const back = await move({ now: later });
    expect([back.status, back.body.errors[0].path]).toEqual([400, 'now']);
    expect((await move({ now: '9999-06-01T00:00:00Z' })).status).toBe(400);
  });

  test.each([
    {},
    { advanceDays: 0 },
    { advanceDays: -1 },
    { advanceMs: 0.5 },
    { advanceDays: 1, advanceMs: 1 },
    { days: 1 },
  ])('400 for %j', async (body) => {
    const before = deps.clock();
    expect((await move(body)).status).toBe(400);
    expect(deps.clock()).toBe(before);
  });

  test('moved twice at once, it moves by both', async () => {
    const before = deps.clock();
    await Promise.all(Array.from({ length: 5 }, () => move({ advanceMs: 1000 })));
    expect(deps.clock()).toBe(before + 5000);
  });

  test('another process reads it within its round, and one that starts later has it at once', async () => {
    const other = await startHarness(dialect, { config, env: ON, databaseUrl });
    expect(other.deps.clock()).toBe(deps.clock());
    await move({ advanceDays: 2 });
    expect(other.deps.clock()).toBe(deps.clock() - 2 * DAY_MS);
    await other.deps.sandboxClock.read();
    expect(other.deps.clock()).toBe(deps.clock());
  });

  test('ends sessions whose hour has passed, as time would', async () => {
    const session = await signIn(goodturn, await member(goodturn));
    await move({ advanceDays: 1 });
    expect((await goodturn.widget('GET', '/v1/widget/me', { session })).status).toBe(401);
  });

  test('needs a secret key', async () => {
    expect((await goodturn.app.request(CLOCK)).status).toBe(401);
  });
});

test('without SANDBOX_CLOCK there is no such route, and time is real', async () => {
  const goodturn = await startHarness('sqlite');
  expect((await goodturn.get(CLOCK)).status).toBe(404);
  expect((await goodturn.post(CLOCK, { advanceDays: 1 })).status).toBe(404);
  await goodturn.deps.sandboxClock.move({ advanceDays: 1 });
  expect(goodturn.deps.clock()).toBe(goodturn.clock.now);
});
