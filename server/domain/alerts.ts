/** What an operator is told about at once. Closed, so that a receiver can switch on it. */
const ALERT_KINDS = [
  'account_parked',
  'account_stopped',
  'account_unreachable',
  'account_funds_low',
  'order_quarantined',
  'order_refused',
  'order_failed',
  'order_cost_higher',
  'order_overcharged',
  'order_dead',
  'order_made_late',
  'order_stuck',
  'ordering_gated',
  'budget_low',
  'budget_exhausted',
  'reward_lost',
  'webhook_disabled',
  'claim_guessing',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** `summary` is one sentence for a person; `data` holds ids and states only, never personal data or a claim. */
export type Alert = {
  kind: AlertKind;
  summary: string;
  data: Readonly<Record<string, string | number | boolean | null>>;
};

/** Tells operators. Raising never blocks, never throws and never fails the work that raised it. */
export interface Alerts {
  raise(alert: Alert): void;
}
