/** `open` sends · `parked` waits for funds and probes with one order · `stopped` was refused access. */
type AccountState = 'open' | 'parked' | 'stopped';

/** What people are told of an account: its state, or that the upstream does not answer at all. */
export const ACCOUNT_STANDINGS = ['open', 'unreachable', 'parked', 'stopped'] as const;
export type AccountStanding = (typeof ACCOUNT_STANDINGS)[number];

export type Account = {
  id: string;
  sealedCredentials: string;
  state: AccountState;
  /** When a parked account is probed next (epoch ms). */
  probeAt: number;
  /** Earliest instant of the next request (epoch ms): the account's pace over all processes. */
  nextSendAt: number;
  /** Calls in a row, over all processes, to which no answer came. */
  failures: number;
  /** Since when the upstream counts as unreachable (epoch ms); null while it answers. */
  unreachableAt: number | null;
  /** When an unreachable upstream is tried again, with one order (epoch ms). */
  tryAt: number;
  /** Repeats that may go among first sends, in tenths (`repeat-budget.ts`). */
  repeatTenths: number;
  /** When an order was last sent for the first time (epoch ms). */
  firstSentAt: number;
};

/** What people are told of it. One that was refused access is that first, whether it answers or not. */
export function standingOf({
  state,
  unreachableAt,
}: Pick<Account, 'state' | 'unreachableAt'>): AccountStanding {
  if (state === 'stopped' || unreachableAt === null) return state;
  return 'unreachable';
}

/** Turns of an account that one claim takes. */
type Turns = {
  count: number;
  everyMs: number;
  now: number;
  /** What else the claim leaves behind on its account. */
  change: Partial<Pick<Account, 'repeatTenths' | 'firstSentAt' | 'tryAt'>>;
};

export interface AccountRows {
  all(): Promise<Account[]>;
  find(id: string): Promise<Account | undefined>;
  /** Like `find`, and nobody else claims for the account until this write ends. */
  lock(id: string): Promise<Account | undefined>;
  /** Stores credentials and opens the account: naming it at start is how a person says "try again". */
  put(id: string, sealedCredentials: string): Promise<void>;
  /** Takes turns one after another and returns the instant of the first (epoch ms). */
  takeTurns(id: string, turns: Turns): Promise<number>;
  slowUntil(id: string, until: number): Promise<void>;
  /** False when the account was in that state already, or is stopped: only `put` opens a stopped one. */
  setState(id: string, state: AccountState, probeAt: number): Promise<boolean>;
  /** When a parked account is probed next; nothing where it is not parked any more. */
  probeAt(id: string, at: number): Promise<void>;
  /** Counts a call without an answer. True when it is the one that makes the account unreachable. */
  unanswered(id: string, now: number): Promise<boolean>;
  /** Begins to count anew. True when the account was unreachable until now. */
  answered(id: string): Promise<boolean>;
}
