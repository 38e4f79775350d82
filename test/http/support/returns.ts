import type { Log } from '../../../server/domain/log.ts';
import type { Event } from '../../../shared/contract/event.ts';
import type { Reward } from '../../../shared/contract/reward.ts';
import { acmeConfig, programLike } from '../../support/acme.ts';
import type { Dialect } from '../../support/databases.ts';
import { startHarness } from '../../support/harness.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { fresh, type Member, member, purchase } from './people.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const gift = (to: string, value: object) => ({ to, productId: 'CVS', value, delivery: 'Links' });
const rule = (rewards: object[], more: object = {}) => ({
  id: 'buy',
  on: 'purchase',
  when: { minAmount: usd(2500) },
  rewards,
  ...more,
});

const BOTH = [gift('referrer', usd(1500)), gift('friend', usd(1500))];
const SHARE = { basisPoints: 1000, cap: usd(5000) };
const LIMITS = { perReferrer: { count: 100, amount: usd(100_000), per: 'ever' }, perDay: 1000, total: 1000 };

/** `friends`, `single` and `once` order at once; in the others two weeks pass first. */
const CONFIG = acmeConfig({ rules: [rule(BOTH)] } as Parameters<typeof acmeConfig>[0], [
  programLike({ id: 'single', rules: [rule([gift('friend', usd(1500))])] }),
  programLike({
    id: 'once',
    rules: [
      rule([{ ...gift('friend', usd(1500)), tiers: [{ from: 2, value: usd(1000) }] }], {
        when: { oncePerPerson: true },
      }),
    ],
  }),
  programLike({ id: 'waiting', rules: [rule(BOTH)], hold: { days: 14 }, limits: LIMITS }),
  programLike({
    id: 'share',
    rules: [rule([gift('referrer', SHARE)])],
    hold: { days: 14 },
    limits: LIMITS,
  }),
  programLike({
    id: 'tiers',
    rules: [rule([{ ...gift('referrer', usd(1000)), tiers: [{ from: 2, value: SHARE }] }])],
    hold: { days: 14 },
  }),
  programLike({
    id: 'second',
    rules: [rule([gift('referrer', usd(2000))], { milestone: { every: 2 } })],
    hold: { days: 14 },
  }),
]);

export type Returns = Awaited<ReturnType<typeof startReturns>>;

/** A shop whose customers bring things back. */
export async function startReturns(dialect: Dialect) {
  const alerts: { alert: string; data: object }[] = [];
  const log: Log = {
    ...quietLog,
    warn(fields) {
      if ('alert' in fields) alerts.push(fields as { alert: string; data: object });
    },
  };
  const goodturn = await startHarness(dialect, { config: CONFIG, overrides: { log } });
  await goodturn.control('settings', { hook: 'never' });
  // A percentage asks which values the gift card has.
  await goodturn.get('/v1/products');
  const { store } = goodturn.deps;

  async function tell(body: object): Promise<Event> {
    const answer = await goodturn.post('/v1/events', body);
    if (answer.status !== 201) throw new Error(`not accepted: ${await answer.text()}`);
    return answer.json();
  }

  return {
    ...goodturn,
    alerts,
    tell,
    /** A friend's purchase, by the code of somebody new unless another referrer is given. */
    async buy(programId: string, more: { referrer?: Member; customer?: string; amount?: number } = {}) {
      const referrer = more.referrer ?? (await member(goodturn));
      const told = purchase({
        programId,
        referralCode: referrer.codes[programId],
        customer: { id: more.customer ?? fresh('customer') },
        ...(more.amount !== undefined && { amount: usd(more.amount) }),
      });
      return { told, referrer, event: await tell(told) };
    },
    returned: (told: { eventId: string; customer: object }, amount?: number, type = 'refund') => ({
      type,
      eventId: fresh('return'),
      refersTo: told.eventId,
      customer: told.customer,
      ...(amount !== undefined && { amount: usd(amount) }),
    }),
    async reward({ id }: { id: string }): Promise<Reward> {
      return (await goodturn.get(`/v1/rewards/${id}`)).json();
    },
    async referral({ id }: { id: string }) {
      const reward = await store.read.rewards.find(id);
      return store.read.referrals.find(reward?.referralId ?? '');
    },
    /** Reserved and spent of a program, after a look that its ledger says the same. */
    async budget(programId: string) {
      const budget = await store.read.budgets.find(programId);
      const entries = await store.read.budgets.entries(programId);
      const sum = (...kinds: string[]) =>
        entries.reduce((total, { kind, amount }) => total + (kinds.includes(kind) ? amount : 0), 0);
      const booked = { reserved: sum('reserve') - sum('reduce', 'release', 'spend'), spent: sum('spend') };
      const { reserved, spent } = budget ?? { reserved: 0, spent: 0 };
      if (reserved !== booked.reserved || spent !== booked.spent) {
        throw new Error(`the budget says ${reserved} + ${spent}, its ledger ${JSON.stringify(booked)}`);
      }
      return { reserved, spent, lost: sum('loss') };
    },
    async claimPage({ id }: { id: string }): Promise<string> {
      const given = await goodturn.post(`/v1/rewards/${id}/claim-page`, {});
      const { claimPageUrl } = (await given.json()) as { claimPageUrl: string };
      return (await goodturn.app.request(new URL(claimPageUrl).pathname)).text();
    },
  };
}
