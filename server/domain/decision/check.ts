import type { Check } from '../../../shared/contract/decision.ts';
import { type ReasonCode, SUPPORT_TEXTS } from '../../../shared/reason.ts';
import { toIso } from '../clock.ts';

export function pass(check: string, reason: ReasonCode, detail: string = SUPPORT_TEXTS[reason]): Check {
  return { check, passed: true, reason, detail };
}

/** A check that failed. Whether it refuses or holds follows from its reason (`holds` in shared/reason.ts). */
export function refuse(check: string, reason: ReasonCode, detail: string = SUPPORT_TEXTS[reason]): Check {
  return { check, passed: false, reason, detail };
}

/** A check that holds until an instant (epoch ms), and passes by itself then. */
export function wait(check: string, reason: ReasonCode, until: number, detail?: string): Check {
  return { ...refuse(check, reason, detail), until: toIso(until) };
}
