import type { Check } from '../../../shared/contract/decision.ts';
import type { Suspicion } from '../fraud/suspicion.ts';
import { pass, refuse } from './check.ts';

/** From which score on a person looks first, by the level of the program. */
const LOOK_FROM = { balanced: 60, strict: 30 };

const MOST = 100;

/** The score that a fraud check tells, from 0 to 100. */
export function scoreOf({ detail }: Check): number {
  return Number(/^Score (\d+) of /.exec(detail)?.[1] ?? 0);
}

/** A hit holds for a person and never refuses; a signal that could not be read holds as well. */
export function fraudCheck({ signals, failed }: Suspicion, level: keyof typeof LOOK_FROM): Check {
  const score = Math.min(
    MOST,
    signals.reduce((sum, { weight }) => sum + weight, 0),
  );
  const evidence = signals.map(({ signal, weight, evidence }) => `${signal} +${weight} (${evidence})`);
  const detail = [`Score ${score} of ${MOST}`, ...evidence].join('; ');
  if (failed.length > 0)
    return refuse('fraud', 'signal_failed', `${detail}; not readable: ${failed.join(', ')}.`);
  return score >= LOOK_FROM[level]
    ? refuse('fraud', 'suspicious', `${detail}.`)
    : pass('fraud', 'nothing_suspicious', `${detail}.`);
}
