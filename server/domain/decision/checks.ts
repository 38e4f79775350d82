import type { Check } from '../../../shared/contract/decision.ts';
import type { Rule } from '../../../shared/contract/program.ts';
import type { ReferralStatus } from '../../../shared/contract/referral.ts';
import { formatMoney } from '../../../shared/money.ts';
import { DAY_MS } from '../clock.ts';
import { frozenAt, type ProgramPhase } from '../site/program.ts';
import { pass, refuse } from './check.ts';
import type { Situation } from './situation.ts';

/** Looks at the situation and answers with one check, or with null where the rule does not ask. */
type Checker = (rule: Rule, situation: Situation) => Check | null;

const PHASE_REASONS = {
  draft: 'program_not_active',
  paused: 'program_not_active',
  not_started: 'program_not_started',
  ended: 'program_ended',
} as const satisfies Record<Exclude<ProgramPhase, 'active'>, string>;

function programRuns(_rule: Rule, { phase }: Situation): Check {
  return phase === 'active' ? pass('program', 'program_active') : refuse('program', PHASE_REASONS[phase]);
}

function isVerified(_rule: Rule, { event }: Situation): Check {
  return event.trust === 'verified'
    ? pass('trust', 'event_verified')
    : refuse('trust', 'event_only_reported');
}

function isFirst(rule: Rule, { isFirst: first }: Situation): Check | null {
  if (!rule.when.firstOnly) return null;
  return first ? pass('first_only', 'first_of_its_kind') : refuse('first_only', 'not_first');
}

function reachesMinimum(rule: Rule, { event: { amount, returned } }: Situation): Check | null {
  const { minAmount } = rule.when;
  if (!minAmount) return null;
  if (!amount) return refuse('min_amount', 'amount_missing');
  if (amount.currency !== minAmount.currency) return refuse('min_amount', 'currency_differs');
  const kept = returned === 'all' ? 0 : amount.amount - returned;
  const after = returned === 0 ? '' : ' after what was returned';
  const detail = `${formatMoney({ ...amount, amount: kept })}${after}; the rule asks for ${formatMoney(minAmount)}.`;
  return kept >= minAmount.amount
    ? pass('min_amount', 'amount_reached', detail)
    : refuse('min_amount', 'amount_too_low', detail);
}

function hasMetadata(rule: Rule, { event: { metadata } }: Situation): Check | null {
  const { metadata: wanted } = rule.when;
  if (!wanted) return null;
  const differing = Object.entries(wanted).find(([name, allowed]) => {
    const told = metadata[name];
    return told === undefined || ![allowed].flat().includes(told);
  });
  if (!differing) return pass('metadata', 'metadata_matches');
  return refuse('metadata', 'metadata_differs', `\`${differing[0]}\` is not what the rule asks for.`);
}

function isInTime(_rule: Rule, { program, version, attribution, event }: Situation): Check | null {
  const days = frozenAt(program, version).attribution.qualifyWithinDays;
  if (days === null || !attribution.referral) return null;
  if (HAS_QUALIFIED.has(attribution.referral.status)) {
    return pass('qualify_within', 'in_time', 'The friend qualified before; only the first time has a limit.');
  }
  const until = attribution.referral.createdAt + days * DAY_MS;
  return event.occurredAt <= until ? pass('qualify_within', 'in_time') : refuse('qualify_within', 'too_late');
}

function stands(_rule: Rule, { event: { returned, amount } }: Situation): Check | null {
  if (returned === 0) return null;
  const isGone = returned === 'all' || (amount !== null && returned >= amount.amount);
  return isGone ? refuse('returns', 'refunded') : pass('returns', 'refunded_in_part');
}

function cameBySource(rule: Rule, { event: { source } }: Situation): Check | null {
  const { sources } = rule.when;
  if (!sources) return null;
  return source !== null && sources.includes(source)
    ? pass('source', 'source_matches', `The event came by a code of ${source}.`)
    : refuse('source', 'source_differs');
}

function isNotOutranked(_rule: Rule, { outranked }: Situation): Check | null {
  return outranked ? refuse('priority', 'another_program_won') : null;
}

/** What came back, or was rejected, has to qualify anew. */
const HAS_QUALIFIED: ReadonlySet<ReferralStatus> = new Set(['qualified', 'completed']);

/** In the order in which a person would ask. A new kind of condition is one more line here. */
export const RULE_CHECKS: readonly Checker[] = [
  programRuns,
  isVerified,
  isFirst,
  reachesMinimum,
  hasMetadata,
  cameBySource,
  isInTime,
  stands,
  isNotOutranked,
];
