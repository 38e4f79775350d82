/** `copied`: a backup that nobody has started yet · `restored`: one that was, or so a person said · `went_back`: found out. */
const GATE_REASONS = ['copied', 'restored', 'went_back'] as const;

/** Why no order is sent. It stands in the database, so that it holds for every process on it. */
export type Gate = {
  reason: (typeof GATE_REASONS)[number];
  closedAt: number;
  /** The newest thing that the database knew of (epoch ms): what was ordered since may be unknown to it. */
  since: number;
};

/** The gate that holds all orders back after a restore. */
export interface GateRows {
  /** Null while orders may be sent. */
  closed(): Promise<Gate | null>;
  /** The epochs of the installation's order numbers, oldest first; the last is the present one. */
  epochs(): Promise<string[]>;
  /** Closes the gate, and goes on under a new epoch, if one is given. */
  close(gate: Gate, epoch: string | null): Promise<void>;
  open(): Promise<void>;
  /** When the newest step in the audit was taken (epoch ms); 0 when nothing has happened yet. */
  newestStep(): Promise<number>;
}
