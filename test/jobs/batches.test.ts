import { describe, expect, test } from 'vitest';
import { makeRewards } from '../../server/domain/batch/make-rewards.ts';
import { runBatches } from '../../server/domain/batch/run-batches.ts';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import { batchOf, readBatch, readItems, runThrough } from '../http/support/batches.ts';
import { member } from '../http/support/people.ts';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { outbox, startTelling } from './told-site.ts';

/** Rewards of `later` rest, so that nothing but making them is looked at here. */
const config = acmeConfig({}, [
  programLike({ id: 'later', budget: null, payout: { mode: 'scheduled', every: 'month' } }),
]);

describe.each(DIALECTS)('the rewards of a batch on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config });
  const another = () =>
    startHarness(dialect, {
      config,
      databaseUrl: goodturn.databaseUrl,
      sandboxUrl: goodturn.sandboxUrl,
    });

  async function expectOneEach(batchId: string, count: number) {
    const items = await readItems(goodturn, batchId);
    const rewards = items.map(({ rewardId }) => rewardId);
    expect(rewards).toHaveLength(count);
    expect(new Set(rewards).size).toBe(count);
    expect(rewards).not.toContain(null);
  }

  test('are made once by two processes that work on it at once', async () => {
    const second = await another();
    const body = batchOf(250, { programId: 'later' });
    await goodturn.post('/v1/reward-batches', body);
    await Promise.all([goodturn.deps.makeBatches(), second.deps.makeBatches(), second.deps.makeBatches()]);
    await expectOneEach(body.batchId, 250);
  });

  test('are made although another batch breaks, which is tried again later', async () => {
    const ids: string[] = [];
    for (const body of [batchOf(3, { programId: 'later' }), batchOf(3, { programId: 'later' })])
      ids.push((await (await goodturn.post('/v1/reward-batches', body)).json()).id);
    const [broken = '', sound = ''] = ids;
    const logged: object[] = [];
    const telemetry = {
      batchAdvanced(id: string) {
        if (id === broken) throw new Error('not today');
      },
    };
    const { deps, clock } = goodturn;
    await runBatches({
      ...deps,
      telemetry,
      wake: () => {},
      breathe: async () => {},
      log: { error: (fields) => void logged.push(fields) },
    });
    expect(logged).toMatchObject([{ batchRowId: broken }]);
    expect((await readBatch(goodturn, sound)).progress).toMatchObject({ made: 3 });
    expect((await deps.store.read.batches.find(broken))?.dueAt).toBe(clock.now + MINUTE_MS);
    clock.now += MINUTE_MS;
    expect(await deps.store.read.batches.due(clock.now, 10)).toContain(broken);
  });

  test('are gone on with by another process where one ended', async () => {
    const ending = await another();
    const body = batchOf(150, { programId: 'later' });
    const { id } = await (await ending.post('/v1/reward-batches', body)).json();
    expect(await makeRewards(ending.deps, id)).toMatchObject({ made: 100, isOver: false });
    await ending.stop();
    expect((await readBatch(goodturn, id)).progress).toMatchObject({ made: 100 });
    await goodturn.deps.makeBatches();
    await expectOneEach(body.batchId, 150);
  });

  test('wait with addresses that are sealed, told to their owner alone, and gone with them', async () => {
    const ada = await member(goodturn);
    const { externalId } = ada;
    const items = [{ itemId: 'ada-row', recipient: { externalId, email: 'ada.l@example.com' } }];
    const body = batchOf(0, { programId: 'later', delivery: 'DigitalDelivery', items });
    const { id } = await (await goodturn.post('/v1/reward-batches', body)).json();
    const kept = () => goodturn.deps.store.read.batches.waiting(id, 10);
    const [waiting] = await kept();
    expect(waiting?.sealedAddress).toMatch(/./);
    expect(JSON.stringify(waiting)).not.toContain('ada.l');
    const { tables } = await (await goodturn.get(`/v1/participants/${ada.id}/export`)).json();
    expect(tables.batchItem).toMatchObject([
      { itemId: 'ada-row', externalId, address: { kind: 'digital', email: 'ada.l@example.com' } },
    ]);
    expect(tables.batchItem[0]).not.toHaveProperty('sealedAddress');
    await goodturn.app.request(`/v1/participants/${ada.id}`, {
      method: 'DELETE',
      body: JSON.stringify({ reason: 'asked' }),
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    });
    const [erased] = await kept();
    expect(erased?.sealedAddress).toBeNull();
    expect(JSON.stringify(erased)).not.toMatch(new RegExp(`ada-row|${externalId}"`));
  });

  test('that have all come to rest are told once, by the id that the site gave the batch', async () => {
    const site = await startTelling(dialect);
    const endpoint = await site.makeEndpoint({ events: ['batch.completed'] });
    const body = batchOf(3);
    await site.post('/v1/reward-batches', body);
    await runThrough(site);
    await runThrough(site);
    const messages = await outbox(site, endpoint.id);
    expect(messages.map(({ type, data }) => [type, JSON.parse(data)])).toEqual([
      ['batch.completed', { batchId: body.batchId, programId: 'friends', status: 'completed' }],
    ]);
  });
});
