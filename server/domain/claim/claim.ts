/** What a recipient needs, sealed. Made when somebody first needs its page or its content. */
export type Claim = {
  rewardId: string;
  pathMac: string;
  sealedPath: string;
  sealedLink: string | null;
  sealedAnswer: string | null;
  /** Reveals in the minute that began at `windowAt` (epoch ms). */
  windowAt: number;
  reveals: number;
  createdAt: number;
};

/** Stored claims, one for each reward that ever needed one. */
export interface ClaimRows {
  /** Keeps what stands when the reward has a claim already. */
  insert(claim: Claim): Promise<void>;
  ofReward(rewardId: string): Promise<Claim | undefined>;
  byPathMac(pathMac: string): Promise<Claim | undefined>;
  /** First content wins: a link once stored is never replaced by a later answer of the upstream. */
  fill(rewardId: string, sealedLink: string, sealedAnswer: string | null): Promise<boolean>;
  /**
   * Counts one reveal in its window, and locks the claim for the rest of the write; false, and nothing counted, when
   * the window has had `limit` of them. Decided in one statement, so that reveals at the same moment count one by one.
   */
  countReveal(rewardId: string, window: { now: number; lengthMs: number; limit: number }): Promise<boolean>;
}
