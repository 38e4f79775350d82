import type { AuditEntry } from '../audit/audit.ts';
import type { DecisionRecord } from '../decision/decision.ts';
import type { Ids } from '../ids.ts';
import type { Order } from '../order/order.ts';
import { poNumber } from '../order/po-number.ts';
import { type EarnedReward, earnRewards } from '../reward/earn-rewards.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';
import type { Credited } from './evaluate-programs.ts';
import type { EventRecord } from './event.ts';

export type CreditParts = { ids: Ids; epoch: string };
export type CreditInput = { record: EventRecord; site: Site; credited: Credited[]; now: number };

/**
 * Reserves the budget of what was earned and prepares the rows that follow from the event. `insert` writes them
 * once the event itself stands. Locks are taken in the order of design 7.11: the budget last.
 */
export async function credit(
  rows: Rows,
  { ids, epoch }: CreditParts,
  { record, site, credited, now }: CreditInput,
): Promise<{ rewards: EarnedReward[]; insert: () => Promise<void> }> {
  const rewards = await earnRewards(rows, ids, { record, credited, now });
  const orders = rewards.map(
    ({ reward, orderId }): Order => ({
      id: orderId,
      siteId: site.id,
      rewardId: reward.id,
      poNumber: poNumber(epoch, ids.ulid()),
      accountId: site.accountId,
      type: reward.delivery,
      productId: reward.productId,
      value: reward.value,
      quantity: 1,
      message: reward.message,
      status: 'queued',
      upstreamId: null,
      attempts: 0,
      claimed: 'no',
      deaths: 0,
      loneDeaths: 0,
      tries: 0,
      dueAt: now,
      leaseUntil: 0,
      hintedAt: null,
      warnedAt: null,
      cost: null,
      lastError: null,
      createdAt: now,
      completedAt: null,
    }),
  );
  const insert = async () => {
    await rows.decisions.insert(decisionsOf(ids, record, credited));
    await rows.rewards.insert(rewards.map(({ reward }) => reward));
    await rows.orders.insert(orders);
    await moveReferrals(rows, credited);
    await rows.audit.append([...referralAudit(ids, credited, now), ...rewards.flatMap(({ audit }) => audit)]);
    await touchOwners(rows, credited);
    await reserveBudgets(rows, ids, rewards, now);
  };
  return { rewards, insert };
}

function decisionsOf(ids: Ids, record: EventRecord, credited: Credited[]): DecisionRecord[] {
  return credited.flatMap(({ program, version, attribution, verdicts }) =>
    verdicts.map((verdict) => ({
      id: ids.next('dec'),
      siteId: record.siteId,
      eventRowId: record.id,
      programId: program.id,
      programVersion: version,
      ruleId: verdict.rule.id,
      beneficiary: verdict.reward.to,
      referralId: attribution.referral?.id ?? null,
      matchedBy: attribution.matchedBy,
      outcome: verdict.outcome,
      checks: verdict.checks,
    })),
  );
}

async function moveReferrals(rows: Rows, credited: Credited[]): Promise<void> {
  for (const { attribution, verdicts } of credited) {
    const earned = verdicts.some(({ outcome }) => outcome !== 'refused');
    if (!attribution.referral || !earned) continue;
    // Also from `qualified`: it takes the lock that keeps an order settled meanwhile from completing the referral.
    await rows.referrals.move(
      attribution.referral.id,
      ['attributed', 'qualified', 'completed'],
      'qualified',
      'action_done',
    );
  }
}

function referralAudit(ids: Ids, credited: Credited[], now: number): AuditEntry[] {
  return credited.flatMap(({ attribution: { referral, isNew } }) => {
    if (!referral || !isNew) return [];
    return [
      {
        id: ids.next('aud'),
        siteId: referral.siteId,
        subject: 'referral' as const,
        subjectId: referral.id,
        status: referral.status,
        actor: 'system',
        reason: 'attributed' as const,
        createdAt: now,
      },
    ];
  });
}

async function touchOwners(rows: Rows, credited: Credited[]): Promise<void> {
  for (const { program, attribution, verdicts, friend } of credited) {
    const { referral, isNew } = attribution;
    const earned = verdicts.some(({ outcome }) => outcome !== 'refused');
    if (!isNew && !earned) continue;
    const owners = referral ? [referral.referrerId, referral.friendId] : friend ? [friend.id] : [];
    await rows.codes.touch(program.id, owners);
  }
}

/** One program's reservations go in one statement; the database's CHECK decides whether they fit. */
async function reserveBudgets(rows: Rows, ids: Ids, rewards: EarnedReward[], now: number): Promise<void> {
  const byProgram = Map.groupBy(rewards, ({ reward }) => reward.programId);
  for (const [programId, own] of [...byProgram].toSorted()) {
    const entries = own.map(({ reward }) => ({
      id: ids.next('bud'),
      programId,
      rewardId: reward.id,
      kind: 'reserve' as const,
      amount: reward.value.amount,
      createdAt: now,
    }));
    await rows.budgets.reserve(programId, entries);
  }
}
