import type { Check } from '../../../shared/contract/decision.ts';
import { type ReasonCode, SUPPORT_TEXTS } from '../../../shared/reason.ts';
import { toIso } from '../clock.ts';
import type { ValueInputs } from './value-inputs.ts';

/** A check as it is stored. `inputs` are the numbers that make the reward's value, for a replay; no answer shows them. */
export type StoredCheck = Check & { inputs?: ValueInputs };

/** A check that passed. Without words of its own it speaks in those of its reason. */
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

/** The check as anybody outside may read it. */
export function shownCheck({ inputs, ...check }: StoredCheck): Check {
  return check;
}
