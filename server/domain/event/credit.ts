import type { Alert } from '../alerts.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { exhaustedAlert, lowBudgetAlert } from '../budget/budget-alerts.ts';
import { rewardEntry } from '../budget/reward-entry.ts';
import type { DecisionRecord } from '../decision/decision.ts';
import type { Address } from '../delivery/address.ts';
import type { Contact } from '../delivery/contact.ts';
import type { Ids } from '../ids.ts';
import { takePlaces } from '../limit/take-places.ts';
import type { CostTerms } from '../order/cost-terms.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Order } from '../order/order.ts';
import { type EarnedReward, earnRewards, recipientOf } from '../reward/earn-rewards.ts';
import type { Reward } from '../reward/reward.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';
import { announce } from '../webhook/announce.ts';
import { type Credited, hasEarned } from './credited.ts';
import { decisionsOf } from './decisions-of.ts';
import type { EventRecord } from './event.ts';
import { moveReferrals } from './move-referrals.ts';
import { qualificationsOf } from './qualifications-of.ts';

export type CreditInput = {
  record: EventRecord;
  site: Site;
  credited: Credited[];
  now: number;
  /** The person of the site who gave the rewards, where no rule did. */
  givenBy?: string;
  /** The lost or stolen reward that it is given for. */
  reissueOf?: Reward;
  /** Where the reward's card goes, where that was given with it. */
  address?: Address;
};

/**
 * Prepares the rows that follow from an event, or from several. `insert` writes them once the events themselves stand,
 * and takes limits and budget last, in the order of design 7.11; it resolves to what operators are told once the write
 * stands. `fromBatch`: the batch that has reserved the budget for them already.
 */
export async function credit(
  rows: Rows,
  parts: NewOrderParts,
  inputs: CreditInput[],
  fromBatch: string | null = null,
): Promise<{ rewards: EarnedReward[]; insert: () => Promise<Alert[]> }> {
  const { ids } = parts;
  const [first] = inputs;
  const credited = inputs.flatMap((input) => input.credited);
  // Most events are of no program's business, and leave nothing but themselves.
  if (!first || credited.length === 0) return { rewards: [], insert: async () => [] };
  const { site, now } = first;
  const contacts = await contactsOf(rows, inputs);
  const costs = await costsOf(rows, site.accountId, credited);
  const rewards = inputs.flatMap((input) => earnRewards(parts, { ...input, contacts, costs }));
  const orders = rewards.flatMap(({ order }) => order ?? []);
  const insert = async () => {
    await rows.decisions.insert(inputs.flatMap((input) => decisionRows(ids, input)));
    await rows.rewards.insert(rewards.map(({ reward }) => reward));
    await rows.orders.insert(orders);
    await rows.destinations.insert(rewards.flatMap(({ destination }) => destination ?? []));
    await rows.qualifications.insert(
      inputs.flatMap((input) => qualificationsOf(input.record, input.credited)),
    );
    const moved = await moveReferrals(rows, ids, credited, now);
    const ordered = orders.map((order) => orderEntry(ids, now, order));
    await rows.audit.append([...moved, ...rewards.flatMap(({ audit }) => audit), ...ordered]);
    await touchOwners(rows, credited);
    await takeLimits(rows, credited, rewards);
    if (fromBatch !== null) return handOn(rows, ids, { rewards, batchRowId: fromBatch, now });
    return reserveBudgets(rows, ids, { siteId: site.id, rewards, credited, now });
  };
  return { rewards, insert };
}

/** Where those can be reached who now get a card by e-mail or text message. */
async function contactsOf(rows: Rows, inputs: CreditInput[]): Promise<Map<string, Contact>> {
  const contacts = new Map<string, Contact>();
  for (const each of inputs.flatMap(({ address, credited }) => (address ? [] : credited))) {
    for (const verdict of each.verdicts) {
      if (verdict.outcome === 'refused' || verdict.reward.delivery !== 'DigitalDelivery') continue;
      const { id } = recipientOf(each, verdict);
      const contact = contacts.has(id) ? undefined : await rows.contacts.find(id);
      if (contact) contacts.set(id, contact);
    }
  }
  return contacts;
}

/** The catalogue's costs at the decision: what an order may cost later. */
async function costsOf(
  { catalogues }: Rows,
  accountId: string,
  credited: Credited[],
): Promise<Map<string, CostTerms>> {
  const earned = credited.flatMap(({ verdicts }) => verdicts.filter(({ outcome }) => outcome !== 'refused'));
  const productIds = [...new Set(earned.map(({ reward }) => reward.productId))];
  const costs = await catalogues.costs(accountId, productIds);
  return new Map(
    costs.map(({ productId, fee, discountBasisPoints }) => [productId, { fee, discountBasisPoints }]),
  );
}

function orderEntry(ids: Ids, now: number, { id, siteId, status }: Order) {
  return auditEntry(ids, now, { siteId, subject: 'order', subjectId: id, status, reason: 'order_written' });
}

function decisionRows(ids: Ids, { record, credited }: CreditInput): DecisionRecord[] {
  return credited.flatMap((each) => {
    const { namedId, referral } = each.attribution;
    return decisionsOf(each).map((decision) => ({
      id: ids.next('dec'),
      siteId: record.siteId,
      eventRowId: record.id,
      ...decision,
      referrerId: namedId ?? referral?.referrerId ?? null,
    }));
  });
}

/** Whoever sees a change in their widget: both sides of a referral that began or moved, or the person who acted. */
async function touchOwners(rows: Rows, credited: Credited[]): Promise<void> {
  const touched = new Map<string, Set<string>>();
  for (const each of credited) {
    const { program, attribution, friend } = each;
    const { referral } = attribution;
    if (!referral && !hasEarned(each)) continue;
    const owners = referral ? [referral.referrerId, referral.friendId] : friend ? [friend.id] : [];
    touched.set(program.id, new Set([...(touched.get(program.id) ?? []), ...owners]));
  }
  for (const [programId, owners] of touched) await rows.codes.touch(programId, [...owners]);
}

/** The rewards of each program take their places in its limits, the programs in one order for all writes. */
async function takeLimits({ limits }: Rows, credited: Credited[], rewards: EarnedReward[]): Promise<void> {
  const programs = new Map(credited.map(({ program }) => [program.id, program]));
  for (const [id, program] of [...programs].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const own = rewards.filter(({ reward }) => reward.programId === id);
    const counted = own.map(({ reward, verdict }) => ({ reward, limits: verdict.limits }));
    await takePlaces(limits, program, counted);
  }
}

type Reserving = { siteId: string; rewards: EarnedReward[]; credited: Credited[]; now: number };

/** One program's reservations go in one statement; the database's CHECK decides whether they fit. */
async function reserveBudgets(
  rows: Rows,
  ids: Ids,
  { siteId, rewards, credited, now }: Reserving,
): Promise<Alert[]> {
  const { budgets } = rows;
  const alerts: (Alert | null)[] = [];
  const byProgram = Map.groupBy(rewards, ({ reward }) => reward.programId);
  const refused = new Set(credited.filter(isShort).map(({ program }) => program.id));
  for (const programId of [...new Set([...byProgram.keys(), ...refused])].toSorted()) {
    const own = byProgram.get(programId) ?? [];
    const entries = own.map(({ reward }) => rewardEntry(ids, reward, 'reserve', now));
    const amount = entries.reduce((sum, entry) => sum + entry.amount, 0);
    const low = amount > 0 ? lowBudgetAlert(await budgets.reserve(programId, entries), amount) : null;
    if (low) {
      const data = { programId, status: 'low' } as const;
      await announce(rows, ids, now, [{ siteId, type: 'budget.low', data }]);
    }
    alerts.push(low);
    if (refused.has(programId)) alerts.push(await exhaustedAlert(budgets, programId, now));
  }
  return alerts.filter((alert) => alert !== null);
}

type HandingOn = { rewards: EarnedReward[]; batchRowId: string; now: number };

/** What the rewards of a batch reserve is a part of what it has reserved for them, all in one program. */
async function handOn(
  { budgets }: Rows,
  ids: Ids,
  { rewards, batchRowId, now }: HandingOn,
): Promise<Alert[]> {
  const [first] = rewards;
  if (!first) return [];
  const { programId } = first.reward;
  const entries = rewards.map(({ reward }) => rewardEntry(ids, reward, 'reserve', now));
  const amount = entries.reduce((sum, entry) => sum + entry.amount, 0);
  const part = {
    id: ids.next('bud'),
    programId,
    batchRowId,
    kind: 'reduce' as const,
    amount,
    createdAt: now,
  };
  await budgets.handOn(part, entries);
  return [];
}

/** Whether the program refused a reward because its budget did not cover it. */
function isShort({ verdicts }: Credited): boolean {
  return verdicts.some(({ checks }) => checks.some(({ reason }) => reason === 'budget_exhausted'));
}
