import type { Ids } from '../ids.ts';
import type { AuditEntry } from './audit.ts';

type Change = Omit<AuditEntry, 'id' | 'actor' | 'createdAt'> & { actor?: string };

/** The row that a state change appends in its own transaction (design 7.10); the system's doing unless said otherwise. */
export function auditEntry(ids: Ids, now: number, { actor = 'system', ...change }: Change): AuditEntry {
  return { id: ids.next('aud'), actor, createdAt: now, ...change };
}
