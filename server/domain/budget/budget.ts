/** A program's budget at face value, in minor units of one currency. `limit` null: not limited. */
export type Budget = {
  programId: string;
  currency: string;
  limit: number | null;
  reserved: number;
  spent: number;
};

export type BudgetEntry = {
  id: string;
  programId: string;
  rewardId: string;
  /**
   * `reserve` at first; then parts of it may go (`reduce`), and what is left is paid (`spend`) or given up (`release`).
   * `loss`: it was paid for a purchase that came back; that moves nothing, since spent stays spent.
   */
  kind: 'reserve' | 'spend' | 'release' | 'reduce' | 'loss';
  /** Which turn of the reward: 0 at first, one more each time that it is taken up again after a rejection. */
  turn: number;
  /** Minor units, always positive; the kind says which way. */
  amount: number;
  createdAt: number;
};

/**
 * What a batch of rewards has of the budget: its whole value at first (`reserve`), of which parts go to its rewards or
 * are not needed (`reduce`), and what is left may be given up (`release`).
 */
export type BatchEntry = Omit<BudgetEntry, 'rewardId' | 'kind' | 'turn'> & {
  batchRowId: string;
  kind: 'reserve' | 'release' | 'reduce';
};

/** A line of the ledger as it is read: of a reward or of a batch. */
export type LedgerEntry = Omit<BudgetEntry, 'rewardId'> & {
  rewardId: string | null;
  batchRowId: string | null;
};

/** What is left to promise. Lowering a budget below what is reserved means exhausted, not negative. */
export function available(budget: Budget | undefined): number {
  if (!budget || budget.limit === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, budget.limit - budget.reserved - budget.spent);
}

/** What each program may spend, what of it is reserved and spent, and the ledger that says why. */
export interface BudgetRows {
  find(programId: string): Promise<Budget | undefined>;
  /** False, and nothing written, when the currency would change under amounts that are promised or paid in another. */
  set(programId: string, currency: string, limit: number | null): Promise<boolean>;
  /**
   * Reserves without looking: the database's CHECK is the judge.
   * Throws `LostRace` when another write took the rest first; the whole write then decides again.
   * Resolves to the budget as it is then.
   */
  reserve(programId: string, entries: BudgetEntry[]): Promise<Budget>;
  /** Notes at `now` that operators are told of an exhausted budget; false when they were after `since`. */
  tellExhausted(programId: string, now: number, since: number): Promise<boolean>;
  spend(entry: BudgetEntry): Promise<void>;
  release(entry: BudgetEntry): Promise<void>;
  /** Releases many of one program at once. */
  releaseAll(programId: string, entries: BudgetEntry[]): Promise<void>;
  /** Gives up a part of what is reserved for a reward; as often as parts of its purchase come back. */
  reduce(entry: BudgetEntry): Promise<void>;
  /** Books the whole reward as lost; false when that stands already. */
  lose(entry: BudgetEntry): Promise<boolean>;
  entries(programId: string): Promise<LedgerEntry[]>;
  /** One page of the ledger, newest first. */
  list(query: { programId: string; before: string | null; limit: number }): Promise<LedgerEntry[]>;
  /** Reserves the whole of a batch, as `reserve` does for rewards. Throws `LostRace`. */
  reserveBatch(entry: BatchEntry): Promise<Budget>;
  /** Books a part of what a batch has reserved as its rewards': the budget itself stays as it is. */
  handOn(entry: BatchEntry, entries: BudgetEntry[]): Promise<void>;
  /** Gives up a part, or the rest, of what a batch has reserved. */
  releaseBatch(entry: BatchEntry): Promise<void>;
}
