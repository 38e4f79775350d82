import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { budgetRows } from '../../server/storage/rows/budgets.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { SECOND_KEY, withSecondKey } from '../support/second-key.ts';
import type { ServerProcess } from '../support/server-process.ts';
import {
  allOrders,
  allRewards,
  inspect,
  issuedCount,
  makeReferrer,
  openStand,
  REWARDS_PER_EVENT,
  type Stand,
  tellPurchase,
} from './stand.ts';

const POLL = { timeout: 20_000, interval: 50 };

/** After the first person asked, and on both sides of the commit by which the second one confirms. */
const CRASHES = ['after-commit@1', 'before-commit@2', 'after-commit@2'].map((at) => `give-reward:${at}`);

describe.each(DIALECTS)('a server that gives a lost gift card once more, on %s', (dialect) => {
  let stand: Stand;
  let server: ServerProcess;
  let earned = 0;
  const start = (env = {}) => stand.start({ SECOND_KEY, ...env });

  beforeAll(async () => {
    const config = withSecondKey(acmeConfig({ budget: { amount: 1_000_000_000, currency: 'USD' } }));
    stand = await openStand(await freshDatabaseUrl(dialect), { config });
    server = await start();
  });
  afterAll(async () => {
    await server.kill('SIGKILL');
    await stand.stop();
  });

  async function earnIssued(name: string): Promise<Reward> {
    await tellPurchase(server, name, await makeReferrer(server, name));
    await expect.poll(() => issuedCount(server, name), POLL).toBe(REWARDS_PER_EVENT);
    earned += REWARDS_PER_EVENT;
    const lost = (await allRewards(server)).find(({ eventId }) => eventId === name);
    if (!lost) throw new Error('nothing was earned');
    return lost;
  }

  /** Null when nobody answered. */
  async function reissue(at: ServerProcess, { id }: Reward, key: string): Promise<number | null> {
    const body = { reason: 'The mail never came', proof: 'Ticket 4711' };
    const call = { body, headers: { Authorization: `Bearer ${key}` } };
    return at.site(`/v1/rewards/${id}/reissue`, call).then(
      ({ status }) => status,
      () => null,
    );
  }

  test.for(CRASHES)('killed at %s: asked again, it gives one, and the books say so', async (point) => {
    const lost = await earnIssued(point.replaceAll(/[:@]/g, '-'));
    await server.kill('SIGKILL');
    const dying = await start({ GOODTURN_CRASH_AT: point });
    const keys = [SECRETS.ACME_SECRET_KEY, SECOND_KEY];
    for (const key of keys) if ((await reissue(dying, lost, key)) === null) break;
    expect(await dying.exited).toEqual({ code: null, signal: 'SIGKILL' });

    server = await start();
    // Both ask again for what nobody answered; whoever was heard before is told so.
    expect([202, 409]).toContain(await reissue(server, lost, SECRETS.ACME_SECRET_KEY));
    expect([200, 201]).toContain(await reissue(server, lost, SECOND_KEY));
    earned += 1;
    const given = async () => (await allRewards(server)).filter(({ reissueOf }) => reissueOf === lost.id);
    await expect.poll(async () => (await given()).map(({ status }) => status), POLL).toEqual(['issued']);

    const numbers = (await allOrders(server)).map(({ poNumber }) => poNumber).toSorted();
    expect(new Set(numbers).size).toBe(earned);
    expect((await stand.sandbox.orders()).map(({ PONumber }) => PONumber).toSorted()).toEqual(numbers);
    const [budget, entries] = await inspect(stand.databaseUrl, (db) =>
      Promise.all([budgetRows(db).find('friends'), budgetRows(db).entries('friends')]),
    );
    expect(budget).toMatchObject({ reserved: 0, spent: earned * 1500 });
    const losses = entries.filter(({ kind, rewardId }) => kind === 'loss' && rewardId === lost.id);
    expect(losses).toHaveLength(1);
  });
});
