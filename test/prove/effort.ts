/** How much one run puts the product through on each database. */
export type Effort = {
  name: 'short' | 'long';
  conversions: number;
  /** Conversions told per second. */
  rate: number;
  /** A disaster every so many ms. */
  havocEveryMs: number;
  /** Crash points taken one by one, and the recovery with default settings: `npm test` has the former as tests of their own. */
  crashPoints: boolean;
};

export const EFFORTS: Record<Effort['name'], Effort> = {
  short: { name: 'short', conversions: 300, rate: 25, havocEveryMs: 300, crashPoints: false },
  long: { name: 'long', conversions: 10_000, rate: 60, havocEveryMs: 1500, crashPoints: true },
};
