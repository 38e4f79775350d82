import type { Check } from '../../shared/contract/decision.ts';
import type { Program } from '../../shared/contract/program.ts';
import { formatMoney } from '../../shared/money.ts';
import { holds, SUPPORT_TEXTS } from '../../shared/reason.ts';
import type { AuditEntry } from '../domain/audit/audit.ts';
import { toIso } from '../domain/clock.ts';
import type { DecisionRecord } from '../domain/decision/decision.ts';
import type { EventRecord } from '../domain/event/event.ts';
import type { Order } from '../domain/order/order.ts';
import type { Reward } from '../domain/reward/reward.ts';

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
  const { programId, programVersion, ruleId, beneficiary, outcome, matchedBy, checks } = decision;
  const binding = matchedBy === null ? '' : `, bound by ${matchedBy}`;
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

type Around = {
  order: Order | undefined;
  /** Its steps, oldest first. */
  steps: AuditEntry[];
  payout: Program['payout']['mode'];
};

/** A reward in words: what became of it, and what happens next. */
export function rewardLines(reward: Reward, around: Around): string[] {
  const { id, value, productId, beneficiary, externalId, status, reason } = reward;
  return [
    '',
    `Reward ${id}: ${formatMoney(value)} ${productId} for the ${beneficiary} ${externalId}`,
    `  ${status}: ${SUPPORT_TEXTS[reason]} (${reason})`,
    ...(around.order ? [orderLine(around.order)] : []),
    `  Next: ${nextStep(reward, around)}`,
    ...around.steps.map(
      (step) =>
        `  ${instant(step.createdAt)}  ${step.status}, by ${step.actor}: ${SUPPORT_TEXTS[step.reason]}`,
    ),
  ];
}

function orderLine({ id, poNumber, status, attempts, lastError }: Order): string {
  const error = lastError === null ? '' : `; last answer: ${lastError}`;
  return `  Order ${id}, number ${poNumber}: ${status} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${error}`;
}

/** What happens to the reward now, and when. */
function nextStep(reward: Reward, { order, payout }: Around): string {
  const { status, review, releaseAt } = reward;
  const when = releaseAt === null ? '' : ` on ${instant(releaseAt)}`;
  switch (status) {
    case 'earned':
    case 'held':
      return review.length > 0
        ? `it waits. ${review.map((reason) => SUPPORT_TEXTS[reason]).join(' ')}`
        : `it is approved by itself${when}.`;
    case 'approved':
      if (reward.reason === 'awaiting_address') return 'its owner says on the claim page where it shall go.';
      return reward.reason === 'awaiting_opening' || payout === 'on_open'
        ? 'its gift card is ordered when its owner opens it.'
        : `its gift card is ordered${when}.`;
    case 'ordering':
      return order?.dueAt
        ? `the order is looked at again on ${instant(order.dueAt)}.`
        : 'the upstream answers.';
    case 'failed':
      return 'a person looks at its order and sends it again, or cancels it.';
    case 'issued':
      return 'its owner opens it.';
    case 'withheld':
      return 'a person decides whether its owner may still open it.';
    default:
      return 'nothing, it is over.';
  }
}

/** `2026-11-23 12:00 UTC` */
function instant(atMs: number): string {
  return `${toIso(atMs).slice(0, 16).replace('T', ' ')} UTC`;
}
