/**
 * An order of ours that the upstream has and the database did not know when it was reconciled: its reward was made, or
 * moved on, after the backup. When that reward is made again, the trace leads it to this order.
 */
export type Orphan = {
  poNumber: string;
  trace: string;
  /** In whose list it was found. */
  accountId: string;
  foundAt: number;
  /** The order that has taken over its number; null while none has. */
  orderId: string | null;
  /** When a person gave it up, its cost booked (epoch ms). A reward that is made for it after all takes it over still. */
  writtenOffAt: number | null;
};

/** Orders that the upstream has and a restored database did not know. */
export interface OrphanRows {
  /** Keeps those that are not kept yet, and returns their numbers. */
  keep(orphans: Orphan[]): Promise<string[]>;
  /**
   * Those with this trace that no order has taken over, oldest number first. Of any account: two of ours may be one and
   * the same upstream, and then the list of either shows the orders of both.
   */
  open(trace: string): Promise<Orphan[]>;
  /** Those of these numbers that are kept. */
  among(poNumbers: string[]): Promise<Orphan[]>;
  /** False when it was written off before, or an order has taken it over. */
  writeOff(poNumber: string, now: number): Promise<boolean>;
  /** As it stands when it is taken; undefined when another order has taken it over. */
  take(poNumber: string, orderId: string): Promise<Pick<Orphan, 'writtenOffAt'> | undefined>;
}
