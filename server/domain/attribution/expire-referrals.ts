import { Trail } from '../audit/trail.ts';
import { type Clock, DAY_MS } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Program } from '../site/program.ts';
import type { Directory } from '../site/site.ts';
import type { Store } from '../store.ts';

type ExpireParts = { store: Store; directory: Directory; clock: Clock; ids: Ids };

/** Referrals in one write: short enough that nobody waits for it. */
const AT_ONCE = 200;

const EXPIRED = { status: 'expired', reason: 'referral_expired' } as const;

/**
 * Ends the referrals whose friends did not do in time what the program asks for. An event that comes later is still
 * judged by the time at which it happened, so this only tells people.
 */
export async function expireReferrals(parts: ExpireParts): Promise<number> {
  const sites = await parts.directory.current();
  let expired = 0;
  for (const program of sites.programs()) {
    for (const [version, { attribution }] of program.versions) {
      if (attribution.qualifyWithinDays === null) continue;
      expired += await expireVersion(parts, program, version, attribution.qualifyWithinDays);
    }
  }
  return expired;
}

async function expireVersion(
  { store, clock, ids }: ExpireParts,
  { id: programId, siteId }: Program,
  programVersion: number,
  qualifyWithinDays: number,
): Promise<number> {
  let expired = 0;
  for (;;) {
    const now = clock();
    const before = now - qualifyWithinDays * DAY_MS;
    const overdue = await store.read.referrals.overdue({ programId, programVersion, before, limit: AT_ONCE });
    if (overdue.length === 0) return expired;
    await store.write('expire-referrals', async (rows) => {
      const trail = new Trail(ids, now, 'system');
      for (const { id, referrerId } of overdue) {
        if (!(await rows.referrals.move(id, ['attributed'], EXPIRED.status, EXPIRED.reason))) continue;
        trail.referral({ id, siteId, programId, referrerId }, EXPIRED);
      }
      await trail.store(rows);
    });
    expired += overdue.length;
  }
}
