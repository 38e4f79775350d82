import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { SECOND_MS } from '../../server/domain/clock.ts';
import { buryReward } from '../../server/domain/order/bury-reward.ts';
import { claimOrders } from '../../server/domain/order/claim-orders.ts';
import { announce } from '../../server/domain/webhook/announce.ts';
import { messageBody } from '../../server/domain/webhook/present-webhook.ts';
import { WEBHOOK_EVENT_TYPES, type WebhookEvent, webhookMessage } from '../../shared/contract/webhook.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { ONE_REWARD_RULES } from './ordering.ts';
import { outbox, startTelling, type Telling } from './told-site.ts';

/** What the audit says of rewards, and what the outbox says: they must be the same. */
async function told(site: Telling, endpointId: string) {
  const messages = await outbox(site, endpointId);
  const audit = await (await site.get('/v1/audit?subject=reward&limit=200')).json();
  const states = audit.data
    .filter(({ status }: { status: string }) => ['issued', 'failed', 'withheld'].includes(status))
    .map(({ subjectId, status, reason }: Record<string, string>) => `${subjectId} ${status} ${reason}`);
  const announced = messages
    .filter(({ type }) => type.startsWith('reward.'))
    .map(({ data }) => JSON.parse(data))
    .map(({ rewardId, status, reason }) => `${rewardId} ${status} ${reason}`);
  return { messages, states: states.toSorted(), announced: announced.toSorted() };
}

describe.each(DIALECTS)('the outbox on %s', async (dialect) => {
  test('tells of every reward that is issued, failed or withheld, and of nothing else', async () => {
    const site = await startTelling(dialect);
    const endpoint = await site.makeEndpoint();
    const [failed, kept, returned] = await site.earn(3);
    if (!failed || !kept || !returned) throw new Error('three rewards');
    // Whichever order comes first is given up by the upstream.
    await site.control('fault', { word: 'SIMFAILED', times: 1 });
    await site.deps.worker.settle();
    await site.control('advance', { seconds: 30 });
    for (const reward of [failed, kept, returned]) await site.untilOrderRests(reward);
    const { data } = await (await site.get('/v1/rewards?status=issued')).json();
    const [{ eventId, recipient }] = data;
    await site.post('/v1/events', {
      type: 'refund',
      eventId: `refund-${eventId}`,
      refersTo: eventId,
      customer: { id: recipient.externalId },
      amount: { amount: 4200, currency: 'USD' },
    });
    const { messages, states, announced } = await told(site, endpoint.id);
    expect(announced).toEqual(states);
    expect(states).toHaveLength(4);
    expect(new Set(messages.map(({ type }) => type))).toEqual(
      new Set(['reward.issued', 'reward.failed', 'reward.withheld']),
    );
  });

  test('tells of an order that kept ending its worker', async () => {
    const site = await startTelling(dialect);
    const endpoint = await site.makeEndpoint();
    const [reward] = await site.earn(1);
    if (!reward) throw new Error('a reward');
    const { id } = await site.orderOf(reward);
    for (let death = 0; death < 8; death += 1) {
      await site.deps.store.write('claim-orders', async (rows) => {
        const request = {
          accountId: 'installation',
          worker: 'dies',
          now: site.clock.now,
          leaseMs: SECOND_MS,
        };
        const { random } = site.deps;
        const pace = { concurrency: 1, everyMs: 0, suspects: death >= 2, random };
        const { buried } = await claimOrders(rows, { ...request, ...pace });
        for (const order of buried) await buryReward(rows, site.deps, order, site.clock.now);
      });
      site.clock.now += 2 * SECOND_MS;
    }
    await site.deps.worker.settle();
    expect((await site.deps.store.read.orders.find(id))?.status).toBe('dead');
    const { states, announced } = await told(site, endpoint.id);
    expect(announced).toEqual(states);
    expect(announced).toEqual([`${reward.id} failed order_dead`]);
  });

  test('tells once of a low budget, and of an account without funds', async () => {
    const broke = await startSandbox({ port: 0, fundsMinor: 100 });
    const site = await startTelling(dialect, {
      sandboxUrl: broke.url,
      config: acmeConfig({
        rules: ONE_REWARD_RULES,
        budget: { amount: 4500, currency: 'USD' },
      }),
    });
    const endpoint = await site.makeEndpoint();
    await site.earn(3);
    await site.deps.worker.settle();
    const messages = await outbox(site, endpoint.id);
    expect(messages.map(({ type }) => type)).toEqual(['budget.low', 'account.parked']);
    // The account serves Globex as well, whose endpoint is told too.
    const parked = messages.at(-1);
    expect(JSON.parse(parked?.data ?? '')).toEqual({
      accountId: 'installation',
      status: 'parked',
      reason: 'account_parked',
    });
    await broke.stop();
  });

  test('holds nothing of a write that was undone', async () => {
    const site = await startTelling(dialect);
    const endpoint = await site.makeEndpoint();
    const data = { programId: 'friends', status: 'low' } as const;
    const undone = site.deps.store.write('give-reward', async (rows) => {
      await announce(rows, site.deps.ids, site.clock.now, [{ siteId: 'acme', type: 'budget.low', data }]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await outbox(site, endpoint.id)).toEqual([]);
  });

  test('goes to the endpoints that want it, and to no other site', async () => {
    const site = await startTelling(dialect);
    const all = await site.makeEndpoint();
    const some = await site.makeEndpoint({ events: ['reward.failed', 'budget.low'] });
    const none = await site.makeEndpoint({ events: ['reward.issued'] });
    await site.tell(1, 'acme');
    await site.tell(1, 'globex');
    await site.passTime(0);
    expect([all, some, none].map((endpoint) => site.to(endpoint).length)).toEqual([1, 1, 0]);
  });
});

const DATA: { [E in WebhookEvent]: object } = {
  'reward.issued': rewardIn('issued'),
  'reward.failed': rewardIn('failed'),
  'reward.withheld': rewardIn('withheld'),
  'batch.completed': { batchId: 'b'.repeat(60), programId: 'friends', status: 'completed' },
  'budget.low': { programId: 'friends', status: 'low' },
  'account.parked': { accountId: 'installation', status: 'parked', reason: 'account_parked' },
};

function rewardIn(status: string) {
  const ids = { rewardId: 'rwd_1', programId: 'friends', participantId: 'par_1' };
  return { ...ids, beneficiary: 'friend', status, reason: 'order_completed' };
}

test.each(WEBHOOK_EVENT_TYPES)('%s has the body that its schema promises, and no room for more', (type) => {
  const body = messageBody({ type, data: JSON.stringify(DATA[type]), createdAt: 0 });
  expect(webhookMessage(type).parse(JSON.parse(body))).toEqual(JSON.parse(body));
  expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  for (const more of ['claimLink', 'email', 'claimPageUrl']) {
    const told = { ...JSON.parse(body), data: { ...DATA[type], [more]: 'x' } };
    expect(webhookMessage(type).safeParse(told).success).toBe(false);
  }
});
