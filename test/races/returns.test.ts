import { describe, expect, test } from 'vitest';
import { fresh, member, purchase, signIn } from '../http/support/people.ts';
import { type Returns, startReturns } from '../http/support/returns.ts';
import { DIALECTS } from '../support/databases.ts';
import { standstill } from './standstill.ts';

const ROUNDS = 20;
const FEW_ROUNDS = 8;

type Bought = Awaited<ReturnType<Returns['buy']>>;

/** Purchases whose rewards are with the owner or on the way there, and the returns of all of them. */
async function buySome(shop: Returns, count: number): Promise<Bought[]> {
  const bought: Bought[] = [];
  for (let made = 0; made < count; made += 1) bought.push(await shop.buy('friends'));
  return bought;
}

function returnAll(shop: Returns, bought: Bought[]) {
  return Promise.all(bought.map(({ told }) => shop.tell(shop.returned(told))));
}

/** How the rewards of the purchases stand, by how often. */
async function standings(shop: Returns, bought: Bought[]): Promise<Record<string, number>> {
  const rewards = bought.flatMap(({ event }) => event.rewards);
  const now = await Promise.all(rewards.map((reward) => shop.reward(reward)));
  const groups = Map.groupBy(now, ({ status }) => status);
  return Object.fromEntries([...groups].map(([status, { length }]) => [status, length]));
}

describe.each(DIALECTS)('a return that races on %s', async (dialect) => {
  const shop = await startReturns(dialect);
  const { worker } = shop.deps;

  test(`the worker's claim: each of ${2 * ROUNDS} gift cards is either never ordered or withheld`, async () => {
    const bought = await buySome(shop, ROUNDS);
    const before = (await shop.upstreamOrders()).length;
    const [returns] = await Promise.all([returnAll(shop, bought), worker.settle()]);
    await worker.settle();
    expect(returns.every(({ rewards }) => rewards.length === 2)).toBe(true);
    const { cancelled = 0, withheld = 0, ...others } = await standings(shop, bought);
    expect(others).toEqual({});
    expect(cancelled + withheld).toBe(2 * ROUNDS);
    expect((await shop.upstreamOrders()).length - before).toBe(withheld);
    expect(await shop.budget('friends')).toEqual({ reserved: 0, spent: withheld * 1500, lost: 0 });
  });

  test('the first opening: a gift card is either withheld and not shown, or shown and booked as a loss', async () => {
    const { lost } = await shop.budget('friends');
    const bought = await buySome(shop, FEW_ROUNDS);
    await worker.settle();
    const sessions = await Promise.all(bought.map(({ referrer }) => signIn(shop, referrer)));
    const opening = bought.map(({ event }, index) =>
      shop.widget('POST', `/v1/widget/rewards/${event.rewards[0]?.id}/reveal`, {
        session: sessions[index] ?? '',
      }),
    );
    const [revealed] = await Promise.all([Promise.all(opening), returnAll(shop, bought)]);
    const shown = revealed.filter(({ status }) => status === 200).length;
    expect(revealed.filter(({ status }) => status === 409)).toHaveLength(FEW_ROUNDS - shown);
    const { opened = 0, withheld = 0 } = await standings(shop, bought);
    expect([opened, withheld]).toEqual([shown, 2 * FEW_ROUNDS - shown]);
    expect((await shop.budget('friends')).lost).toBe(lost + shown * 1500);
  });

  test('its own purchase: neither misses the other', async () => {
    const referrer = await member(shop);
    const before = await shop.budget('waiting');
    const rounds = Array.from({ length: FEW_ROUNDS }, async (_, round) => {
      const told = purchase({ programId: 'waiting', referralCode: referrer.codes['waiting'] });
      // Strangers and people whom the shop has told of before.
      if (round % 2 === 0) await shop.post('/v1/participants', { externalId: told.customer.id });
      const both = [() => shop.tell(told), () => shop.tell(shop.returned(told))];
      await Promise.all((round % 4 < 2 ? both : both.reverse()).map((send) => send()));
      const { rewards } = await (await shop.get(`/v1/events/${told.eventId}`)).json();
      return rewards.map(({ status }: { status: string }) => status);
    });
    const statuses = (await Promise.all(rounds)).flat();
    expect(statuses.filter((status) => status !== 'cancelled')).toEqual([]);
    expect(await shop.budget('waiting')).toEqual(before);
  });

  test('other parts of the same purchase: together they count once each', async () => {
    const { told, event } = await shop.buy('share', { amount: 50_000 });
    await Promise.all(Array.from({ length: 10 }, () => shop.tell(shop.returned(told, 2500))));
    const [reward = { id: '' }] = event.rewards;
    expect(await shop.reward(reward)).toMatchObject({ status: 'held', value: { amount: 2500 } });
    const last = { ...shop.returned(told, 25_000), eventId: fresh('last') };
    const answers = await Promise.all([last, last, last].map((body) => shop.post('/v1/events', body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(await shop.budget('share')).toEqual({ reserved: 0, spent: 0, lost: 0 });
  });
});

/** The worst moments, each time: whoever was first stands still in the middle of its write. */
describe('a return that collides on postgres', async () => {
  const shop = await startReturns('postgres');
  const { worker } = shop.deps;
  const collide = (statement: string, ...runners: (() => Promise<unknown>)[]) =>
    standstill(shop.databaseUrl, statement, ...runners);
  const statusesOf = async ({ eventId }: { eventId: string }): Promise<string[]> => {
    const { rewards } = await (await shop.get(`/v1/events/${eventId}`)).json();
    return rewards.map(({ status }: { status: string }) => status);
  };

  test('with a worker that has picked the order and not taken it yet: nothing is sent', async () => {
    const { told } = await shop.buy('friends');
    await collide(
      'update account set id = id',
      () => worker.settle(),
      () => shop.tell(shop.returned(told)),
    );
    await worker.settle();
    expect(await statusesOf(told)).toEqual(['cancelled', 'cancelled']);
    expect(await shop.upstreamOrders()).toEqual([]);
  });

  test('with the writing down of an issued gift card: it is withheld', async () => {
    const { told, event } = await shop.buy('single');
    for (const reward of event.rewards) await shop.claimPage(reward);
    await collide(
      'update claim set reveals = reveals',
      () => worker.settle(),
      () => shop.tell(shop.returned(told)),
    );
    expect(await statusesOf(told)).toEqual(['withheld']);
  });

  test.each(['stranger', 'member'])(
    'with the write of its own purchase, of a %s: it takes it back',
    async (who) => {
      const told = await purchaseOf(who);
      await collide(
        'update budget set reserved = reserved',
        () => shop.tell(told),
        () => shop.tell(shop.returned(told)),
      );
      expect(await statusesOf(told)).toEqual(['cancelled', 'cancelled']);
    },
  );

  test.each(['stranger', 'member'])(
    'as the first of the two, of a %s: its purchase earns nothing',
    async (who) => {
      const told = await purchaseOf(who);
      const back = shop.returned(told);
      // The same id is being written by somebody else, so the return waits at its very end.
      const { eventId, type } = back;
      await collide(
        `insert into event ("id", "siteId", "eventId", type, "customerId", trust, status, fingerprint, "occurredAt", "createdAt")
       values ('evt_held', 'acme', '${eventId}', '${type}', 'x', 'verified', 'recorded', '', 0, 0)`,
        () => shop.tell(back),
        () => shop.tell(told),
      );
      expect(await statusesOf(told)).toEqual([]);
    },
  );

  async function purchaseOf(who: string) {
    const { codes } = await member(shop);
    const told = purchase({ programId: 'waiting', referralCode: codes['waiting'] });
    if (who === 'member') await shop.post('/v1/participants', { externalId: told.customer.id });
    return told;
  }
});
