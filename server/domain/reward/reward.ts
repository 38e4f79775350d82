import type { Beneficiary, Delivery } from '../../../shared/contract/fields.ts';
import type { RewardStatus } from '../../../shared/contract/reward.ts';
import type { Money } from '../../../shared/money.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { RewardOptions } from '../delivery/options.ts';
import type { CostTerms } from '../order/cost-terms.ts';

/** What one beneficiary earned by one rule of one event. */
export type Reward = {
  id: string;
  siteId: string;
  programId: string;
  /** The version whose rules made it. */
  programVersion: number;
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
  /** What its rule says about the way to its owner. */
  options: RewardOptions | null;
  /** What the catalogue said at the decision that its gift card costs; null where it was not known. */
  cost: CostTerms | null;
  status: RewardStatus;
  reason: ReasonCode;
  /** End of the time in which the purchase may be returned (epoch ms). */
  holdUntil: number | null;
  /** What it waits for beside time, as the reasons that a person reads; empty when nothing. */
  review: ReasonCode[];
  /** How many named keys have to approve it. */
  approvalsNeeded: number;
  /** When it moves on by itself (epoch ms); null when it doesn't. */
  releaseAt: number | null;
  /** When its purchase was returned while the order was under way (epoch ms). */
  reversedAt: number | null;
  /** The key that asked to give it once more, lost or stolen as it is; another one confirms. */
  reissueAskedBy: string | null;
  /** The reward that was given for it; from then on its own claim page is over. */
  reissuedAs: string | null;
  /** The lost or stolen reward that it was given for. */
  reissueOf: string | null;
  /** How often a person took it up again after it was rejected. */
  takenUp: number;
  createdAt: number;
};

/** Which moves exist. Final states are those without a way on (or only on to `opened`). */
const MOVES: Record<RewardStatus, readonly RewardStatus[]> = {
  earned: ['held', 'approved', 'rejected', 'cancelled'],
  held: ['approved', 'rejected', 'cancelled'],
  approved: ['ordering', 'cancelled', 'rejected'],
  ordering: ['issued', 'withheld', 'failed', 'cancelled'],
  issued: ['opened', 'withheld'],
  opened: [],
  // A person may take it up again: nothing was ordered.
  rejected: ['held'],
  cancelled: [],
  withheld: ['issued'],
  // A person may send a refused or dead order again, under its own number.
  failed: ['ordering', 'cancelled'],
};

/** Whether a reward may go from one status to the other. */
export function mayMove(from: RewardStatus, to: RewardStatus): boolean {
  return MOVES[from].includes(to);
}

/** Every status from which a reward may move to `to`. */
export function sourcesOf(to: RewardStatus): RewardStatus[] {
  return (Object.keys(MOVES) as RewardStatus[]).filter((from) => mayMove(from, to));
}

/** Times are epoch ms, from inclusive to exclusive. */
export type RewardFilter = {
  siteId: string;
  status?: RewardStatus | undefined;
  participantId?: string | undefined;
  programId?: string | undefined;
  eventId?: string | undefined;
  createdFrom?: number | undefined;
  createdTo?: number | undefined;
  /** Ready by then, for its owner to open, and not opened. */
  unopenedSince?: number | undefined;
};

/** A reward, and when its event happened (epoch ms). */
type PastReward = Reward & { occurredAt: number };

/** Stored rewards. Whatever moves one compares where it is in the same statement, so that of two at once one wins. */
export interface RewardRows {
  insert(rewards: Reward[]): Promise<void>;
  find(id: string): Promise<Reward | undefined>;
  /** Those of them that exist, in no order. */
  byIds(ids: string[]): Promise<Reward[]>;
  ofEvent(eventRowId: string): Promise<Reward[]>;
  /** Moves along the state machine only; false when the reward stood where this move does not start. */
  move(id: string, to: RewardStatus, reason: ReasonCode): Promise<boolean>;
  /** Nobody else can decide about the reward until this write has ended. */
  lock(id: string): Promise<Reward | undefined>;
  /** The same for all of a site's among these, in no order. */
  lockAll(siteId: string, ids: string[]): Promise<Reward[]>;
  /** Moves all of them to an end, where they wait for nothing any more. How many stood where the move starts. */
  end(ids: string[], to: 'rejected' | 'cancelled', reason: ReasonCode): Promise<number>;
  /** Rewards whose `releaseAt` has come, the longest due first. */
  due(now: number, limit: number): Promise<Pick<Reward, 'id' | 'siteId'>[]>;
  /** Changes what the reward waits for, or what it is worth, while the status stays. */
  amend(
    id: string,
    change: Partial<
      Pick<
        Reward,
        | 'review'
        | 'releaseAt'
        | 'holdUntil'
        | 'reversedAt'
        | 'takenUp'
        | 'value'
        | 'reissueAskedBy'
        | 'reissuedAs'
      >
    >,
  ): Promise<void>;
  /** Whether the person has a living reward of this place in the rule, of any version. */
  hasOf(place: { programId: string; ruleId: string; participantId: string }): Promise<boolean>;
  /** Distinct events whose living rewards the person has by this rule. */
  countOf(place: { programId: string; ruleId: string; participantId: string }): Promise<number>;
  /** Changes the reason while the status stays. */
  explain(id: string, status: RewardStatus, reason: ReasonCode): Promise<boolean>;
  ofParticipant(participantId: string, programId: string, limit: number): Promise<Reward[]>;
  /** What the person has or will have: nothing that was taken back, or is kept back as soon as it is ordered. */
  totalOfParticipant(participantId: string, programId: string): Promise<{ count: number; amount: number }>;
  /** How many rewards of the referral are still on their way to their owner. */
  openOfReferral(referralId: string): Promise<number>;
  /** How many rewards of the referral are with their owner. */
  issuedOfReferral(referralId: string): Promise<number>;
  /** How many rewards of the referral their owners have or will have. */
  livingOfReferral(referralId: string): Promise<number>;
  /** Ids of the person's held rewards that wait for this, oldest first. */
  waitingFor(reason: ReasonCode, participantId: string, programId: string): Promise<string[]>;
  /** Ids of the person's rewards that are held or approved, in all programs, oldest first. */
  restingOf(participantId: string): Promise<string[]>;
  /** The rewards of these events, in every program. */
  ofEvents(eventRowIds: string[]): Promise<Reward[]>;
  /** Newest first. */
  ofPeople(participantIds: string[], limit: number): Promise<Reward[]>;
  /** Newest first. */
  ofReferrals(referralIds: string[], limit: number): Promise<Reward[]>;
  /** Rewards of the program's events that happened before the instant `from` (epoch ms), ended ones too, by id. */
  earnedBefore(page: {
    programId: string;
    from: number;
    after: string;
    limit: number;
  }): Promise<PastReward[]>;
  /** Newest first. */
  list(filter: RewardFilter & { before: string | null; limit: number }): Promise<Reward[]>;
  /** How many there are in each status. */
  counts(filter: RewardFilter): Promise<{ status: RewardStatus; count: number }[]>;
}
