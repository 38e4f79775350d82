import type { AuditSubject } from '../../../shared/contract/audit.ts';
import type { ReasonCode } from '../../../shared/reason.ts';

/**
 * One state change, appended in its own transaction: ids, actor and reason only, never personal data.
 * `actor` is `system`, `key:NAME` or `participant:ID`.
 */
export type AuditEntry = {
  id: string;
  siteId: string;
  subject: AuditSubject;
  subjectId: string;
  status: string;
  actor: string;
  reason: ReasonCode;
  createdAt: number;
};

export type AuditFilter = {
  siteId: string;
  subject?: AuditSubject | undefined;
  subjectId?: string | undefined;
  actor?: string | undefined;
  before: string | null;
  limit: number;
};

/** The audit as it was written: entries are appended and never changed. */
export interface AuditRows {
  append(entries: AuditEntry[]): Promise<void>;
  /** What happened at a site, newest first. */
  list(filter: AuditFilter): Promise<AuditEntry[]>;
  /** The steps of rewards, referrals and orders, oldest first; who looked at a claim is not one of them. */
  ofSubjects(subjectIds: string[]): Promise<AuditEntry[]>;
}
