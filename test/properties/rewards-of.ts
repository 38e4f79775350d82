import type { Reward } from '../../server/domain/reward/reward.ts';
import type { Harness } from '../support/harness.ts';

/** The rewards of the program, oldest first. */
export async function rewardsOf({ deps }: Harness, { id }: { id: string }): Promise<Reward[]> {
  const newest = await deps.store.read.rewards.list({
    siteId: 'acme',
    programId: id,
    before: null,
    limit: 200,
  });
  return newest.toReversed();
}
