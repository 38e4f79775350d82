import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import type { FindResult } from '../../server/domain/order/gift-cards.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { ONE_REWARD } from '../jobs/ordering.ts';
import { DIALECTS } from '../support/databases.ts';
import { SECOND_KEY, second, withSecondKey } from '../support/second-key.ts';
import { startSettingAside } from './support/set-aside.ts';

const TOO_LONG: FindResult = {
  ...{ kind: 'unknown', detail: 'The list is too long', retryAfterMs: null },
  ...{ isAlive: true, isUnprovable: true },
};
const PROOF = 'Portal searched for the number on 26 November, nothing listed';
const NOT_MADE = { made: false, proof: PROOF };

describe.each(DIALECTS)('an order of which the upstream can never tell, on %s', async (dialect) => {
  const goodturn = await startSettingAside(dialect, {
    config: withSecondKey(ONE_REWARD),
    env: { SECOND_KEY },
  });
  const { deps, clock, said, setAside, charged } = goodturn;
  const { store } = deps;
  said.find = TOO_LONG;

  let returns = 0;
  async function takeBack({ eventId, recipient }: Reward) {
    returns += 1;
    const customer = { id: recipient.externalId };
    const told = { type: 'refund', eventId: `return_${returns}`, refersTo: eventId, customer };
    expect((await goodturn.post('/v1/events', told)).status).toBe(201);
  }
  const cancel = (reward: Reward, lookedUpstream?: object, headers = {}) =>
    goodturn.post(`/v1/rewards/${reward.id}/cancel`, { reason: 'returned', lookedUpstream }, headers);
  const retry = (reward: Reward) => goodturn.post(`/v1/rewards/${reward.id}/retry`, { reason: 'again' });
  const stateOf = async (reward: Reward) => ({
    reward: await goodturn.rewardNow(reward),
    order: await goodturn.orderOf(reward),
    budget: await goodturn.budget(),
    steps: await goodturn.history(reward),
  });
  const ending = async (reward: Reward) => {
    const { status, reason } = await goodturn.rewardNow(reward);
    return `${status} ${reason}, order ${(await goodturn.orderOf(reward)).status}`;
  };
  async function madeAs(reward: Reward): Promise<string> {
    const { poNumber } = await goodturn.orderOf(reward);
    const found = (await goodturn.upstreamOrders()).find(({ PONumber }) => PONumber === poNumber);
    if (!found) throw new Error(`the upstream has no ${poNumber}`);
    return found.Id;
  }

  test('was not made: one key tells, which moves nothing, and another ends it for good', async () => {
    const before = await goodturn.budget();
    const reward = await setAside({ sent: false });
    await takeBack(reward);
    const unsure = await cancel(reward);
    expect(unsure.status).toBe(503);
    expect((await unsure.json()).detail).toContain('lookedUpstream');
    const told = await cancel(reward, NOT_MADE);
    expect(told.status).toBe(202);
    expect(await told.json()).toMatchObject({ status: 'failed', reason: 'absence_told' });
    expect(await ending(reward)).toBe('failed absence_told, order dead');
    expect((await goodturn.budget()).reserved).toBe((before.reserved ?? 0) + 1500);
    const between = await stateOf(reward);
    const again = await cancel(reward, NOT_MADE);
    expect(again.status).toBe(409);
    expect((await again.json()).detail).toContain('second named key');
    expect((await cancel(reward, undefined, second)).status, 'a second key that has not looked').toBe(503);
    expect(await stateOf(reward)).toEqual(between);

    expect((await cancel(reward, NOT_MADE, second)).status).toBe(200);
    expect(await ending(reward)).toBe('cancelled cancelled_by_person, order cancelled');
    expect(await goodturn.budget()).toEqual(before);
    const { timeline } = await (await goodturn.get(`/v1/rewards/${reward.id}`)).json();
    const note = `returned\nProof: ${PROOF}`;
    expect(timeline.slice(-2)).toMatchObject([
      { actor: 'key:shop', status: 'failed', reason: 'absence_told', note },
      { actor: 'key:second', status: 'cancelled', reason: 'cancelled_by_person', note },
    ]);
    const { id: orderId, poNumber } = await goodturn.orderOf(reward);
    expect((await store.read.audit.ofSubjects([orderId])).at(-1)).toMatchObject({
      actor: 'key:second',
      reason: 'absence_confirmed',
    });
    const sends = (await goodturn.creates()).get(poNumber);
    expect((await retry(reward)).status).toBe(409);
    await goodturn.pass(10 * MINUTE_MS);
    expect((await goodturn.creates()).get(poNumber)).toBe(sends);
  });

  test('was made: it is looked at under the id that was told, charged, and withheld', async () => {
    const reward = await setAside({ sent: true });
    await takeBack(reward);
    const before = await charged();
    const upstreamId = await madeAs(reward);
    const answered = await cancel(reward, { made: true, upstreamId });
    expect(answered.status).toBe(409);
    expect((await answered.json()).detail).toContain('taken over');
    await goodturn.pass(MINUTE_MS);
    expect(await ending(reward)).toBe('withheld refunded, order completed');
    expect((await charged()) - before).toBe(1500);
    expect((await goodturn.creates()).get((await goodturn.orderOf(reward)).poNumber)).toBe(1);
  });

  test('is not taken for an order of another number, nor ended by one, dead or quarantined', async () => {
    delete said.find;
    const other = await setAside({ sent: true });
    const upstreamId = await madeAs(other);
    const dead = await setAside({ sent: false });
    const [quarantined] = await goodturn.earn();
    if (!quarantined) throw new Error('nothing earned');
    said.place = { kind: 'mismatch', upstreamIds: [], detail: 'taken by an order that was not found' };
    await deps.worker.settle();
    delete said.place;
    clock.now += 10 * MINUTE_MS;
    for (const reward of [dead, quarantined]) {
      const before = await stateOf(reward);
      for (const id of [upstreamId, 'no-such-order']) {
        const answered = await cancel(reward, { made: true, upstreamId: id });
        expect(answered.status).toBe(409);
        expect((await answered.json()).detail).toContain('check the id');
      }
      expect(await stateOf(reward)).toEqual(before);
    }
    expect((await cancel(dead, { made: true, upstreamId: '..' })).status).toBe(400);
    said.find = TOO_LONG;
  });

  test('what the upstream shows after all counts more than a word', async () => {
    const [there, notThere] = [await setAside({ sent: true }), await setAside({ sent: false })];
    expect((await cancel(there, NOT_MADE)).status).toBe(202);
    delete said.find;
    expect((await cancel(there, NOT_MADE, second)).status).toBe(409);
    expect((await cancel(notThere, NOT_MADE)).status).toBe(200);
    said.find = TOO_LONG;
    await goodturn.pass(MINUTE_MS);
    expect(await ending(there)).toBe('issued order_completed, order completed');
    expect(await ending(notThere)).toBe('cancelled cancelled_by_person, order cancelled');
  });

  test('that was sent again since has to be looked for again by both', async () => {
    const reward = await setAside({ sent: false });
    expect((await cancel(reward, NOT_MADE)).status).toBe(202);
    expect((await retry(reward)).status).toBe(200);
    said.place = { kind: 'refused', detail: 'no such product' };
    await goodturn.pass(MINUTE_MS);
    delete said.place;
    expect(await ending(reward)).toBe('failed order_dead, order dead');
    expect((await cancel(reward, NOT_MADE, second)).status, 'its request may still arrive').toBe(503);
    clock.now += 10 * MINUTE_MS;
    expect((await cancel(reward, NOT_MADE, second)).status).toBe(202);
    expect((await cancel(reward, NOT_MADE)).status).toBe(200);
  });

  test('of two keys at one moment one tells and the other confirms', async () => {
    const reward = await setAside({ sent: false });
    const alone = await Promise.all([cancel(reward, NOT_MADE), cancel(reward, NOT_MADE)]);
    expect(alone.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    const other = await setAside({ sent: false });
    await Promise.all([cancel(other, NOT_MADE), cancel(other, NOT_MADE, second)]);
    expect(await ending(other)).toBe('cancelled cancelled_by_person, order cancelled');
    const steps = await store.read.audit.ofSubjects([other.id, (await goodturn.orderOf(other)).id]);
    const words = steps.filter(({ reason }) => reason.startsWith('absence_'));
    expect(words.map(({ reason }) => reason)).toEqual(['absence_told', 'absence_confirmed']);
    expect(new Set(words.map(({ actor }) => actor)).size).toBe(2);
  });
});
