import { afterAll, describe, expect, test } from 'vitest';
import type {
  GiftCards,
  OrderIntent,
  OrderSnapshot,
  PacedAccount,
} from '../../server/domain/order/gift-cards.ts';

/** A provider that the suite can order from, with its own books and its faults in the suite's hands. */
export type ProviderStand = {
  cards: GiftCards;
  account: PacedAccount;
  /** How many orders its books show under the number. */
  booked(poNumber: string): Promise<number>;
  /** The next order: its request never arrives, its reply never does, or the provider asks for money or for patience. */
  next(fault: 'lose_request' | 'lose_reply' | 'no_funds' | 'slow_down'): Promise<void>;
  /** From now on links come later than orders, until `finish`, which lets all of them come. */
  beLate(): Promise<void>;
  finish(): Promise<void>;
  stop(): Promise<void>;
};

let numbers = 0;

/** A card for $15 by link, under a number of its own. */
function intent(change: Partial<OrderIntent> = {}): OrderIntent {
  numbers += 1;
  return {
    poNumber: `GT000001JDCONTRACT${String(numbers).padStart(14, '0')}`,
    type: 'Links',
    productId: 'CVS',
    value: { amount: 1500, currency: 'USD' },
    quantity: 1,
    recipient: {},
    message: null,
    hookUrl: null,
    ...change,
  };
}

/** What any provider behind the port keeps, so that domain and jobs never ask which one it is. */
export function keepsThePort(name: string, start: () => Promise<ProviderStand>): void {
  describe(`the port of gift cards, kept by ${name}`, async () => {
    const stand = await start();
    const { cards, account } = stand;
    afterAll(() => stand.stop());

    async function placed(what: OrderIntent) {
      const result = await cards.place(account, what);
      if (result.kind !== 'placed') throw new Error(`${result.kind} instead of placed`);
      return result;
    }

    async function looked(upstreamId: string, what: 'cards' | 'state' = 'cards'): Promise<OrderSnapshot> {
      const look = await cards.look(account, upstreamId, 'USD', what);
      if (look.kind !== 'found') throw new Error(`${look.kind} instead of found`);
      return look.order;
    }

    /** An order whose recipient can have the card. */
    async function expectDone({ state, cards: [card], lines }: OrderSnapshot): Promise<void> {
      expect(state).toBe('completed');
      expect(lines).toMatchObject([{ productId: 'CVS', value: 1500, quantity: 1 }]);
      expect((await fetch(card?.claimLink ?? '')).status).toBe(200);
    }

    test('the same number again is the first order and no other, and its link is there as well', async () => {
      const what = intent();
      const [first, second] = [await placed(what), await placed(what)];
      expect([first.duplicate, second.duplicate]).toEqual([false, true]);
      expect(second.order.upstreamId).toBe(first.order.upstreamId);
      for (const { order } of [first, second]) await expectDone(order);
      expect(await stand.booked(what.poNumber)).toBe(1);
    });

    test('twenty at once under one number are one order', async () => {
      const what = intent();
      const all = await Promise.all(Array.from({ length: 20 }, () => placed(what)));
      expect(all.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      expect(new Set(all.map(({ order }) => order.upstreamId)).size).toBe(1);
      expect(await stand.booked(what.poNumber)).toBe(1);
    });

    test.each([
      ['lose_request', 0, false],
      ['lose_reply', 1, true],
    ] as const)(
      '%s: the outcome is unknown, as a value, and the repeat ends with one order',
      async (fault, made, duplicate) => {
        const what = intent();
        await stand.next(fault);
        expect((await cards.place(account, what)).kind).toBe('unknown');
        expect(await stand.booked(what.poNumber)).toBe(made);
        const repeat = await placed(what);
        expect(repeat.duplicate).toBe(duplicate);
        await expectDone(repeat.order);
        expect(await stand.booked(what.poNumber)).toBe(1);
      },
    );

    test('a link may come late: a look finds it, and nobody has to be told', async () => {
      await stand.beLate();
      const what = intent();
      const { order } = await placed(what);
      expect(order).toMatchObject({ state: 'pending', cards: [] });
      expect(await looked(order.upstreamId)).toMatchObject({ state: 'pending', cards: [] });
      await stand.finish();
      expect((await looked(order.upstreamId, 'state')).state).toBe('completed');
      await expectDone(await looked(order.upstreamId));
      await expectDone((await placed(what)).order);
    });

    test('a refusal and a lack of funds are two things, and neither uses the number up', async () => {
      const [odd, poor] = [intent({ value: { amount: 1701, currency: 'USD' } }), intent()];
      expect((await cards.place(account, odd)).kind).toBe('refused');
      await stand.next('no_funds');
      expect((await cards.place(account, poor)).kind).toBe('no_funds');
      for (const { poNumber } of [odd, poor]) expect(await stand.booked(poNumber)).toBe(0);
      for (const what of [intent({ poNumber: odd.poNumber }), poor])
        expect((await placed(what)).duplicate).toBe(false);
    });

    test('another order under our number is told and never taken for ours', async () => {
      const first = intent();
      const other = { ...first, value: { amount: 2000, currency: 'USD' } };
      const { order } = await placed(first);
      const mismatch = { kind: 'mismatch', upstreamIds: [order.upstreamId] };
      expect(await cards.place(account, other)).toMatchObject(mismatch);
      expect(await cards.find(account, other, 0)).toMatchObject(mismatch);
    });

    test('an order is found by its number without being sent, and one that was never made is surely absent', async () => {
      const [made, never] = [intent(), intent()];
      const { order } = await placed(made);
      const found = await cards.find(account, made, 0);
      expect(found).toMatchObject({ kind: 'found', order: { upstreamId: order.upstreamId } });
      expect((await cards.find(account, never, 0)).kind).toBe('absent');
      expect(await stand.booked(never.poNumber)).toBe(0);
    });

    test('who is refused, asked for patience or unreachable learns which, and nothing throws', async () => {
      const what = intent();
      const stranger = { ...account, token: 'nobody' };
      expect((await cards.place(stranger, what)).kind).toBe('disabled');
      expect((await cards.look(stranger, 'up_1', 'USD', 'cards')).kind).toBe('disabled');
      expect((await cards.look(account, 'nobody-knows', 'USD', 'cards')).kind).toBe('missing');
      await stand.next('slow_down');
      const slowed = await cards.place(account, what);
      expect(slowed).toMatchObject({ kind: 'slowed', retryAfterMs: expect.any(Number) });
      const nowhere = { ...account, id: 'nowhere', url: 'http://127.0.0.1:1' };
      for (const result of [
        await cards.place(nowhere, what),
        await cards.look(nowhere, 'up_1', 'USD', 'cards'),
        await cards.find(nowhere, what, 0),
      ])
        expect(result.kind).toBe('unknown');
      expect(await stand.booked(what.poNumber)).toBe(0);
    });

    test('nothing is asked but in a turn of the account: without one the outcome is unknown', async () => {
      const what = intent();
      const hasty = { ...account, nextTurn: async () => false };
      for (const result of [
        await cards.place(hasty, what),
        await cards.look(hasty, 'up_1', 'USD', 'cards'),
        await cards.find(hasty, what, 0),
      ])
        expect(result).toMatchObject({ kind: 'unknown', isAlive: true });
      await expect(cards.products(hasty)).rejects.toThrow(Error);
      expect(await stand.booked(what.poNumber)).toBe(0);
    });

    test('the catalogue is in minor units, and a list is there exactly where one is said to be', async () => {
      const cvs = (await cards.products(account)).find(({ id }) => id === 'CVS');
      expect(cvs).toMatchObject({ currency: 'USD', denominations: { kind: 'fixed' } });
      expect(cvs?.denominations).toHaveProperty('values', expect.arrayContaining([1500, 5000]));
      expect(cvs?.deliveries).toContain('Links');
      const what = intent();
      await placed(what);
      const listed = cards.capabilities.listing ? await cards.orders(account, 1) : null;
      const numbersIn = listed?.kind === 'page' ? listed.orders.map(({ poNumber }) => poNumber) : null;
      expect(numbersIn?.includes(what.poNumber) ?? false).toBe(cards.capabilities.listing);
    });
  });
}
