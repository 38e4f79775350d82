import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../server/domain/clock.ts';
import { buryReward } from '../../server/domain/order/bury-reward.ts';
import type { FindResult, GiftCards, PlaceResult } from '../../server/domain/order/gift-cards.ts';
import type { Event } from '../../shared/contract/event.ts';
import type { Reward } from '../../shared/contract/reward.ts';
import { DIALECTS } from '../support/databases.ts';
import { startOrdering } from './ordering.ts';
import { giftCardsThat, realGiftCards, until, workerOn } from './worker-on.ts';

describe.each(DIALECTS)(
  'an order whose purchase comes back while it is under way, on %s',
  async (dialect) => {
    const goodturn = await startOrdering(dialect);
    const { deps } = goodturn;

    async function earnWith(fault: string | null): Promise<Reward> {
      const [reward] = await goodturn.earn();
      if (!reward) throw new Error('nothing earned');
      if (fault) await goodturn.control('fault', { word: fault, times: 1 });
      return reward;
    }
    let returns = 0;
    async function takeBack({ eventId, recipient }: Reward): Promise<Event> {
      returns += 1;
      const customer = { id: recipient.externalId };
      const told = { type: 'refund', eventId: `return_${returns}`, refersTo: eventId, customer };
      return (await goodturn.post('/v1/events', told)).json();
    }
    const ending = async (reward: Reward) => {
      const { status, reason } = await goodturn.rewardNow(reward);
      return `${status} ${reason}, order ${(await goodturn.orderOf(reward)).status}`;
    };
    const sends = async (reward: Reward) =>
      (await goodturn.creates()).get((await goodturn.orderOf(reward)).poNumber) ?? 0;

    test('is not sent again when it was refused for funds: it ends as cancelled, and frees its budget', async () => {
      const before = await goodturn.budget();
      const reward = await earnWith('SIMNOFUNDS');
      await deps.worker.settle();
      expect(await ending(reward)).toBe('ordering order_written, order queued');
      expect((await takeBack(reward)).rewards).toMatchObject([{ status: 'cancelled', reason: 'refunded' }]);
      for (let minute = 0; minute < 4; minute += 1) await goodturn.pass(MINUTE_MS);
      expect(await ending(reward)).toBe('cancelled refunded, order cancelled');
      expect(await sends(reward)).toBe(0);
      expect(await goodturn.budget()).toEqual(before);
      expect(await goodturn.history(reward)).toEqual(['earned', 'approved', 'ordering', 'cancelled']);
      // The account has funds: the next order opens it again.
      const next = await earnWith(null);
      await goodturn.pass(MINUTE_MS);
      expect(await ending(next)).toMatch(/^issued/);
    });

    test('is looked for after a lost reply: withheld where the upstream has made it', async () => {
      const reward = await earnWith('SIMTIMEOUTAFTER');
      await deps.worker.settle();
      await takeBack(reward);
      await goodturn.pass(1000);
      expect(await ending(reward), 'an answer may still be on its way').toMatch(/^ordering/);
      await goodturn.pass(2 * MINUTE_MS);
      expect(await ending(reward)).toBe('withheld refunded, order completed');
      expect(await sends(reward)).toBe(1);
    });

    test('is looked for after a lost request: cancelled on proof that the upstream does not have it', async () => {
      const before = await goodturn.budget();
      const reward = await earnWith('SIMERR500');
      await deps.worker.settle();
      await takeBack(reward);
      await goodturn.pass(2 * MINUTE_MS);
      await goodturn.pass(2 * MINUTE_MS);
      expect(await ending(reward)).toBe('cancelled refunded, order cancelled');
      expect(await sends(reward)).toBe(0);
      expect(await goodturn.budget()).toEqual(before);
    });

    const TAKEN: PlaceResult = {
      kind: 'mismatch',
      upstreamIds: [],
      detail: 'taken by an order that was not found',
    };
    const TOO_LONG = {
      ...{ kind: 'unknown', detail: 'The list is too long', retryAfterMs: null },
      ...{ isAlive: true, isUnprovable: true },
    } as const satisfies FindResult;
    const REFUSED: PlaceResult = { kind: 'refused', detail: 'no such product' };
    test.each([
      ['SIMTIMEOUTAFTER', TAKEN, 'quarantined', 'withheld refunded, order completed'],
      ['SIMERR500', TAKEN, 'quarantined', 'cancelled refunded, order cancelled'],
      ['SIMTIMEOUTAFTER', REFUSED, 'dead', 'withheld refunded, order completed'],
      ['SIMERR500', REFUSED, 'dead', 'cancelled refunded, order cancelled'],
    ] as const)(
      'after %s and an answer such as %o it rests %s; the return has it looked for: %s',
      async (word, answer, rests, ends) => {
        const reward = await earnWith(word);
        await deps.worker.settle();
        goodturn.clock.now += MINUTE_MS;
        const answering = giftCardsThat(deps, () => async () => answer);
        await workerOn(deps, 'answered', { giftCards: answering }).settle();
        expect(await ending(reward)).toBe(`failed order_${rests}, order ${rests}`);
        goodturn.clock.now += MINUTE_MS;
        const told = await takeBack(reward);
        expect(told.rewards).toMatchObject([{ status: 'ordering', reason: 'refunded' }]);
        const sent = await sends(reward);
        for (let minute = 0; minute < 4; minute += 1) await goodturn.pass(MINUTE_MS);
        expect(await ending(reward)).toBe(ends);
        expect(await sends(reward)).toBe(sent);
      },
    );

    test('is set aside again, with its alert, when the list is too long to prove that the upstream does not have it', async () => {
      const reward = await earnWith('SIMERR500');
      await deps.worker.settle();
      goodturn.clock.now += MINUTE_MS;
      const refusing = giftCardsThat(deps, () => async () => REFUSED);
      await workerOn(deps, 'refused', { giftCards: refusing }).settle();
      goodturn.clock.now += MINUTE_MS;
      await takeBack(reward);
      goodturn.alerts.length = 0;
      let searches = 0;
      const find: GiftCards['find'] = async () => {
        searches += 1;
        return TOO_LONG;
      };
      const searching = workerOn(deps, 'searching', { giftCards: { ...realGiftCards(deps), find } });
      for (let minute = 0; minute < 30; minute += 1) {
        goodturn.clock.now += MINUTE_MS;
        await searching.settle();
      }
      expect(await ending(reward)).toBe('failed order_dead, order dead');
      expect(searches).toBe(5);
      const { lastError } = await goodturn.orderOf(reward);
      expect(lastError).toBe(TOO_LONG.detail);
      expect(goodturn.alerts).toMatchObject([{ kind: 'order_dead', data: { detail: TOO_LONG.detail } }]);
    });

    test('leaves one that crashed whoever sent it to a person, and its page says that it is on hold', async () => {
      const reward = await earnWith('SIMERR500');
      await deps.worker.settle();
      const order = await goodturn.orderOf(reward);
      await deps.store.write('claim-orders', async (rows) => {
        const lease = { claimed: 'alone', deaths: 6, loneDeaths: 4, leaseUntil: 1 } as const;
        const startedAt = goodturn.clock.now;
        await rows.orders.start(
          { orderId: order.id, number: 2, worker: 'dying', startedAt, endedAt: null },
          lease,
        );
        await rows.orders.bury(order.id, 2, startedAt);
        await buryReward(rows, deps, order, startedAt);
      });
      await takeBack(reward);
      await goodturn.pass(2 * MINUTE_MS);
      expect(await ending(reward)).toBe('failed refunded, order dead');
      const { claimPageUrl } = await (await goodturn.post(`/v1/rewards/${reward.id}/claim-page`, {})).json();
      const page = await goodturn.app.request(new URL(claimPageUrl).pathname);
      expect(await page.text()).toContain('This gift card is on hold');
    });

    test('ends with the reason of the return when the upstream gives it up afterwards', async () => {
      const before = await goodturn.budget();
      const reward = await earnWith('SIMFAILED');
      await deps.worker.settle();
      await takeBack(reward);
      await goodturn.control('advance', { seconds: 60 });
      await goodturn.pass(MINUTE_MS);
      expect(await ending(reward)).toBe('cancelled refunded, order failed');
      expect(await goodturn.budget()).toEqual(before);
      expect((await goodturn.post(`/v1/rewards/${reward.id}/retry`, { reason: 'again' })).status).toBe(409);
    });

    test('ends with the reason of the return when the upstream refuses it at that moment', async () => {
      const before = await goodturn.budget();
      const reward = await earnWith(null);
      const answer = Promise.withResolvers<PlaceResult>();
      let isSent = false;
      const worker = workerOn(deps, 'slow', {
        giftCards: giftCardsThat(deps, () => () => {
          isSent = true;
          return answer.promise;
        }),
      });
      const ends = worker.settle();
      await until(() => isSent);
      await takeBack(reward);
      answer.resolve({ kind: 'refused', detail: 'no such product' });
      await ends;
      expect(await ending(reward)).toBe('cancelled refunded, order refused');
      expect(await goodturn.budget()).toEqual(before);
    });
  },
);
