import type { FraudFacts, ReadFact } from './fraud-facts.ts';
import type { Look } from './look.ts';
import { SIGNALS, type SignalRule } from './signals.ts';
import type { Suspicion } from './suspicion.ts';

/**
 * What the facts say against each side. Pure. A signal whose facts could not be read, or that throws, has failed: then
 * nobody knows, and a person looks.
 */
export function findSignals(
  facts: FraudFacts,
  look: Look,
  unread: ReadonlySet<ReadFact> = new Set(),
  rules: readonly SignalRule[] = SIGNALS,
): { referrer: Suspicion; friend: Suspicion } {
  const sides = { referrer: nothing(), friend: nothing() };
  for (const { signal, weight, sides: concerned, from, find } of rules) {
    const found = from.some((fact) => unread.has(fact)) ? FAILED : attempt(() => find(facts, look));
    for (const side of concerned) {
      const { signals, failed } = sides[side];
      if (found === FAILED) failed.push(signal);
      else if (found !== null) signals.push({ signal, weight, evidence: found });
    }
  }
  return sides;
}

const FAILED = Symbol('failed');

function attempt(find: () => string | null): string | null | typeof FAILED {
  try {
    return find();
  } catch {
    return FAILED;
  }
}

function nothing(): Suspicion {
  return { signals: [], failed: [] };
}
