import type { RewardStatus } from '../../../shared/contract/reward.ts';

/** Rewards of one person in one status. */
export type StatementLine = { externalId: string; status: RewardStatus; count: number; amount: number };

type StatementScope = { programId: string; participantId: string | null; from: number; until: number };

/** The sums behind a statement. */
export interface StatementRows {
  lines(scope: StatementScope): Promise<StatementLine[]>;
}
