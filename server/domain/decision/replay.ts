import type { Money } from '../../../shared/money.ts';
import type { StoredCheck } from './check.ts';
import { type DecisionRecord, outcomeOf } from './decision.ts';
import { worthOf } from './value-inputs.ts';

type Replayed = {
  outcome: DecisionRecord['outcome'];
  /** What the reward was worth when it was decided; null where it was refused. */
  value: Money | null;
};

/** Makes outcome and value of a decision again, out of its stored checks and nothing else. Pure. */
export function replay(checks: readonly StoredCheck[]): Replayed {
  const outcome = outcomeOf(checks);
  const inputs = checks.find((check) => check.inputs)?.inputs;
  return { outcome, value: outcome === 'refused' || !inputs ? null : worthOf(inputs) };
}
