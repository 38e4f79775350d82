/** What a limit counts: `scope` is `program`, or the id of one referrer; `period` a day, a month … as `calendar` names it. */
export type LimitKey = { scope: string; period: string };

/** One text for a key. All writes take the limits of a program in the order of these, so that no two wait for each other. */
export function limitName({ scope, period }: LimitKey): string {
  return `${scope} ${period}`;
}

/** The keys in the order in which all writes take them. */
export function inLimitOrder<Key extends LimitKey>(keys: Key[]): Key[] {
  return keys.toSorted((one, other) => (limitName(one) < limitName(other) ? -1 : 1));
}

/** How much of it is used. A key without a row has not been counted yet. */
export type LimitUse = LimitKey & { count: number; amount: number };

/** At most so many rewards, and so much in minor units, in one period. */
export type Limit = LimitKey & {
  max: number | null;
  maxAmount: number | null;
  /** The period as instants (epoch ms), from which rewards of before the limit are counted in. */
  from: number;
  until: number;
};

/** How much of each limit is used. */
export interface LimitRows {
  /**
   * What is used of each limit. One that was never counted is counted from the rewards that stand, so that a limit
   * which is declared later still holds.
   */
  usage(programId: string, limits: Limit[]): Promise<LimitUse[]>;
  /**
   * How many rewards count in a program's `total` by now. Only reads: a limit that no event has counted yet is not begun,
   * and of the rewards before it no more than `max` are looked at.
   */
  usedOfTotal(programId: string, max: number): Promise<number>;
  /**
   * Uses a limit `count` times. Throws `LostRace` when another write took the rest first.
   */
  take(
    programId: string,
    limit: LimitKey & Pick<Limit, 'max' | 'maxAmount'>,
    use: { count: number; amount: number },
  ): Promise<void>;
  /** The names of those of the keys that are counted. */
  counted(programId: string, keys: LimitKey[]): Promise<Set<string>>;
  /** Gives back what rewards used, in those of the keys that are counted; a key stands once. */
  giveBack(programId: string, uses: LimitUse[]): Promise<void>;
}
