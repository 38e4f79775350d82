import type { AuditEntry as AuditAnswer } from '../../../shared/contract/audit.ts';
import { SUPPORT_TEXTS } from '../../../shared/reason.ts';
import { toIso } from '../clock.ts';
import type { AuditEntry } from './audit.ts';

/** An entry of the audit as the site's people read it: its reason in words, and what the person wrote. */
export function presentAudit(entry: AuditEntry, note: string | undefined): AuditAnswer {
  const { id, createdAt, subject, subjectId, status, actor, reason } = entry;
  const text = SUPPORT_TEXTS[reason];
  return { id, at: toIso(createdAt), subject, subjectId, status, actor, reason, text, note: note ?? null };
}
