import { firstName } from './customers.ts';
import { dollars } from './dollars.ts';
import type { EventAnswer, OrderAnswer, RewardAnswer } from './goodturn-messages.ts';
import type { Arrival, Customer, OutgoingEvent } from './state.ts';

/** The stages of the flow in their order; steps of the same moment are told in it. */
const STAGES = ['click', 'event', 'decision', 'reward', 'order'] as const;

/** One line of the bar. `at` is ISO 8601; `details` are shown smaller; never holds a claim link. */
export type Step = {
  id: string;
  stage: (typeof STAGES)[number];
  at: string;
  text: string;
  details: string[];
};

export function sortSteps(steps: Step[]): Step[] {
  return steps.toSorted(
    (a, b) => Date.parse(b.at) - Date.parse(a.at) || STAGES.indexOf(b.stage) - STAGES.indexOf(a.stage),
  );
}

export function stepsOfArrival(arrival: Arrival): Step[] {
  const text = `A visitor followed the share link ${arrival.code}`;
  const details = [`click ${arrival.clickId}, carried on in a signed referral token`];
  return [{ id: arrival.clickId, stage: 'click', at: new Date(arrival.at).toISOString(), text, details }];
}

const ACTIONS = { signup: 'signed up', purchase: 'bought', refund: 'sent the order back' } as const;

export function stepsOfEvent({ request, state, storedAt }: OutgoingEvent): Step[] {
  const bought = request.amount ? ` for ${dollars(request.amount.amount)}` : '';
  const endings = { waiting: ', not delivered yet', accepted: '', refused: ', refused by Goodturn' };
  const text = `${firstName(request.customer)} ${ACTIONS[request.type]}${bought}${endings[state]}`;
  const details = [`${request.type} event, sent by the shop’s back end with its secret key`];
  return [{ id: request.eventId, stage: 'event', at: new Date(storedAt).toISOString(), text, details }];
}

export function stepsOfDecisions(event: EventAnswer): Step[] {
  return event.decisions.map((decision, index) => {
    const failed = decision.checks.filter((check) => !check.passed);
    const why = failed[0]?.detail ?? `all ${decision.checks.length} checks passed`;
    const matched = decision.matchedBy ? [`Referrer found by: ${decision.matchedBy}`] : [];
    return {
      id: `${event.eventId} ${index}`,
      stage: 'decision',
      at: event.createdAt,
      text: `${decision.ruleId} for the ${decision.beneficiary}: ${decision.outcome}, ${lowerFirst(why)}`,
      details: [...matched, ...decision.checks.map((check) => `${check.passed ? '✓' : '✗'} ${check.detail}`)],
    };
  });
}

export function stepsOfReward(reward: RewardAnswer, customers: Customer[]): Step[] {
  const recipient = customers.find((customer) => customer.id === reward.recipient.externalId);
  const whose = recipient ? firstName(recipient) : `the ${reward.beneficiary}`;
  const text = `${dollars(reward.value.amount)} ${reward.productId} gift card for ${whose}: ${reward.status}`;
  return [{ id: reward.id, stage: 'reward', at: reward.createdAt, text, details: [] }];
}

export function stepsOfOrder(order: OrderAnswer, rewards: RewardAnswer[]): Step[] {
  const reward = rewards.find(({ id }) => id === order.rewardId);
  if (!reward) return [];
  const text = `Gift card ordered upstream for the ${reward.beneficiary}: ${order.status}`;
  const details = [`PONumber ${order.poNumber}, ${order.attempts} ${order.attempts === 1 ? 'try' : 'tries'}`];
  return [{ id: order.poNumber, stage: 'order', at: order.completedAt ?? order.createdAt, text, details }];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}
