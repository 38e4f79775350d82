import { isCounting } from '../decision/count-checks.ts';
import type { Qualification } from '../qualification/qualification.ts';
import type { Credited } from './credited.ts';
import type { EventRecord } from './event.ts';
import { countedPerson } from './read-counts.ts';

/** What the event adds to the counts of rules that count; other rules leave nothing to count. */
export function qualificationsOf(
  record: Pick<EventRecord, 'id' | 'occurredAt' | 'createdAt'>,
  credited: Pick<Credited, 'program' | 'attribution' | 'friend' | 'fulfilled'>[],
): Qualification[] {
  return credited.flatMap((each) => {
    const participantId = countedPerson(each);
    if (participantId === null) return [];
    return each.fulfilled.filter(isCounting).map((rule) => ({
      eventRowId: record.id,
      programId: each.program.id,
      ruleId: rule.id,
      referralId: each.attribution.referral?.id ?? null,
      participantId,
      // What is told to happen later has happened by now.
      createdAt: Math.min(record.occurredAt, record.createdAt),
    }));
  });
}
