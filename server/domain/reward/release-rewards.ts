import { Trail } from '../audit/trail.ts';
import { type Clock, MINUTE_MS } from '../clock.ts';
import type { Log } from '../log.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Directory } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import { approveReward, orderReward } from './advance-reward.ts';
import type { Reward } from './reward.ts';
import { stopForBlock } from './stop-for-block.ts';

type ReleaseParts = NewOrderParts & {
  store: Store;
  directory: Directory;
  clock: Clock;
  log: Pick<Log, 'error'>;
};

/** Rewards in one look; the next look comes at once while there are more. */
const AT_ONCE = 100;

/**
 * Lets every reward go on whose time has come: the end of its hold, or its program's next release. Each one is a write
 * of its own, so that a crash loses nothing and two processes share the work. One that throws is logged and waits, and holds
 * up no other. How many orders were written.
 */
export async function releaseRewards(parts: ReleaseParts): Promise<number> {
  let ordered = 0;
  for (let moved = AT_ONCE; moved === AT_ONCE; ) {
    const due = await parts.store.read.rewards.due(parts.clock(), AT_ONCE);
    moved = 0;
    for (const { id } of due) {
      const outcome = await release(parts, id).catch((err: unknown) => postpone(parts, id, err));
      if (outcome !== 'not due') moved += 1;
      if (outcome === 'ordered') ordered += 1;
    }
  }
  return ordered;
}

type Outcome = 'ordered' | 'approved' | 'stopped' | 'postponed' | 'not due';

/** How long a reward waits whose release broke off: whatever broke it, such as an address that does not open, will stay a while. */
const AGAIN_AFTER_MS = 10 * MINUTE_MS;

/** Throws where the database itself is the trouble: then no other reward would fare better. */
async function postpone({ store, clock, log }: ReleaseParts, id: string, err: unknown): Promise<Outcome> {
  log.error({ err, rewardId: id }, 'the release of a reward broke off and is tried again later');
  return store.write('release-reward', async (rows) => {
    const now = clock();
    const reward = await rows.rewards.lock(id);
    if (!reward || reward.releaseAt === null || reward.releaseAt > now) return 'not due';
    await rows.rewards.amend(id, { releaseAt: now + AGAIN_AFTER_MS });
    // Its owner reads the day on which it goes on.
    await rows.codes.touch(reward.programId, [reward.participantId]);
    return 'postponed';
  });
}

async function release(parts: ReleaseParts, rewardId: string): Promise<Outcome> {
  const sites = await parts.directory.current();
  return parts.store.write('release-reward', async (rows: Rows) => {
    const now = parts.clock();
    const reward = await rows.rewards.lock(rewardId);
    if (!reward || reward.releaseAt === null || reward.releaseAt > now) return 'not due';
    const site = sites.byId(reward.siteId);
    const program = sites.program(reward.programId);
    if (!site || !program) throw new Error(`reward ${rewardId} has no program`);
    const advance = { reward, live: program.live, accountId: site.accountId, now };
    const trail = new Trail(parts.ids, now, 'system');
    if (await isStopped(rows, reward)) {
      await stopForBlock(rows, trail, reward);
      await trail.store(rows);
      return 'stopped';
    }
    const isOrdered =
      reward.status === 'held'
        ? await approveReward(rows, parts, trail, { ...advance, reason: 'hold_over' })
        : await orderReward(rows, parts, trail, advance);
    await trail.store(rows);
    return isOrdered ? 'ordered' : 'approved';
  });
}

/**
 * Blocking stops what waits; this stops what was being decided at that moment. What a person approved goes on: they
 * took that on themselves.
 */
async function isStopped(rows: Rows, { id, participantId }: Reward): Promise<boolean> {
  const person = await rows.participants.byId(participantId);
  return person != null && person.blockedAt !== null && (await rows.approvals.count(id)) === 0;
}
