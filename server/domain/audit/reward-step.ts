import type { Reward } from '../reward/reward.ts';
import type { AuditEntry } from './audit.ts';

/** A change of a reward, as the audit names it. */
export function rewardStep(
  { id, siteId }: Pick<Reward, 'id' | 'siteId'>,
  { status, reason }: Pick<Reward, 'status' | 'reason'>,
): Pick<AuditEntry, 'siteId' | 'subject' | 'subjectId' | 'status' | 'reason'> {
  return { siteId, subject: 'reward', subjectId: id, status, reason };
}
