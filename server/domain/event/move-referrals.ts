import type { ReferralStatus } from '../../../shared/contract/referral.ts';
import { holds, type ReasonCode } from '../../../shared/reason.ts';
import type { Referral } from '../attribution/referral.ts';
import type { AuditEntry } from '../audit/audit.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { decisiveCheck } from '../decision/decision.ts';
import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';
import { type Credited, hasEarned } from './credited.ts';

/**
 * From where a referral may qualify: a friend whose purchase came back may buy again, and one that was done in time may
 * be told after the referral had expired. The lock that the move takes keeps an order settled meanwhile from completing
 * it.
 */
const MAY_QUALIFY: ReferralStatus[] = ['attributed', 'qualified', 'rejected', 'expired', 'voided'];
/** Where a reward is on its way once more, also one that was complete. Nothing else would complete it again. */
const MAY_EARN: ReferralStatus[] = [...MAY_QUALIFY, 'completed'];

/** Moves and explains the referrals that the event was about; the audit entries of those that began or really moved. */
export async function moveReferrals(
  rows: Rows,
  ids: Ids,
  credited: Credited[],
  now: number,
): Promise<AuditEntry[]> {
  const moved: AuditEntry[] = [];
  const entry = ({ id, siteId }: Referral, status: ReferralStatus, reason: ReasonCode) =>
    auditEntry(ids, now, { siteId, subject: 'referral', subjectId: id, status, reason });
  for (const each of credited) {
    const { referral, isNew } = each.attribution;
    if (!referral) continue;
    if (isNew) moved.push(entry(referral, referral.status, 'attributed'));
    const next = nextOf(each);
    if (!next || !(await rows.referrals.move(referral.id, next.from, next.to, next.reason))) continue;
    if (referral.status !== next.to) moved.push(entry(referral, next.to, next.reason));
  }
  return moved;
}

type Next = { from: ReferralStatus[]; to: ReferralStatus; reason: ReasonCode };

/** What the event means for its referral: it qualifies, can never count, or the reason why it does not count yet. */
function nextOf(credited: Credited): Next | null {
  const { fulfilled, verdicts } = credited;
  if (verdicts.length === 0) return null;
  const reason = referralReason(verdicts);
  if (fulfilled.length > 0) {
    const from = hasEarned(credited) ? MAY_EARN : MAY_QUALIFY;
    return { from, to: 'qualified', reason: reason ?? 'action_done' };
  }
  if (reason === null) return null;
  return NEVER_COUNTS.has(reason)
    ? { from: ['attributed'], to: 'rejected', reason }
    : { from: ['attributed'], to: 'attributed', reason };
}

/** Reasons that no later event of this friend can change. */
const NEVER_COUNTS: ReadonlySet<ReasonCode> = new Set([
  'known_customer',
  'not_first',
  'self_referral',
  'person_excluded',
  'domain_excluded',
  'too_late',
]);

/** Why there is no reward yet, as the referrer's own reward tells it, else as any; null where one is on its way. */
function referralReason(verdicts: Credited['verdicts']): ReasonCode | null {
  const refused = verdicts.filter(({ outcome }) => outcome === 'refused');
  if (refused.length < verdicts.length) {
    const own = verdicts.find(({ outcome }) => outcome === 'held');
    const check = own && decisiveCheck(own.checks);
    return check && !check.passed && holds(check.reason) ? check.reason : null;
  }
  const told = refused.find(({ reward }) => reward.to === 'referrer') ?? refused[0];
  return (told && decisiveCheck(told.checks)?.reason) ?? null;
}
