import { Trail } from '../audit/trail.ts';
import type { Sealer } from '../claim/sealer.ts';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Reward } from '../reward/reward.ts';
import type { Rows, Store } from '../store.ts';
import { type Address, openAddress, sealAddress } from './address.ts';

/**
 * Whether a reward's recipient may give another address on its claim page: they gave the first one themselves, and
 * nobody has begun to send the order.
 */
export async function isCorrectable(
  { orders, destinations }: Pick<Rows, 'orders' | 'destinations'>,
  rewardId: string,
): Promise<boolean> {
  const destination = await destinations.find(rewardId);
  if (destination?.givenBy !== 'recipient') return false;
  const [order] = await orders.ofRewards([rewardId]);
  return order?.status === 'queued' && order.attempts === 0;
}

/** What its recipient gave for a reward; null where the site told it, nobody did, or it is forgotten. */
export async function givenAddress(
  { destinations }: Pick<Rows, 'destinations'>,
  sealer: Sealer,
  reward: Reward,
): Promise<Address | null> {
  const destination = await destinations.find(reward.id);
  if (destination?.givenBy !== 'recipient') return null;
  return openAddress(sealer, reward, destination.sealedAddress);
}

type CorrectParts = { store: Store; sealer: Sealer; clock: Clock; ids: Ids };

/**
 * Writes another address in the place of the one that the recipient gave. False, and nothing written, once a worker has
 * taken the order: it reads the address after that, so what is sent is the one that stands then.
 */
export async function correctAddress(
  { store, sealer, clock, ids }: CorrectParts,
  rewardId: string,
  { actor, address }: { actor: string; address: Address },
): Promise<boolean> {
  return store.write('correct-address', async (rows) => {
    const now = clock();
    // Held until this write has ended: a worker that comes meanwhile waits, and whoever was faster has won.
    if (!(await rows.orders.holdUnsent(rewardId))) return false;
    const reward = await rows.rewards.find(rewardId);
    if (!reward || !(await isCorrectable(rows, rewardId))) return false;
    await rows.destinations.correct(rewardId, sealAddress(sealer, reward, address), now);
    const { siteId, status } = reward;
    const trail = new Trail(ids, now, actor);
    const step = { subject: 'claim', status, reason: 'address_corrected' } as const;
    trail.step({ siteId, subjectId: rewardId, ...step });
    await trail.store(rows);
    return true;
  });
}
