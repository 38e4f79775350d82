import { describe, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { DomainError } from '../../server/domain/errors.ts';
import type { Store } from '../../server/domain/store.ts';
import { prune } from '../../server/jobs/prune.ts';
import { SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { emptyWidgetFolder } from '../support/widget-folder.ts';
import { fresh, member, purchase } from './support/people.ts';

const DAY_MS = 86_400_000;
const GLOBEX = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };

describe.each(DIALECTS)('Idempotency-Key on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  const tell = (body: unknown, key: string, headers = {}) =>
    goodturn.post('/v1/events', body, { 'Idempotency-Key': key, ...headers });

  /** The same server with its store changed: what a held or a failing database does to requests. */
  async function withStore(change: (store: Store) => Partial<Store>) {
    const store = { ...goodturn.deps.store, ...change(goodturn.deps.store) };
    const app = buildApp({ ...goodturn.deps, store }, { widgetFolder: await emptyWidgetFolder() });
    return (body: unknown, key: string) =>
      app.request('/v1/events', {
        method: 'POST',
        headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, 'Idempotency-Key': key },
        body: JSON.stringify(body),
      });
  }

  test('the same key with the same body replays status and bytes of the first answer', async () => {
    const key = fresh('key');
    const { code } = await member(goodturn);
    const sent = purchase({ referralCode: code });
    const first = await tell(sent, key);
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
    const again = await tell(sent, key);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(await again.text()).toBe(await first.text());
  });

  test('the same JSON in other words is the same body: white space, order of fields, escapes', async () => {
    const key = fresh('key');
    const sent = purchase({ metadata: { a: 'ü', b: 1 } });
    const first = await (await tell(sent, key)).text();
    const { metadata, ...rest } = sent as typeof sent & { metadata: object };
    const turned = { metadata: { b: 1, a: 'ü' }, ...Object.fromEntries(Object.entries(rest).toReversed()) };
    const again = await goodturn.app.request('/v1/events', {
      method: 'POST',
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, 'Idempotency-Key': key },
      body: JSON.stringify(turned, null, 4).replace('ü', '\\u00fc'),
    });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(await again.text()).toBe(first);
    // The order of a list says something.
    const items = [purchase(), purchase()];
    const other = fresh('key');
    await tell(items, other);
    expect((await tell(items.toReversed(), other)).status).toBe(422);
  });

  test('an array is replayed too, refused items included', async () => {
    const key = fresh('key');
    const sent = [purchase(), { eventId: 'no-type' }];
    const first = await (await tell(sent, key)).text();
    const again = await tell(sent, key);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(await again.text()).toBe(first);
  });

  test('the same key with another body is 422 idempotency_key_reuse, and nothing is stored', async () => {
    const key = fresh('key');
    await tell(purchase(), key);
    const other = purchase();
    const answer = await tell(other, key);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: 'idempotency_key_reuse',
      type: '/docs#problem-idempotency_key_reuse',
    });
    expect((await goodturn.get(`/v1/events/${other.eventId}`)).status).toBe(404);
  });

  test('the quoted spelling of the IETF draft and the bare one are one key', async () => {
    const key = fresh('key');
    await tell(purchase(), `"${key}"`);
    expect((await tell(purchase(), key)).status).toBe(422);
  });

  test('a key belongs to one site', async () => {
    const key = fresh('key');
    await tell(purchase(), key);
    expect((await tell(purchase({ type: 'signup' }), key, GLOBEX)).status).toBe(201);
  });

  test.each([
    ['255 characters', 'k'.repeat(255), 201],
    ['255 characters in quotes', `"${'q'.repeat(255)}"`, 201],
    ['256 characters', 'k'.repeat(256), 400],
    ['no character', '', 400],
    ['no character in quotes', '""', 400],
  ])('a key of %s is answered with its status', async (_name, key, status) => {
    const answer = await tell(purchase(), key);
    expect(answer.status).toBe(status);
    if (status === 400) expect((await answer.json()).errors[0].path).toBe('idempotency-key');
  });

  test('while the first request runs, a second one gets 409 with Retry-After and no effect', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: started, resolve: start } = Promise.withResolvers<void>();
    const send = await withStore((store) => ({
      async write(name, work) {
        start();
        await released;
        return store.write(name, work);
      },
    }));
    const key = fresh('key');
    const sent = purchase();
    const first = send(sent, key);
    await started;
    const second = await send(sent, key);
    expect(second.status).toBe(409);
    expect(second.headers.get('retry-after')).toBe('1');
    expect(await second.json()).toMatchObject({ code: 'request_in_progress' });
    release();
    expect((await first).status).toBe(201);
    expect((await send(sent, key)).headers.get('idempotent-replayed')).toBe('true');
  });

  test('a refused request keeps nothing: corrected, it may use its key again', async () => {
    const key = fresh('key');
    expect((await tell({ ...purchase(), type: 'No!' }, key)).status).toBe(400);
    expect((await tell(purchase({ programId: 'nowhere' }), key)).status).toBe(400);
    expect((await tell(purchase(), key)).status).toBe(201);
  });

  test.each([
    ['500', () => new Error('disk on fire'), 500],
    ['503', () => new DomainError('overloaded', 'Too much to do.', { retryAfterMs: 2000 }), 503],
  ])('a %s is not kept: the same request completes it later', async (_name, fault, status) => {
    let broken = true;
    const send = await withStore((store) => ({
      async write(name, work) {
        if (broken) throw fault();
        return store.write(name, work);
      },
    }));
    const key = fresh('key');
    const sent = purchase();
    expect((await send(sent, key)).status).toBe(status);
    broken = false;
    const answer = await send(sent, key);
    expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([201, null]);
  });

  test('an item of an array that fails here does not stop the others, and the array can be completed', async () => {
    let calls = 0;
    const send = await withStore((store) => ({
      async write(name, work) {
        calls += 1;
        if (calls === 2) throw new Error('disk on fire');
        return store.write(name, work);
      },
    }));
    const key = fresh('key');
    const sent = [purchase(), purchase(), purchase()];
    const statuses = async () => {
      const { data } = await (await send(sent, key)).json();
      return data.map((item: { status: number }) => item.status);
    };
    expect(await statuses()).toEqual([201, 500, 201]);
    expect(await statuses()).toEqual([200, 201, 200]);
    // Only now is the answer final and kept.
    expect(await statuses()).toEqual([200, 201, 200]);
  });

  test('a key is remembered for 30 days; the eventId guards the event for ever', async () => {
    const { deps, clock } = goodturn;
    const key = fresh('key');
    const sent = purchase();
    const first = await (await tell(sent, key)).text();
    clock.now += 30 * DAY_MS - 1;
    await prune(deps);
    expect((await tell(purchase(), key)).status).toBe(422);
    clock.now += 2;
    await prune(deps);
    const again = await tell(sent, key);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(await again.text()).toBe(first);
  });
});
