import { findSignals } from './find-signals.ts';
import type { FraudRows, FraudView } from './fraud-view.ts';
import { levelOf } from './level-of.ts';
import { readFacts } from './read-facts.ts';
import type { Suspicion } from './suspicion.ts';

/** Signals on either side. Null, and nothing read, where the program does not look. */
export async function readSuspicion(
  rows: FraudRows,
  view: FraudView,
): Promise<{ referrer: Suspicion; friend: Suspicion } | null> {
  const { live } = view.program;
  const level = levelOf(live);
  if (level === 'off') return null;
  const { facts, unread } = await readFacts(rows, view);
  return findSignals(facts, { ...live.fraud, level, now: view.now }, unread);
}
