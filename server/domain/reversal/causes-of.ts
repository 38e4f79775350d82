import type { AuditSubject } from '../../../shared/contract/audit.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { Reward } from '../reward/reward.ts';
import type { Rows } from '../store.ts';
import { firstIssue } from './issues-of.ts';
import { isReturn } from './returns.ts';

/** Why a step was taken that a return caused. */
const BY_RETURN: ReadonlySet<ReasonCode> = new Set(['refunded', 'refunded_in_part', 'booked_as_loss']);

/**
 * The returns that caused steps of the reward: the site's ids of these events, by the entries of the audit. A return and
 * what it changes are one write, and so of one instant.
 */
export async function causesOf(
  rows: Pick<Rows, 'events' | 'rewards'>,
  reward: Reward,
  steps: AuditEntry[],
): Promise<Map<string, string>> {
  const caused = steps.filter(({ reason }) => BY_RETURN.has(reason));
  if (caused.length === 0) return new Map();
  const { siteId, eventId } = await firstIssue(rows, reward);
  const returns = (await rows.events.referringTo(siteId, eventId)).filter(isReturn);
  return new Map(
    caused.flatMap(({ id, createdAt }) => {
      const cause = returns.find((event) => event.createdAt === createdAt);
      return cause ? [[id, cause.eventId] as const] : [];
    }),
  );
}

/** The most rewards of one referral that are looked through. */
const MOST = 50;

/** The same for a page of the audit, whose entries are about rewards, and the orders and referrals that went with them. */
export async function causesOfEntries(
  rows: Pick<Rows, 'events' | 'rewards' | 'orders'>,
  entries: AuditEntry[],
): Promise<Map<string, string>> {
  const caused = entries.filter(({ reason }) => BY_RETURN.has(reason));
  const causes = new Map<string, string>();
  for (const [subjectId, steps] of Map.groupBy(caused, (entry) => entry.subjectId)) {
    for (const reward of await rewardsOf(rows, steps[0]?.subject, subjectId)) {
      for (const [id, cause] of await causesOf(rows, reward, steps)) causes.set(id, cause);
    }
  }
  return causes;
}

async function rewardsOf(
  { rewards, orders }: Pick<Rows, 'rewards' | 'orders'>,
  subject: AuditSubject | undefined,
  id: string,
): Promise<Reward[]> {
  switch (subject) {
    case 'reward':
    case 'delivery':
      return rewards.byIds([id]);
    case 'order': {
      const order = await orders.find(id);
      return order ? rewards.byIds([order.rewardId]) : [];
    }
    case 'referral':
      return rewards.ofReferrals([id], MOST);
    default:
      return [];
  }
}
