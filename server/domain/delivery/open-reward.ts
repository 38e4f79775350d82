import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import { orderReward } from '../reward/advance-reward.ts';
import type { Reward } from '../reward/reward.ts';
import type { Directory } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import type { Address } from './address.ts';
import { destinationOf } from './address-for.ts';

export type OpenRewardParts = NewOrderParts & {
  store: Store;
  directory: Directory;
  clock: Clock;
  /** Lets the worker look for due orders now. */
  wake: () => void;
};

/** Who opens it, as the audit names them, and where it shall go, where they said so. */
type Opening = { actor: string; address?: Address };

/** What opening came to; `resting` for a reward that does not wait for its recipient, or not any more. */
type Opened = 'ordered' | 'needs_address' | 'resting';

/** Whether a reward waits for nothing but its recipient. */
export function waitsForRecipient({ status, reason }: Pick<Reward, 'status' | 'reason'>): boolean {
  return status === 'approved' && (reason === 'awaiting_opening' || reason === 'awaiting_address');
}

/**
 * The recipient opens a reward that waits for them: its one order is written, with the address that was given or known.
 * Opened twice at once it is ordered once, since the reward is locked while that is decided.
 */
export async function openReward(
  parts: OpenRewardParts,
  rewardId: string,
  { actor, address }: Opening,
): Promise<Opened> {
  const sites = await parts.directory.current();
  const opened = await parts.store.write('open-reward', async (rows): Promise<Opened> => {
    const now = parts.clock();
    const reward = await rows.rewards.lock(rewardId);
    if (!reward || !waitsForRecipient(reward)) return 'resting';
    const site = sites.byId(reward.siteId);
    if (!site) throw new Error(`reward ${rewardId} has no site`);
    const trail = new Trail(parts.ids, now, actor);
    if (address) await keepAddress(rows, parts, trail, { reward, address, now });
    const isOrdered = await orderReward(rows, parts, trail, { reward, accountId: site.accountId, now });
    await trail.store(rows);
    return isOrdered ? 'ordered' : 'needs_address';
  });
  if (opened === 'ordered') parts.wake();
  return opened;
}

type Given = { reward: Reward; address: Address; now: number };

async function keepAddress(
  rows: Rows,
  { sealer }: OpenRewardParts,
  trail: Trail,
  { reward, address, now }: Given,
): Promise<void> {
  const given = { address, givenBy: 'recipient' } as const;
  await rows.destinations.insert([destinationOf(sealer, reward, given, now)]);
  const { id, siteId, status } = reward;
  trail.step({ siteId, subject: 'claim', subjectId: id, status, reason: 'address_given' });
}
