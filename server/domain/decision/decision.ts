import type { Check, MatchedBy } from '../../../shared/contract/decision.ts';
import type { Beneficiary } from '../../../shared/contract/fields.ts';
import { holds } from '../../../shared/reason.ts';
import type { StoredCheck } from './check.ts';

/** The ordered checks that made or refused one reward. The checks are the only input of the outcome. */
export type DecisionRecord = {
  id: string;
  siteId: string;
  /** Our id of the event. */
  eventRowId: string;
  programId: string;
  programVersion: number;
  ruleId: string;
  beneficiary: Beneficiary;
  referralId: string | null;
  matchedBy: MatchedBy | null;
  outcome: 'earned' | 'held' | 'refused';
  /** Whom the event names as referrer, else whom its friend is bound to: who may ask what became of it. */
  referrerId: string | null;
  checks: StoredCheck[];
};

/** A refusal that a referrer may ask about. */
export type NamedDecision = Pick<DecisionRecord, 'eventRowId' | 'referralId' | 'checks'> & {
  /** When the friend did it (epoch ms). */
  occurredAt: number;
  /** The referrer to whom the friend is bound. */
  boundTo: string | null;
};

/** Instants are epoch ms; `until` is not part of it. */
type NamedQuery = { referrerId: string; programId: string; from: number; until: number };

/** Decisions as they were made; none is changed later. */
export interface DecisionRows {
  insert(decisions: DecisionRecord[]): Promise<void>;
  /** What one program decided about these events. */
  ofEvents(programId: string, eventRowIds: string[]): Promise<DecisionRecord[]>;
  /** Every decision about the event, in the order in which they were made. */
  ofEvent(eventRowId: string): Promise<DecisionRecord[]>;
  /** Refusals of what happened in a time and named this referrer. */
  refusedNaming(query: NamedQuery): Promise<NamedDecision[]>;
}

/** Replays an outcome from its checks alone: one that failed refuses, unless its reason is one that holds. */
export function outcomeOf(checks: readonly Check[]): DecisionRecord['outcome'] {
  const failed = checks.filter((check) => !check.passed);
  if (failed.length === 0) return 'earned';
  return failed.every(({ reason }) => holds(reason)) ? 'held' : 'refused';
}

/** The check that tells a person most: the first that refused, else the first that holds, else the last of all. */
export function decisiveCheck(checks: readonly Check[]): Check | undefined {
  const failed = checks.filter((check) => !check.passed);
  return failed.find(({ reason }) => !holds(reason)) ?? failed[0] ?? checks.at(-1);
}
