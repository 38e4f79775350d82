import type { Check } from '../../../shared/contract/decision.ts';
import { type ReasonCode, SUPPORT_TEXTS } from '../../../shared/reason.ts';

export function pass(check: string, reason: ReasonCode, detail: string = SUPPORT_TEXTS[reason]): Check {
  return { check, passed: true, reason, detail };
}

export function refuse(check: string, reason: ReasonCode, detail: string = SUPPORT_TEXTS[reason]): Check {
  return { check, passed: false, reason, detail };
}
