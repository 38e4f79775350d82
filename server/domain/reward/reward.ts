import type { Beneficiary, Delivery } from '../../../shared/contract/fields.ts';
import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { Money } from '../../../shared/money.ts';
import type { ReasonCode } from '../../../shared/reason.ts';

/** What one beneficiary earned by one rule of one event. */
export type Reward = {
  id: string;
  siteId: string;
  programId: string;
  eventRowId: string;
  /** The site's id of the event. */
  eventId: string;
  ruleId: string;
  /** Place in the rule's list of rewards; with event and rule it is what can be earned only once. */
  position: number;
  referralId: string | null;
  beneficiary: Beneficiary;
  participantId: string;
  externalId: string;
  value: Money;
  productId: string;
  delivery: Delivery;
  message: string | null;
  status: RewardStatus;
  reason: ReasonCode;
  holdUntil: number | null;
  createdAt: number;
};

/** Which moves exist. Final states are those without a way on (or only on to `opened`). */
const MOVES: Record<RewardStatus, readonly RewardStatus[]> = {
  earned: ['held', 'approved', 'rejected', 'cancelled'],
  held: ['approved', 'rejected', 'cancelled'],
  approved: ['ordering', 'cancelled'],
  ordering: ['issued', 'failed', 'cancelled'],
  issued: ['opened', 'withheld'],
  opened: [],
  rejected: [],
  cancelled: [],
  withheld: ['issued'],
  // A person may send a refused or dead order again, under its own number.
  failed: ['ordering'],
};

export function mayMove(from: RewardStatus, to: RewardStatus): boolean {
  return MOVES[from].includes(to);
}

/** Every status from which a reward may move to `to`. */
export function sourcesOf(to: RewardStatus): RewardStatus[] {
  return (Object.keys(MOVES) as RewardStatus[]).filter((from) => mayMove(from, to));
}

export type RewardFilter = {
  siteId: string;
  status?: RewardStatus | undefined;
  participantId?: string | undefined;
  programId?: string | undefined;
  eventId?: string | undefined;
  before: string | null;
  limit: number;
};

export interface RewardRows {
  insert(rewards: Reward[]): Promise<void>;
  find(id: string): Promise<Reward | undefined>;
  ofEvent(eventRowId: string): Promise<Reward[]>;
  /** Moves along the state machine only; false when the reward stood where this move does not start. */
  move(id: string, to: RewardStatus, reason: ReasonCode): Promise<boolean>;
  /** Changes the reason while the status stays. */
  explain(id: string, status: RewardStatus, reason: ReasonCode): Promise<boolean>;
  ofParticipant(participantId: string, programId: string, limit: number): Promise<Reward[]>;
  totalOfParticipant(participantId: string, programId: string): Promise<{ count: number; amount: number }>;
  /** How many rewards of the referral are not with their owner yet. */
  openOfReferral(referralId: string): Promise<number>;
  list(filter: RewardFilter): Promise<Reward[]>;
}
