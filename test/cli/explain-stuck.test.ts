import { describe, expect, test } from 'vitest';
import { topUpByOperator } from '../../server/domain/order/top-up.ts';
import { applyInstallation } from '../../server/domain/site/apply-config.ts';
import { startOrdering } from '../jobs/ordering.ts';
import { DIALECTS } from '../support/databases.ts';
import { goodturn as run } from './run.ts';

describe.each(DIALECTS)('goodturn explain, of orders that do not go on, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);
  const explain = async (id = '', env: Record<string, string> = {}) =>
    (await run(goodturn.databaseUrl, ['explain', id], env)).said.join('\n');
  const credentials = (token: string) => ({
    url: goodturn.sandboxUrl,
    email: 'sandbox@giftcards.example',
    token,
  });
  const name = async (token: string) =>
    applyInstallation(goodturn.deps, goodturn.deps.epoch, credentials(token));

  test('says that the account has no funds, since when, and that everything behind it waits for that', async () => {
    await goodturn.control('fault', { word: 'SIMNOFUNDS', times: 50 });
    const [sent] = await goodturn.earn();
    await goodturn.deps.worker.settle();
    const [behind] = await goodturn.earn();
    for (const reward of [sent, behind]) {
      const text = await explain(reward?.id);
      expect(text).toContain(
        'Next: the account installation is parked since 2026-11-23 12:00 UTC: the upstream says that it has no funds.',
      );
      expect(text).toContain('This order waits for that, like every other one of the account.');
      expect(text).toContain('  ordering: Its gift card waits to be ordered.');
      expect(text).not.toContain('looked at again');
    }
    const { deps } = goodturn;
    const request = { topUpId: 'wire', amount: { amount: 1000, currency: 'USD' }, reason: 'paid in' };
    const later = { ...deps, clock: () => deps.clock() + 60_000 };
    await topUpByOperator(later, { accountId: 'installation', request, actor: 'cli' });
    expect(await explain(behind?.id)).toContain('is parked since 2026-11-23 12:00 UTC');
    await goodturn.control('fault', { word: 'SIMNOFUNDS', times: 0 });
    await goodturn.pass(60_000);
    await goodturn.pass(60_000);
    expect(await explain(behind?.id)).toContain('issued: The gift card is ready.');
  });

  test('says that the account was refused, and which settings end that', async () => {
    await name('wrong-token');
    const [sent] = await goodturn.earn();
    await goodturn.deps.worker.settle();
    const text = await explain(sent?.id);
    expect(text).toMatch(/Next: the account installation is stopped since 2026-\d\d-\d\d \d\d:\d\d UTC: /);
    expect(text).toContain('GIFT_CARD_API_TOKEN and start the server again.');
    await name('sandbox-access-token');
  });

  test('says that ordering is switched off', async () => {
    const [sent] = await goodturn.earn();
    expect(await explain(sent?.id, { ORDERING: 'off' })).toContain(
      'Next: ORDERING is off, so no order is sent.',
    );
  });

  test('says what can be done about an order that the upstream gave up, and so does whoever is asked to send it again', async () => {
    await goodturn.deps.worker.settle();
    await goodturn.control('fault', { word: 'SIMFAILED', times: 1 });
    const [failed] = await goodturn.earn();
    await goodturn.deps.worker.settle();
    await goodturn.control('advance', { seconds: 30 });
    const order = failed && (await goodturn.untilOrderRests(failed));
    expect(order?.status).toBe('failed');
    const path = `/v1/rewards/${failed?.id}`;
    expect(await explain(failed?.id)).toContain(
      `it cannot be sent again. A person cancels the reward (POST ${path}/cancel), which frees its budget, and gives another one by hand (POST /v1/rewards).`,
    );
    const refused = await goodturn.post(`${path}/retry`, { reason: 'again' });
    expect([refused.status, (await refused.json()).detail]).toEqual([
      409,
      expect.stringMatching(/Cancel the reward \(.+\), and give another one by hand \(POST \/v1\/rewards\)/),
    ]);
    expect((await goodturn.post(`${path}/cancel`, { reason: 'given up' })).status).toBe(200);
    const another = await goodturn.post('/v1/rewards', {
      goodwillId: `for ${failed?.id}`,
      programId: 'friends',
      recipient: failed?.recipient,
      productId: 'CVS',
      value: { amount: 1500, currency: 'USD' },
      delivery: 'Links',
      reason: 'The upstream gave the first one up',
    });
    expect(another.status).toBe(201);
  });
});
