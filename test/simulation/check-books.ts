import { type BatchRow, batchFaults, readBatches } from './check-batches.ts';
import { type DeliveryRow, outboxFaults } from './check-outbox.ts';
import type { ReadRows } from './read-rows.ts';
import type { SimulatedReceiver } from './receiver.ts';
import type { BookedOrder } from './upstream.ts';

type OrderRow = { id: string; rewardId: string; poNumber: string; status: string; dueAt: number | null };
type RewardRow = {
  id: string;
  programId: string;
  status: string;
  reason: string;
  eventId: string;
  releaseAt: number | null;
  review: string;
  amount: number;
};
type Sums = { reserve: number; spend: number; release: number; reduce: number };

/** What stands in the database, read by nothing that the product reads with. */
export type Books = {
  orders: OrderRow[];
  rewards: RewardRow[];
  batches: BatchRow[];
  deliveries: DeliveryRow[];
  faults: string[];
};

/** What others saw: the upstream, the site's receiver, and the recipients. */
type Witnesses = {
  booked: readonly BookedOrder[];
  receiver: SimulatedReceiver;
  /** Rewards that somebody has tried to open or to let go. */
  opened: ReadonlySet<string>;
};

/** The program whose rewards are ordered when they are opened, and not before. */
export const ON_OPEN = 'on-open';

const FINAL_ORDERS = ['completed', 'cancelled'];
const FINAL_REWARDS = ['opened', 'cancelled'];

/**
 * The invariants of trust.md, part C, that must hold after every single step. It shares no code with the product: it
 * reads the tables and the upstream's books, and remembers what it saw.
 */
export class BookChecker {
  readonly #all: ReadRows;
  readonly #witnesses: Witnesses;
  readonly #booked: readonly BookedOrder[];
  readonly #finals = new Map<string, string>();

  constructor(read: ReadRows, witnesses: Witnesses) {
    this.#all = read;
    this.#witnesses = witnesses;
    this.#booked = witnesses.booked;
  }

  check(): Books {
    const orders = this.#all<OrderRow>('select id, "rewardId", "poNumber", status, "dueAt" from "order"');
    const rewards = this.#all<RewardRow>(
      'select id, "programId", status, reason, "eventId", "releaseAt", review, amount from reward',
    );
    const batches = readBatches(this.#all);
    const deliveries = this.#all<DeliveryRow>('select "messageId", status, "dueAt" from "webhookDelivery"');
    const faults = [
      ...this.#once(orders),
      ...this.#budget(),
      ...this.#final('order', orders, FINAL_ORDERS),
      ...this.#final('reward', rewards, FINAL_REWARDS),
      ...this.#shown(rewards, orders),
      ...this.#bought(orders, rewards),
      ...this.#givenUp(),
      ...this.#unopened(orders, rewards),
      ...batchFaults(this.#all, batches),
      ...outboxFaults(this.#all, deliveries, this.#witnesses.receiver),
    ];
    return { orders, rewards, batches, deliveries, faults };
  }

  /** I1: per reward at most one order that is ours, by the upstream's own books. */
  #once(orders: OrderRow[]): string[] {
    const rewardOf = new Map(orders.map(({ poNumber, rewardId }) => [poNumber, rewardId]));
    const bought = new Map<string, number>();
    const faults: string[] = [];
    for (const { poNumber, foreign } of this.#booked) {
      if (foreign) continue;
      const reward = rewardOf.get(poNumber);
      if (reward === undefined) faults.push(`I1: ${poNumber} was bought, and no order has that number`);
      else bought.set(reward, (bought.get(reward) ?? 0) + 1);
    }
    for (const [reward, count] of bought)
      if (count > 1) faults.push(`I1: ${reward} was bought ${count} times`);
    return faults;
  }

  /** I2 and I4: never over the limit, and the ledger's entries make the balance. */
  #budget(): string[] {
    const faults: string[] = [];
    const budgets = this.#all<{ programId: string; ceiling: number | null; reserved: number; spent: number }>(
      'select "programId", ceiling, reserved, spent from budget',
    );
    for (const { programId, ceiling, reserved, spent } of budgets) {
      const sums: Sums = { reserve: 0, spend: 0, release: 0, reduce: 0 };
      const entries = this.#all<{ kind: keyof Sums; amount: number }>(
        'select kind, sum(amount) as amount from "budgetEntry" where "programId" = ? group by kind',
        programId,
      );
      for (const { kind, amount } of entries) sums[kind] = amount;
      if (ceiling !== null && reserved + spent > ceiling)
        faults.push(`I2: ${reserved} + ${spent} > ${ceiling}`);
      if (reserved < 0) faults.push(`I2: ${reserved} are reserved`);
      const open = sums.reserve - sums.spend - sums.release - sums.reduce;
      if (open !== reserved) faults.push(`I4: the ledger says ${open} reserved, the budget ${reserved}`);
      if (sums.spend !== spent) faults.push(`I4: the ledger says ${sums.spend} spent, the budget ${spent}`);
    }
    return faults;
  }

  /** I5: what is over stays as it ended. */
  #final(what: string, rows: { id: string; status: string }[], finals: string[]): string[] {
    const faults: string[] = [];
    for (const { id, status } of rows) {
      const before = this.#finals.get(id);
      if (before !== undefined && before !== status)
        faults.push(`I5: ${what} ${id} went from ${before} to ${status}`);
      if (finals.includes(status)) this.#finals.set(id, status);
    }
    return faults;
  }

  /** Issued means: bought, completed, and its claim is there. */
  #shown(rewards: RewardRow[], orders: OrderRow[]): string[] {
    const completed = new Set(
      orders.filter(({ status }) => status === 'completed').map(({ rewardId }) => rewardId),
    );
    const claims = new Set(
      this.#all<{ rewardId: string }>('select "rewardId" from claim where "sealedLink" is not null').map(
        ({ rewardId }) => rewardId,
      ),
    );
    const faults: string[] = [];
    for (const { id, status } of rewards) {
      if (status !== 'issued' && status !== 'opened') continue;
      if (!completed.has(id)) faults.push(`${id} is ${status}, and its order is not completed`);
      if (!claims.has(id)) faults.push(`${id} is ${status}, and there is no claim`);
    }
    return faults;
  }

  /** An order is completed by the upstream and nobody else, and nothing is bought for a reward that was given up. */
  #bought(orders: OrderRow[], rewards: RewardRow[]): string[] {
    const ours = this.#booked.filter(({ foreign }) => !foreign);
    const made = new Set(ours.filter(({ state }) => state === 'completed').map(({ poNumber }) => poNumber));
    const bought = new Set(ours.filter(({ state }) => state !== 'failed').map(({ poNumber }) => poNumber));
    const givenUp = new Set(
      rewards.filter(({ status }) => status === 'cancelled' || status === 'rejected').map(({ id }) => id),
    );
    return orders.flatMap(({ id, rewardId, poNumber, status }) => {
      if (status === 'completed' && !made.has(poNumber))
        return [`${id} is completed, and nothing was made for us`];
      if (givenUp.has(rewardId) && bought.has(poNumber)) return [`${rewardId} was given up and bought`];
      return [];
    });
  }

  /** What waits to be opened is ordered for nobody else. */
  #unopened(orders: OrderRow[], rewards: RewardRow[]): string[] {
    const waiting = new Set(rewards.filter(({ programId }) => programId === ON_OPEN).map(({ id }) => id));
    return orders
      .filter(({ rewardId }) => waiting.has(rewardId) && !this.#witnesses.opened.has(rewardId))
      .map(({ rewardId }) => `${rewardId} was ordered before anybody asked for it`);
  }

  /** What is given up holds no budget. */
  #givenUp(): string[] {
    const holding = this.#all<{ id: string; open: number }>(
      `select reward.id, sum(case kind when 'reserve' then entry.amount when 'loss' then 0 else -entry.amount end) as open
       from reward join "budgetEntry" entry on entry."rewardId" = reward.id
       where reward.status in ('cancelled', 'rejected') group by reward.id having open <> 0`,
    );
    return holding.map(({ id, open }) => `I4: ${id} was given up and still holds ${open}`);
  }
}
