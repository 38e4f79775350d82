import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import type { FindResult } from '../../server/domain/order/gift-cards.ts';
import { applyInstallation, INSTALLATION_ACCOUNT } from '../../server/domain/site/apply-config.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { ONE_REWARD } from '../jobs/ordering.ts';
import { DIALECTS } from '../support/databases.ts';
import { SECOND_KEY, second, withSecondKey } from '../support/second-key.ts';
import { startSettingAside } from './support/set-aside.ts';

const CLOSED = { kind: 'disabled', detail: 'The account is closed' } as const satisfies FindResult;
const NOT_MADE = { made: false, proof: 'The portal lists nothing under the number' };

describe.each(DIALECTS)('cancelling a reward whose order is held back, on %s', async (dialect) => {
  const goodturn = await startSettingAside(dialect, {
    config: withSecondKey(ONE_REWARD),
    env: { SECOND_KEY },
  });
  const { deps, clock, said, charged } = goodturn;
  const cancel = (reward: Reward, lookedUpstream?: object, headers = {}) =>
    goodturn.post(
      `/v1/rewards/${reward.id}/cancel`,
      { reason: 'not wanted any more', lookedUpstream },
      headers,
    );
  const ending = async (reward: Reward) => {
    const { status, reason } = await goodturn.rewardNow(reward);
    return `${status} ${reason}, order ${(await goodturn.orderOf(reward)).status}`;
  };
  /** How many orders the upstream has made under the number of the reward's. */
  async function bought(reward: Reward): Promise<number> {
    const { poNumber } = await goodturn.orderOf(reward);
    return (await goodturn.upstreamOrders()).filter(({ PONumber }) => PONumber === poNumber).length;
  }
  async function earnWith(fault?: string): Promise<Reward> {
    clock.now += 10 * MINUTE_MS;
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    if (fault) await goodturn.control('fault', { word: fault, times: 1 });
    await deps.worker.settle();
    return reward;
  }
  /** The account as it is after a start with credentials that hold. */
  async function reopen() {
    const { sandboxUrl: url } = goodturn;
    const account = { url, email: 'sandbox@giftcards.example', token: 'sandbox-access-token' };
    await applyInstallation(deps, 'NONE', account);
  }
  /** One for each fault whose outcome is unknown, and then their account was closed. */
  async function stranded(...faults: ('SIMERR500' | 'SIMTIMEOUTAFTER')[]): Promise<Reward[]> {
    await reopen();
    clock.now += 10 * MINUTE_MS;
    const rewards: Reward[] = [];
    for (const word of faults) {
      await goodturn.control('fault', { word, times: 1 });
      rewards.push(...(await goodturn.earn()));
      await deps.worker.settle();
    }
    said.place = CLOSED;
    await goodturn.pass(10 * MINUTE_MS);
    delete said.place;
    for (const each of rewards) expect(await ending(each)).toBe('ordering order_written, order unknown');
    expect((await deps.store.read.accounts.find(INSTALLATION_ACCOUNT))?.state).toBe('stopped');
    clock.now += 10 * MINUTE_MS;
    return rewards;
  }
  async function strandedOne(): Promise<Reward> {
    const [reward] = await stranded('SIMERR500');
    if (!reward) throw new Error('nothing earned');
    return reward;
  }

  test.each(['SIMNOFUNDS', 'SIMRATE429'])(
    'ends one that was refused every time it was sent, with %s: it was not bought, and never is',
    async (word) => {
      const before = await goodturn.budget();
      const reward = await earnWith(word);
      expect(await goodturn.orderOf(reward)).toMatchObject({ status: 'queued', attempts: 1 });
      expect((await cancel(reward)).status).toBe(200);
      expect(await ending(reward)).toBe('cancelled cancelled_by_person, order cancelled');
      expect(await goodturn.budget()).toEqual(before);
      // The account goes on with the next one.
      const next = await earnWith();
      await goodturn.pass(2 * MINUTE_MS);
      expect(await ending(next)).toMatch(/^issued/);
      expect(await bought(reward)).toBe(0);
    },
  );

  test('keeps one that may have been bought before it was held back, as long as its account is not stopped', async () => {
    const before = await charged();
    const lost = await earnWith('SIMTIMEOUTAFTER');
    await goodturn.control('fault', { word: 'SIMNOFUNDS', times: 1 });
    await goodturn.pass(MINUTE_MS);
    for (const lookedUpstream of [undefined, NOT_MADE]) {
      const answered = await cancel(lost, lookedUpstream);
      expect([answered.status, (await answered.json()).code]).toEqual([409, 'wrong_state']);
    }
    await goodturn.pass(5 * MINUTE_MS);
    expect(await ending(lost)).toMatch(/^issued/);
    expect((await charged()) - before).toBe(1500);
  });

  test('is either cancelled or sent, never both, when a worker takes it at the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const reward = await earnWith('SIMRATE429');
      const before = await charged();
      clock.now += MINUTE_MS;
      const [answered] = await Promise.all([cancel(reward), deps.worker.settle()]);
      await goodturn.pass(MINUTE_MS);
      const isCancelled = answered.status === 200;
      expect(await ending(reward)).toMatch(
        isCancelled ? /^cancelled .* cancelled$/ : /^issued .* completed$/,
      );
      expect(await bought(reward)).toBe(isCancelled ? 0 : 1);
      expect((await charged()) - before).toBe(isCancelled ? 0 : 1500);
    }
  });

  test('with an unknown outcome on a stopped account: two keys that looked upstream end it', async () => {
    const before = await goodturn.budget();
    const reward = await strandedOne();
    said.find = CLOSED;
    const unsure = await cancel(reward);
    expect(unsure.status).toBe(503);
    expect((await unsure.json()).detail).toContain('lookedUpstream');
    const told = await cancel(reward, NOT_MADE);
    expect(told.status).toBe(202);
    expect(await told.json()).toMatchObject({ status: 'failed', reason: 'absence_told' });
    expect(await ending(reward)).toBe('failed absence_told, order dead');
    expect((await cancel(reward, NOT_MADE)).status).toBe(409);
    // An account that opens meanwhile sends nothing that somebody is about to end.
    await reopen();
    await goodturn.pass(10 * MINUTE_MS);
    expect(await ending(reward)).toBe('failed absence_told, order dead');
    expect((await cancel(reward, NOT_MADE, second)).status).toBe(200);
    delete said.find;
    expect(await ending(reward)).toBe('cancelled cancelled_by_person, order cancelled');
    expect(await goodturn.budget()).toEqual(before);
    expect(await bought(reward)).toBe(0);
  });

  test('what the upstream shows of it counts more: made, it is taken over; not there, one key ends it', async () => {
    const [made, lost] = await stranded('SIMTIMEOUTAFTER', 'SIMERR500');
    if (!made || !lost) throw new Error('nothing earned');
    // The credentials hold again, and nobody has told the server yet.
    const answered = await cancel(made, NOT_MADE);
    expect(answered.status).toBe(409);
    expect((await answered.json()).detail).toContain('taken over');
    expect(await ending(made)).toBe('ordering order_delayed, order pending');
    expect((await cancel(lost)).status).toBe(200);
    expect(await ending(lost)).toBe('cancelled cancelled_by_person, order cancelled');
    await reopen();
    await goodturn.pass(MINUTE_MS);
    expect(await ending(made)).toBe('issued order_completed, order completed');
    expect([await bought(made), await bought(lost)]).toEqual([1, 0]);
  });

  test('is either ended or sent, never both, when its account opens at the moment of a word', async () => {
    for (let round = 0; round < 4; round += 1) {
      const reward = await strandedOne();
      said.find = CLOSED;
      await reopen();
      const [told] = await Promise.all([cancel(reward, NOT_MADE), deps.worker.settle()]);
      await cancel(reward, NOT_MADE, second);
      delete said.find;
      await goodturn.pass(10 * MINUTE_MS);
      const isEnded = told.status === 202;
      expect(await ending(reward)).toMatch(isEnded ? /^cancelled .* cancelled$/ : /^issued .* completed$/);
      expect(await bought(reward)).toBe(isEnded ? 0 : 1);
    }
  });
});
