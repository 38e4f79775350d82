import type { ReasonCode } from '../../../shared/reason.ts';

/**
 * One state change, appended in its own transaction: ids, actor and reason only, never personal data.
 * `actor` is `system`, `key:NAME` or `participant:ID`.
 */
export type AuditEntry = {
  id: string;
  siteId: string;
  subject: 'reward' | 'referral' | 'order' | 'claim' | 'participant' | 'account' | 'program';
  subjectId: string;
  status: string;
  actor: string;
  reason: ReasonCode;
  createdAt: number;
};

export interface AuditRows {
  append(entries: AuditEntry[]): Promise<void>;
  /** The steps of rewards, referrals and orders, oldest first; who looked at a claim is not one of them. */
  ofSubjects(subjectIds: string[]): Promise<AuditEntry[]>;
}
