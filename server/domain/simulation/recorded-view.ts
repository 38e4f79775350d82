import { boundBefore, NOT_ATTRIBUTED } from '../attribution/attribute-friend.ts';
import type { Referral } from '../attribution/referral.ts';
import { isOutranked } from '../event/evaluate-programs.ts';
import type { RecordedEvent } from '../event/event.ts';
import { type EventInput, NO_PAYMENT } from '../event/event-input.ts';
import type { View } from '../event/view.ts';
import { isLaterId } from '../ids.ts';
import { NOTHING_KNOWN, type Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { Reward } from '../reward/reward.ts';
import type { Program } from '../site/program.ts';
import { recordedSuspicion } from './real-outcome.ts';
import type { RecordedPage } from './recorded-page.ts';
import type { SimulatedPast } from './simulated-past.ts';
import type { SimulationRun } from './simulation-run.ts';

/**
 * A recorded event in the simulated program, as if it had been told when it happened: the customer as known today,
 * bound to whoever referred them then.
 */
export function recordedView(
  run: SimulationRun,
  page: RecordedPage,
  event: RecordedEvent,
  { past, pseudonyms }: { past: Pick<SimulatedPast, 'hasQualified'>; pseudonyms: Pseudonyms },
): View {
  const { program } = run;
  const friend = page.customers.get(event.customerId) ?? stranger(event);
  const recorded = page.referrals.get(friend.id);
  const referral = recorded && asOfThen(recorded, past);
  const isBound = referral !== undefined && isLaterId(event.id, referral.id);
  const attribution = isBound
    ? boundBefore(referral, page.referrers.get(referral.referrerId), friend)
    : NOT_ATTRIBUTED;
  const ofClick = run.isDraft || !isBound ? program.version : referral.programVersion;
  return {
    input: inputOf(run, event, pseudonyms),
    program,
    version: program.versions.has(ofClick) ? ofClick : program.version,
    attribution,
    friend,
    source: event.source,
    suspicion: async () => recordedSuspicion(page.decisions.get(event.id) ?? []),
    outranked: isOutranked(program, winnersAbove(run, page.rewards.get(event.id) ?? [])),
    now: event.occurredAt,
    pseudonyms,
  };
}

/** A referral as the simulated program has left it so far. */
function asOfThen(referral: Referral, past: Pick<SimulatedPast, 'hasQualified'>): Referral {
  return { ...referral, status: past.hasQualified(referral.id) ? 'qualified' : 'attributed' };
}

/** A customer who is no participant could have become one: the rules of a draft may reward whoever acts. */
function stranger({ siteId, customerId, occurredAt }: RecordedEvent): Participant {
  return {
    id: `customer ${customerId}`,
    siteId,
    externalId: customerId,
    ...NOTHING_KNOWN,
    blockedAt: null,
    erasedAt: null,
    signedOutAt: null,
    createdAt: occurredAt,
  };
}

function inputOf({ site }: SimulationRun, event: RecordedEvent, pseudonyms: Pseudonyms): EventInput {
  const { customerId: id, toldAs, amount, currency, metadata, refersTo } = event;
  return {
    site,
    request: {
      type: event.type,
      eventId: event.eventId,
      customer: { id, ...(toldAs !== null && { isNew: toldAs === 'new' }) },
      ...(amount !== null && currency !== null && { amount: { amount, currency } }),
      ...(metadata !== null && { metadata }),
      ...(refersTo !== null && { refersTo }),
    },
    trust: event.trust,
    evidence: { code: null, token: null, coupon: null },
    customer: { siteId: site.id, externalId: id },
    customerMacs: [pseudonyms.customer({ id })],
    payment: NO_PAYMENT,
    fingerprint: event.id,
    occurredAt: event.occurredAt,
  };
}

/** The programs of higher precedence that really rewarded the event. */
function winnersAbove({ site, program }: SimulationRun, rewards: Reward[]) {
  const rewarding = new Set(rewards.map(({ programId }) => programId));
  const others = site.programs.filter(({ id }) => id !== program.id && rewarding.has(id));
  return others.filter((other) => comesBefore(other, program));
}

/** Programs go by priority, and by id where that is the same. */
function comesBefore(one: Program, other: Program): boolean {
  const ahead = one.live.priority - other.live.priority;
  return ahead > 0 || (ahead === 0 && one.id < other.id);
}
