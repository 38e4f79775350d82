import type { ReasonCode } from '../../../shared/reason.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { Reward } from '../reward/reward.ts';
import type { Rows } from '../store.ts';

/** What really became of a reward: when a person approved it, and when and why it came to an end (epoch ms). */
export type RecordedFate = {
  approvedAt: number | null;
  ended: { at: number; by: ReasonCode } | null;
};

export const UNDECIDED: RecordedFate = { approvedAt: null, ended: null };

/** What people of the site do, as opposed to what follows from events. */
const BY_PEOPLE: ReadonlySet<ReasonCode> = new Set(['rejected_by_person', 'cancelled_by_person']);

/** The fates of rewards that have one, by their ids, as the audit tells them. */
export async function recordedFates(
  { audit }: Pick<Rows, 'audit'>,
  rewards: Pick<Reward, 'id'>[],
): Promise<ReadonlyMap<string, RecordedFate>> {
  const steps = await audit.ofSubjects(rewards.map(({ id }) => id));
  return new Map([...Map.groupBy(steps, ({ subjectId }) => subjectId)].map(([id, own]) => [id, fateIn(own)]));
}

function fateIn(steps: AuditEntry[]): RecordedFate {
  const approval = steps.find(({ status, reason }) => status !== 'held' && reason === 'approved_by_person');
  const end = steps.find(({ status }) => status === 'rejected' || status === 'cancelled');
  return {
    approvedAt: approval?.createdAt ?? null,
    ended: end ? { at: end.createdAt, by: end.reason } : null,
  };
}

/** What people decided about the same beneficiary of the same event; by the same rule, where there are several. */
export function peoplesWord(
  rewards: Reward[],
  fates: ReadonlyMap<string, RecordedFate>,
  place: Pick<Reward, 'beneficiary' | 'ruleId'>,
): RecordedFate {
  const own = rewards.filter(({ beneficiary }) => beneficiary === place.beneficiary);
  const reward = own.find(({ ruleId }) => ruleId === place.ruleId) ?? own[0];
  const { approvedAt, ended } = fates.get(reward?.id ?? '') ?? UNDECIDED;
  return { approvedAt, ended: ended && BY_PEOPLE.has(ended.by) ? ended : null };
}
