import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import { goOnAfterBlock, stopForBlock } from '../reward/stop-for-block.ts';
import { knownProgram } from '../site/known-program.ts';
import type { Site } from '../site/site.ts';
import type { Rows, Store } from '../store.ts';
import type { Participant } from './participant.ts';

type BlockParts = NewOrderParts & { store: Store; clock: Clock };

/** What a person of the site decided, and in which words. */
type Order = { blocked: boolean; actor: string; words: string };

/**
 * Keeps somebody from earning, or lets them earn again. Decisions refuse and share links land without a token as long
 * as it holds; what of theirs still waits does not go on by itself, and what was ordered before stays. Where it is so
 * already, nothing is written. Whether an order was written.
 */
export async function blockParticipant(
  parts: BlockParts,
  site: Site,
  { id, siteId }: Participant,
  { blocked, actor, words }: Order,
): Promise<boolean> {
  return parts.store.write('block-participant', async (rows) => {
    const now = parts.clock();
    if (!(await rows.participants.block(id, blocked ? now : null))) return false;
    const trail = new Trail(parts.ids, now, actor);
    const step = blocked
      ? ({ status: 'blocked', reason: 'participant_blocked' } as const)
      : ({ status: 'unblocked', reason: 'participant_unblocked' } as const);
    trail.step({ siteId, subject: 'participant', subjectId: id, ...step }, words);
    let ordered = false;
    for (const rewardId of await rows.rewards.restingOf(id)) {
      if (await moveWaiting(rows, parts, trail, { rewardId, site, blocked, now })) ordered = true;
    }
    await trail.store(rows);
    return ordered;
  });
}

type Waiting = { rewardId: string; site: Site; blocked: boolean; now: number };

async function moveWaiting(
  rows: Rows,
  parts: BlockParts,
  trail: Trail,
  { rewardId, site, blocked, now }: Waiting,
): Promise<boolean> {
  // Read anew under the lock: a release or a person may move it at this moment.
  const reward = await rows.rewards.lock(rewardId);
  if (reward?.status !== 'held' && reward?.status !== 'approved') return false;
  if (!blocked) {
    const { live } = knownProgram(site, reward.programId);
    return goOnAfterBlock(rows, parts, trail, { reward, live, accountId: site.accountId, now });
  }
  await stopForBlock(rows, trail, reward);
  return false;
}
