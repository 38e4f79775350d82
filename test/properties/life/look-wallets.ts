import { expect } from 'vitest';
import type { Reward } from '../../../server/domain/reward/reward.ts';
import { expectOneVersion, type Versions } from '../one-version.ts';
import { rewardsOf } from '../rewards-of.ts';
import { stands, sum } from '../within-limits.ts';
import type { Life } from './life.ts';

/**
 * What each person's `me` tells is what stands: one version of it is one body, its rewards are all of theirs but those
 * given once more, and its numbers are recounted from them.
 */
export async function expectWallets({ goodturn, programs, members }: Life, seen: Versions): Promise<void> {
  for (const { id } of programs) {
    const rewards = await rewardsOf(goodturn, { id });
    for (const { participant, me } of await expectOneVersion(goodturn, { id, members }, seen)) {
      const own = rewards.filter(
        ({ participantId, reissuedAs }) => participantId === participant.id && reissuedAs === null,
      );
      expect(idsOf(me.rewards)).toEqual(idsOf(own));
      const theirs = own.filter(isTheirs);
      const { count, amount } = me.stats.rewards;
      expect({ count, amount: amount.amount }, JSON.stringify(own)).toEqual({
        count: theirs.length,
        amount: sum(theirs),
      });
      expect(me.stats.qualified).toBeLessThanOrEqual(me.stats.referrals);
      if (!me.progress) continue;
      expect(me.progress.have).toBeLessThan(me.progress.need);
      expect(me.progress.have).toBeGreaterThanOrEqual(0);
    }
  }
}

/** Whether its owner has it or will: one that came back is theirs only where they have it already. */
export function isTheirs(reward: Reward): boolean {
  const { status, reversedAt } = reward;
  if (!stands(reward) || status === 'withheld') return false;
  return reversedAt === null || status === 'issued' || status === 'opened';
}

function idsOf(rewards: { id: string }[]): string[] {
  return rewards.map(({ id }) => id).toSorted();
}
