/** One purchase that comes back, wholly or in parts, at rounds that the dice choose. */
export type Story = {
  programId: string;
  eventId: string;
  customerId: string;
  amount: number;
  buysAt: number;
  /** `amount` null takes all of it back. */
  returns: { at: number; amount: number | null }[];
  /** When a person approves what waits, and when the owner tries to open. */
  approvesAt: number;
  opensAt: number[];
};

export const ROUNDS = 12;
export const MIN_AMOUNT = 2500;
export const PROGRAMS = ['instant', 'held', 'manual', 'monthly', 'share', 'share-held'] as const;

export function anyStory(name: string, random: () => number): Story {
  const below = (limit: number) => Math.floor(random() * limit);
  const amount = 10_000 + below(40_000);
  const parts = random() < 0.5 ? 1 : 1 + below(3);
  return {
    programId: PROGRAMS[below(PROGRAMS.length)] ?? 'instant',
    eventId: `order-${name}`,
    customerId: `customer-${name}`,
    amount,
    buysAt: below(4),
    returns: Array.from({ length: parts }, () => ({
      at: below(ROUNDS),
      amount: random() < 0.5 ? null : 1 + below(amount),
    })),
    approvesAt: below(ROUNDS),
    opensAt: Array.from({ length: below(4) }, () => below(ROUNDS)),
  };
}

/** What is left of the purchase after its first `count` returns. */
export function keptAfter({ amount, returns }: Story, count = returns.length): number {
  const told = returns.toSorted((one, other) => one.at - other.at).slice(0, count);
  if (told.some((each) => each.amount === null)) return 0;
  return Math.max(0, amount - told.reduce((sum, each) => sum + (each.amount ?? 0), 0));
}

/** What the program gives for a purchase of which so much is left: reckoned here once more, by hand. */
export function worth({ programId }: Story, kept: number): number {
  if (kept < MIN_AMOUNT) return 0;
  if (!programId.startsWith('share')) return 1500;
  const share = Math.min(5000, Math.floor(kept / 10));
  return Math.max(0, ...[1000, 1500, 2000, 2500, 5000].filter((value) => value <= share));
}
