import type { Check } from '../../../shared/contract/decision.ts';
import type { Beneficiary } from '../../../shared/contract/fields.ts';
import { type DecisionRecord, decisiveCheck } from '../decision/decision.ts';
import { scoreOf } from '../decision/fraud-check.ts';
import type { Suspicion } from '../fraud/suspicion.ts';
import type { Reward } from '../reward/reward.ts';
import type { RealOutcome } from './replayed-event.ts';

/** What one program really made of an event, by beneficiary. */
export function realOutcomes(
  decisions: DecisionRecord[],
  rewards: Reward[],
): ReadonlyMap<Beneficiary, RealOutcome> {
  const outcomes = new Map<Beneficiary, RealOutcome>();
  const of = (to: Beneficiary) => outcomes.get(to) ?? { count: 0, amount: 0, reason: null };
  for (const { beneficiary, outcome, checks } of decisions) {
    const reason = outcome === 'refused' ? (decisiveCheck(checks)?.reason ?? null) : null;
    outcomes.set(beneficiary, { ...of(beneficiary), reason });
  }
  for (const { beneficiary, status, reason, value } of rewards) {
    const sum = of(beneficiary);
    const isEnded = status === 'rejected' || status === 'cancelled';
    outcomes.set(
      beneficiary,
      isEnded ? { ...sum, reason } : { ...sum, count: sum.count + 1, amount: sum.amount + value.amount },
    );
  }
  return outcomes;
}

/**
 * What the signals of fraud came to when the event was really decided; null where nobody looked. Who clicked where is
 * forgotten after a while, so it cannot be asked again; the score can be held against the level of a draft.
 */
export function recordedSuspicion(
  decisions: DecisionRecord[],
): { referrer: Suspicion; friend: Suspicion } | null {
  const found = decisions.flatMap(({ beneficiary, checks }) =>
    checks
      .filter(({ check }) => check === 'fraud')
      .map((check) => ({ isOwn: beneficiary === 'referrer', suspicion: suspicionIn(check) })),
  );
  if (found.length === 0) return null;
  return {
    referrer: found.find(({ isOwn }) => isOwn)?.suspicion ?? UNSUSPECTED,
    friend: found.find(({ isOwn }) => !isOwn)?.suspicion ?? UNSUSPECTED,
  };
}

const UNSUSPECTED: Suspicion = { signals: [], failed: [] };

function suspicionIn(check: Check): Suspicion {
  if (check.reason === 'signal_failed') return { signals: [], failed: ['recorded'] };
  return {
    signals: [{ signal: 'recorded', weight: scoreOf(check), evidence: 'the real decision' }],
    failed: [],
  };
}
