/**
 * An order of ours that the upstream has and the database did not know when it was reconciled: its reward was made, or
 * moved on, after the backup. When that reward is made again, the trace leads it to this order.
 */
export type Orphan = {
  poNumber: string;
  trace: string;
  accountId: string;
  foundAt: number;
  /** The order that has taken over its number; null while none has. */
  orderId: string | null;
};

export interface OrphanRows {
  /** Keeps those that are not kept yet, and returns their numbers. */
  keep(orphans: Orphan[]): Promise<string[]>;
  /** Those of an account with this trace that no order has taken over, oldest number first. */
  open(accountId: string, trace: string): Promise<Orphan[]>;
  /** Those of these numbers that are kept. */
  among(poNumbers: string[]): Promise<Orphan[]>;
  /** False when another order has taken it over. */
  take(poNumber: string, orderId: string): Promise<boolean>;
}
