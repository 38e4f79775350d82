import type { ReferralStatus } from '../../../shared/contract/referral.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { Referral } from '../attribution/referral.ts';
import type { AuditEntry } from '../audit/audit.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { DecisionRecord } from '../decision/decision.ts';
import type { Ids } from '../ids.ts';
import type { Order } from '../order/order.ts';
import { poNumber } from '../order/po-number.ts';
import { type EarnedReward, earnRewards } from '../reward/earn-rewards.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';
import { decisionsOf, hasEarned } from './decisions-of.ts';
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
  const rewards = earnRewards(ids, { record, credited, now });
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
    await rows.decisions.insert(decisionRows(ids, record, credited));
    await rows.rewards.insert(rewards.map(({ reward }) => reward));
    await rows.orders.insert(orders);
    const bound = bindingAudit(ids, credited, now);
    const moved = await moveReferrals(rows, ids, credited, now);
    const ordered = orders.map((order) => orderEntry(ids, now, order));
    await rows.audit.append([...bound, ...moved, ...rewards.flatMap(({ audit }) => audit), ...ordered]);
    await touchOwners(rows, credited);
    await reserveBudgets(rows, ids, rewards, now);
  };
  return { rewards, insert };
}

/** Moves the referrals that earned; the audit entries of those that really moved. */
async function moveReferrals(rows: Rows, ids: Ids, credited: Credited[], now: number): Promise<AuditEntry[]> {
  const moved: AuditEntry[] = [];
  for (const { attribution } of credited.filter(hasEarned)) {
    const { referral } = attribution;
    // Also from `qualified`: it takes the lock that keeps an order settled meanwhile from completing the referral.
    const from = ['attributed', 'qualified', 'completed'] as const;
    if (!referral || !(await rows.referrals.move(referral.id, [...from], 'qualified', 'action_done')))
      continue;
    if (referral.status !== 'qualified')
      moved.push(referralEntry(ids, now, referral, 'qualified', 'action_done'));
  }
  return moved;
}

function bindingAudit(ids: Ids, credited: Credited[], now: number): AuditEntry[] {
  return credited.flatMap(({ attribution: { referral, isNew } }) =>
    referral && isNew ? [referralEntry(ids, now, referral, referral.status, 'attributed')] : [],
  );
}

function referralEntry(
  ids: Ids,
  now: number,
  { id, siteId }: Referral,
  status: ReferralStatus,
  reason: ReasonCode,
): AuditEntry {
  return auditEntry(ids, now, { siteId, subject: 'referral', subjectId: id, status, reason });
}

function orderEntry(ids: Ids, now: number, { id, siteId, status }: Order): AuditEntry {
  return auditEntry(ids, now, { siteId, subject: 'order', subjectId: id, status, reason: 'order_written' });
}

function decisionRows(ids: Ids, record: EventRecord, credited: Credited[]): DecisionRecord[] {
  return credited.flatMap(decisionsOf).map((decision) => ({
    id: ids.next('dec'),
    siteId: record.siteId,
    eventRowId: record.id,
    ...decision,
  }));
}

async function touchOwners(rows: Rows, credited: Credited[]): Promise<void> {
  for (const each of credited) {
    const { program, attribution, friend } = each;
    const { referral, isNew } = attribution;
    if (!isNew && !hasEarned(each)) continue;
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
