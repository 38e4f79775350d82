import type { Check } from '../../shared/contract/decision.ts';
import { formatMoney } from '../../shared/money.ts';
import { holds, SUPPORT_TEXTS } from '../../shared/reason.ts';
import type { AuditEntry } from '../domain/audit/audit.ts';
import type { DecisionRecord } from '../domain/decision/decision.ts';
import type { EventRecord } from '../domain/event/event.ts';
import type { Order } from '../domain/order/order.ts';
import type { Reward } from '../domain/reward/reward.ts';
import { instant } from './instant.ts';
import { nextStep, type Onward } from './next-step.ts';

// Lines for people who look into one case. They hold ids, amounts and reasons, as the API shows them; never a claim.

/** An event in words. */
export function eventLines(event: EventRecord): string[] {
  const { eventId, type, siteId, customerId, amount, currency, trust, status, occurredAt } = event;
  const value = amount === null || currency === null ? '' : ` of ${formatMoney({ amount, currency })}`;
  return [
    `Event ${eventId}: ${type}${value} by customer ${customerId} of ${siteId}`,
    `  happened ${instant(occurredAt)}, ${trust}, ${status}`,
  ];
}

/** A decision in words, with every check in the order in which it was made. */
export function decisionLines(decision: DecisionRecord): string[] {
  const { programId, programVersion, ruleId, beneficiary, outcome, matchedBy, checks, referralId } = decision;
  const binding = matchedBy === null || referralId === null ? '' : `, bound by ${matchedBy}`;
  return [
    '',
    `Decision: ${outcome} for the ${beneficiary}`,
    `  program ${programId}, version ${programVersion}, rule ${ruleId}${binding}`,
    ...checks.flatMap(checkLines),
  ];
}

function checkLines({ check, passed, reason, detail, until }: Check): string[] {
  const mark = passed ? 'yes' : holds(reason) ? 'wait' : 'no';
  const text = SUPPORT_TEXTS[reason];
  const more = detail === '' || detail === text ? [] : [`${' '.repeat(8)}${detail}`];
  const date = until === undefined ? '' : ` Until ${instant(Date.parse(until))}.`;
  return [`  ${mark.padEnd(4)}  ${check}: ${text}${date} (${reason})`, ...more];
}

type Around = Onward & {
  /** Its steps, oldest first. */
  steps: AuditEntry[];
  /** The return that caused a step, by the step's id. */
  causes: ReadonlyMap<string, string>;
};

/** A reward in words: what became of it, and what happens next. */
export function rewardLines(reward: Reward, around: Around): string[] {
  const { id, value, productId, beneficiary, externalId, status, reason } = reward;
  const text = around.stop === null ? SUPPORT_TEXTS[reason] : 'Its gift card waits to be ordered.';
  return [
    '',
    `Reward ${id}: ${formatMoney(value)} ${productId} for the ${beneficiary} ${externalId}`,
    `  ${status}: ${text} (${reason})`,
    ...(around.order ? [orderLine(around.order)] : []),
    `  Next: ${nextStep(reward, around)}`,
    ...around.steps.map((step) => stepLine(step, around.causes.get(step.id))),
  ];
}

function stepLine({ createdAt, status, actor, reason }: AuditEntry, cause: string | undefined): string {
  const by = cause === undefined ? '' : ` (event ${cause})`;
  return `  ${instant(createdAt)}  ${status}, by ${actor}: ${SUPPORT_TEXTS[reason]}${by}`;
}

function orderLine({ id, poNumber, status, attempts, lastError }: Order): string {
  const error = lastError === null ? '' : `; last answer: ${lastError}`;
  return `  Order ${id}, number ${poNumber}: ${status} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${error}`;
}
