import type { Check, MatchedBy } from '../../../shared/contract/decision.ts';
import type { Beneficiary } from '../../../shared/contract/fields.ts';

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
  checks: Check[];
};

export interface DecisionRows {
  insert(decisions: DecisionRecord[]): Promise<void>;
}

/** Replays an outcome from its checks alone: one that failed refuses, unless it says until when it only waits. */
export function outcomeOf(checks: Check[]): DecisionRecord['outcome'] {
  const failed = checks.filter((check) => !check.passed);
  if (failed.length === 0) return 'earned';
  return failed.every((check) => check.until !== undefined) ? 'held' : 'refused';
}
