import { describe, expect, test } from 'vitest';
import { revealClaim } from '../../server/domain/claim/reveal-claim.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../server/domain/clock.ts';
import { DomainError } from '../../server/domain/errors.ts';
import { seededRandom } from '../domain/order/seeded-random.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS, type Dialect } from '../support/databases.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { ENDS, type End, endOf, expectBooks, ledgerOf, rewardOf } from './end-of.ts';
import { makeUpstream } from './made-up-upstream.ts';
import { anyStory, keptAfter, MIN_AMOUNT, PROGRAMS, ROUNDS, type Story } from './story.ts';

/** `INTERLEAVINGS=1000 npx vitest run --project database test/properties/returns.test.ts` is the long run on both. */
const STORIES: Record<Dialect, number> = { sqlite: 1000, postgres: 60 };
const LONG = process.env['INTERLEAVINGS'];
/** The same thousand in every run, others by their seed: what one run found, the next must find again. */
const SEED = Number(process.env['INTERLEAVINGS_SEED'] ?? 11);
/** Stories that are lived side by side. */
const AT_ONCE = 100;

const usd = (amount: number) => ({ amount, currency: 'USD' });
const SHARE = { basisPoints: 1000, cap: usd(5000) };
const DIFFERENCES: Record<(typeof PROGRAMS)[number], object> = {
  instant: {},
  held: { hold: { days: 3 } },
  manual: { approval: 'manual' },
  monthly: { payout: { mode: 'scheduled', every: 'day' } },
  share: {},
  'share-held': { hold: { days: 3 } },
};

function programs(): unknown[] {
  return PROGRAMS.map((id) => {
    const value = id.startsWith('share') ? SHARE : usd(1500);
    const rewards = [{ to: 'participant', productId: 'CVS', value, delivery: 'Links' }];
    const rules = [{ id: 'buy', on: 'purchase', when: { minAmount: usd(MIN_AMOUNT) }, rewards }];
    const budget = usd(100_000_000);
    return programLike({ id, rules, budget, fraud: { level: 'off' }, ...DIFFERENCES[id] });
  });
}

describe.each(DIALECTS)('a return at any point of a reward, on %s', async (dialect) => {
  const random = seededRandom(SEED);
  const upstream = makeUpstream(random);
  const goodturn = await startHarness(dialect, {
    config: acmeConfig({}, programs()),
    env: { GIFT_CARD_API_CONCURRENCY: '50' },
    overrides: { giftCards: upstream.giftCards, random },
  });
  await goodturn.get('/v1/products');
  const count = LONG ? Number(LONG) : STORIES[dialect];

  test(
    `${count} interleavings: voided, recomputed, withheld or a booked loss, and the books agree (seed ${SEED})`,
    async () => {
      const ends = new Map<End, number>();
      for (let first = 0; first < count; first += AT_ONCE) {
        const stories = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, at) =>
          anyStory(`${first + at}`, random),
        );
        await live(goodturn, stories, upstream.sends);
        const ledger = await ledgerOf(goodturn);
        for (const story of stories) {
          const end = await endOf(goodturn, story, { upstream, ledger });
          ends.set(end, (ends.get(end) ?? 0) + 1);
        }
      }
      // All of them come up, or the dice are loaded.
      if (count >= 500)
        for (const end of ENDS) expect(ends.get(end), `${end} (seed ${SEED})`).toBeGreaterThan(0);
    },
    LONG ? 3_600_000 : 180_000,
  );

  /** A round of all stories beside one of the worker and the releases: each may meet each other. */
  async function live(harness: Harness, stories: Story[], sends: string[]): Promise<void> {
    const { deps, clock } = harness;
    for (let round = 0; round < ROUNDS; round += 1) {
      const fallen = await numbersOf(
        harness,
        stories.filter((story) => hasFallen(story, round)),
      );
      const before = sends.length;
      await Promise.all([
        ...stories.map((story) => act(harness, story, round)),
        deps.worker.settle(),
        deps.releaseDue(),
      ]);
      expect(
        sends.slice(before).filter((number) => fallen.has(number)),
        'sent after its return',
      ).toEqual([]);
      if (round % 6 === 0) await expectBooks(harness);
      clock.now += [MINUTE_MS, HOUR_MS, DAY_MS][Math.floor(random() * 3)] ?? MINUTE_MS;
    }
    await finish(harness, stories);
    await expectBooks(harness);
  }
});

/** Whether all that the rule asks for had come back, and been told, before this round. */
function hasFallen(story: Story, round: number): boolean {
  const told = story.returns.filter(({ at }) => at < round).length;
  return story.buysAt < round && keptAfter(story, told) < MIN_AMOUNT;
}

async function numbersOf({ deps }: Harness, stories: Story[]): Promise<Set<string>> {
  const rewards = await Promise.all(stories.map((story) => rewardOf(deps, story)));
  const ids = rewards.flatMap((reward) => reward?.id ?? []);
  return new Set((await deps.store.read.orders.ofRewards(ids)).map(({ poNumber }) => poNumber));
}

async function act(harness: Harness, story: Story, round: number): Promise<void> {
  const { eventId, programId, customerId, amount } = story;
  const customer = { id: customerId };
  if (story.buysAt === round) {
    await tell(harness, { type: 'purchase', eventId, programId, customer, amount: usd(amount) });
  }
  for (const [index, back] of story.returns.entries()) {
    if (back.at !== round) continue;
    const told = { type: 'refund', eventId: `${eventId}-back-${index}`, refersTo: eventId, customer };
    await tell(harness, { ...told, ...(back.amount !== null && { amount: usd(back.amount) }) });
  }
  if (story.approvesAt === round) await review(harness, story, 'approve');
  if (story.opensAt.includes(round)) await open(harness, story);
}

async function tell(harness: Harness, body: object): Promise<void> {
  const answer = await harness.post('/v1/events', body);
  if (answer.status !== 201) throw new Error(await answer.text());
}

async function review(harness: Harness, story: Story, what: string): Promise<void> {
  const reward = await rewardOf(harness.deps, story);
  if (reward) await harness.post(`/v1/rewards/${reward.id}/${what}`, { reason: 'looked at' });
}

async function open({ deps }: Harness, story: Story): Promise<void> {
  const reward = await rewardOf(deps, story);
  if (!reward) return;
  await revealClaim(deps, reward.id, 'page').catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
}

const RESTING = new Set(['issued', 'opened', 'cancelled', 'rejected', 'withheld']);

/** Lets time pass until every order rests; a person approves what waits, and ends what was set aside. */
async function finish(harness: Harness, stories: Story[]): Promise<void> {
  const { deps, clock } = harness;
  const all = (await Promise.all(stories.map((story) => rewardOf(deps, story)))).flatMap((one) => one ?? []);
  const open = new Set(all.map(({ id }) => id));
  for (let round = 0; round < 400; round += 1) {
    const rewards = await deps.store.read.rewards.byIds([...open]);
    for (const { id, status } of rewards) if (RESTING.has(status)) open.delete(id);
    const waiting = rewards.filter(({ status }) => ['held', 'approved', 'ordering'].includes(status));
    const dead = (await deps.store.read.orders.ofRewards(rewards.map(({ id }) => id))).filter(
      ({ status }) => status === 'dead',
    );
    if (waiting.length === 0 && dead.length === 0) return;
    for (const { id } of waiting.filter(({ status }) => status === 'held')) {
      await harness.post(`/v1/rewards/${id}/approve`, { reason: 'looked at' });
    }
    for (const { rewardId } of dead) await harness.post(`/v1/rewards/${rewardId}/cancel`, { reason: 'dead' });
    clock.now += 10 * MINUTE_MS;
    if (round % 20 === 19) clock.now += DAY_MS;
    await deps.releaseDue();
    await deps.worker.settle();
  }
  throw new Error(`some orders do not come to rest (seed ${SEED})`);
}
