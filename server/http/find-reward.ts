import { DomainError } from '../domain/errors.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { Store } from '../domain/store.ts';

/** The site's reward of this id. Throws `not_found`, for another site's too. */
export async function findReward({ read }: Store, siteId: string, id: string): Promise<Reward> {
  const found = await read.rewards.find(id);
  if (found?.siteId !== siteId) throw new DomainError('not_found', 'There is no such reward.');
  return found;
}
