import type { AuditEntry as AuditAnswer } from '../../../shared/contract/audit.ts';
import { SUPPORT_TEXTS } from '../../../shared/reason.ts';
import { toIso } from '../clock.ts';
import type { AuditEntry } from './audit.ts';

type Around = {
  /** What the person wrote who decided. */
  note: string | undefined;
  /** The site's id of the return that caused it. */
  eventId: string | undefined;
};

/** An entry of the audit as the site's people read it: its reason in words, and what is known around it. */
export function presentAudit(entry: AuditEntry, { note, eventId }: Around): AuditAnswer {
  const { id, createdAt, subject, subjectId, status, actor, reason } = entry;
  const text = SUPPORT_TEXTS[reason];
  return {
    ...{ id, at: toIso(createdAt), subject, subjectId, status, actor, reason, text },
    ...(eventId !== undefined && { eventId }),
    note: note ?? null,
  };
}
