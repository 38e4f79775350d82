/** One person of the site approved a reward: the name of their secret key stands for them. */
export type Approval = { rewardId: string; keyName: string; createdAt: number };

/** Who has approved a reward, where two people have to. */
export interface ApprovalRows {
  /** False when this key approved the reward before: one person never counts twice. */
  insert(approval: Approval): Promise<boolean>;
  count(rewardId: string): Promise<number>;
  /** What was approved before does not count any more. */
  forget(rewardId: string): Promise<void>;
}
