import type { Check } from '../../../shared/contract/decision.ts';
import type { Event } from '../../../shared/contract/event.ts';
import { SUPPORT_TEXTS } from '../../../shared/reason.ts';
import type { Cleanable } from './person.ts';

/** Checks with nothing but the general text of their reasons: a detail may tell a country or an age. */
export function cleanChecks({ id, json }: Cleanable): Cleanable {
  const checks: Check[] = JSON.parse(json);
  return { id, json: JSON.stringify(checks.map(withoutDetail)) };
}

/** A stored first answer in which the person is `pseudonym`, and no detail tells anything. */
export function cleanAnswer({ id, json }: Cleanable, externalId: string, pseudonym: string): Cleanable {
  const event: Event = JSON.parse(json);
  const decisions = event.decisions.map((decision) => ({
    ...decision,
    checks: decision.checks.map(withoutDetail),
  }));
  const rewards = event.rewards.map((reward) =>
    reward.recipient.externalId === externalId ? { ...reward, recipient: { externalId: pseudonym } } : reward,
  );
  return { id, json: JSON.stringify({ ...event, decisions, rewards }) };
}

function withoutDetail(check: Check): Check {
  return { ...check, detail: SUPPORT_TEXTS[check.reason] };
}
