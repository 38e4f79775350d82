import type { Reward as RewardAnswer } from '../../../shared/contract/reward.ts';
import type { Alert } from '../alerts.ts';
import { Trail } from '../audit/trail.ts';
import type { EventRecord } from '../event/event.ts';
import type { Ids } from '../ids.ts';
import { freeRewards } from '../reward/free-rewards.ts';
import { presentReward } from '../reward/present-reward.ts';
import type { Reward } from '../reward/reward.ts';
import { knownProgram } from '../site/known-program.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';
import { fateOf, type Return } from './fate.ts';
import { findPurchase } from './find-purchase.ts';
import { lastIssue } from './issues-of.ts';
import { returnedOf } from './returns.ts';
import { reverseReferral } from './reverse-referral.ts';
import { type Reversed, reverseReward } from './reverse-reward.ts';
import { termsOf } from './terms-of.ts';
import { uncount } from './uncount.ts';

type ReversedPurchase = {
  /** The rewards that changed, as they stand now. */
  rewards: RewardAnswer[];
  /** For operators, once the write stands: a loss is paid and cannot be undone. */
  alerts: Alert[];
};

type Occasion = { record: EventRecord; site: Site; now: number };

/**
 * Takes back what the purchase that `record` refers to has earned, in the write that accepts `record` (design 7.9).
 * Nothing for a purchase that is not known yet: deciding about it will find this event. Locks in the order customer,
 * rewards, referrals, codes, limits, budget. Throws `invalid_body` for an amount in another currency than the
 * purchase's.
 */
export async function reversePurchase(rows: Rows, ids: Ids, occasion: Occasion): Promise<ReversedPurchase> {
  const { record, site, now } = occasion;
  const purchase = await findPurchase(rows, ids, record, now);
  const back = purchase && (await returnOf(rows, purchase, record));
  if (!purchase || !back || back.returned === 0) return { rewards: [], alerts: [] };

  const trail = new Trail(ids, now, 'system');
  const write = { ids, trail, site, now };
  const reversed = await reverseRewards(rows, write, purchase, back);
  const uncounted = await uncount(rows, write, purchase, back);
  const fallen = reversed.filter(({ kind }) => kind === 'cancelled' || kind === 'kept back');
  const referralIds = new Set([...uncounted, ...fallen.flatMap(({ reward }) => reward.referralId ?? [])]);
  for (const id of [...referralIds].toSorted()) await reverseReferral(rows, trail, id);
  await trail.store(rows);
  const sites = { program: (id: string) => knownProgram(site, id) };
  const { cancelled = [], reduced = [] } = Object.groupBy(reversed, ({ kind }) => kind);
  await freeRewards(
    rows,
    { ids, sites, now },
    cancelled.map(({ reward }) => reward),
    reduced.map(({ reward, freed }) => ({ reward, amount: freed })),
  );
  return {
    rewards: await present(rows, reversed),
    alerts: reversed.flatMap(({ kind, reward }) => (kind === 'lost' ? lossOf(reward, record) : [])),
  };
}

/** The sum of all returns of the purchase, the present one included. */
async function returnOf(rows: Rows, purchase: EventRecord, record: EventRecord): Promise<Return> {
  const { siteId, eventId, amount, currency } = purchase;
  const earlier = await rows.events.referringTo(siteId, eventId);
  return {
    amount: amount === null || currency === null ? null : { amount, currency },
    returned: returnedOf([...earlier, record], currency),
  };
}

type Write = { ids: Ids; trail: Trail; site: Site; now: number };

async function reverseRewards(
  rows: Rows,
  { site, ...write }: Write,
  purchase: EventRecord,
  back: Return,
): Promise<Reversed[]> {
  const reversed: Reversed[] = [];
  for (const { id } of await rows.rewards.ofEvent(purchase.id)) {
    // Read anew under the lock: the worker, a release or a person may move it at this moment.
    const earned = await rows.rewards.lock(id);
    if (!earned) continue;
    const reward = await lastIssue(rows, earned);
    // A reward that was given once more stands under the terms of the one that was earned.
    const fate = fateOf(reward, await termsOf(rows, site, purchase, earned), back);
    const done = await reverseReward({ ...write, rows, reward }, fate);
    if (done) reversed.push(done);
  }
  return reversed;
}

function lossOf({ id: rewardId, siteId, programId, value }: Reward, { id: eventId }: EventRecord): Alert {
  return {
    kind: 'reward_lost',
    summary: 'A purchase was returned after its gift card was opened; the reward is booked as a loss.',
    data: { siteId, programId, rewardId, eventId, ...value },
  };
}

async function present(rows: Rows, reversed: Reversed[]): Promise<RewardAnswer[]> {
  const ids = reversed.map(({ reward }) => reward.id);
  const answers: RewardAnswer[] = [];
  for (const reward of await rows.rewards.byIds(ids)) {
    const [order] = await rows.orders.ofRewards([reward.id]);
    answers.push(presentReward(reward, order ?? null, await rows.audit.ofSubjects([reward.id])));
  }
  return answers;
}
