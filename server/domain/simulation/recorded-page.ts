import type { Referral } from '../attribution/referral.ts';
import type { DecisionRecord } from '../decision/decision.ts';
import type { EventRecord, EventSpan, FirstEvent, RecordedEvent } from '../event/event.ts';
import type { Participant } from '../participant/participant.ts';
import type { Reward } from '../reward/reward.ts';
import { type RecordedFate, recordedFates } from './recorded-fate.ts';
import type { SimulationParts, SimulationRun } from './simulation-run.ts';

/** Recorded events with all that is known of them, read together so that a page costs a handful of queries. */
export type RecordedPage = {
  events: RecordedEvent[];
  /** Customers who are participants, by the site's own ids. */
  customers: ReadonlyMap<string, Participant>;
  /** Referrals in the program, by friend. */
  referrals: ReadonlyMap<string, Referral>;
  referrers: ReadonlyMap<string, Participant>;
  /** Rewards of every program, by event. */
  rewards: ReadonlyMap<string, Reward[]>;
  /** What became of the program's own rewards, by reward, where that is asked for. */
  fates: ReadonlyMap<string, RecordedFate>;
  /** Decisions of the program, by event. */
  decisions: ReadonlyMap<string, DecisionRecord[]>;
  /** What took its purchases back before the span begins: a return may be told first. */
  returned: RecordedEvent[];
  /** What the customers did first before the span begins. */
  firsts: FirstEvent[];
  /** Keyed hashes of customers whom the site had before. */
  knownMacs: ReadonlySet<string>;
};

/** Small enough that nobody waits long for the event loop. */
const PAGE = 100;

/** The events of a span in the order in which they happened, page after page, at most `most` of them. */
export async function* recordedPages(
  parts: SimulationParts,
  run: SimulationRun,
  types: string[],
  most: number,
): AsyncGenerator<RecordedPage> {
  const { site, from, to } = run;
  const span: EventSpan = { siteId: site.id, types, from, to };
  let last: Pick<EventRecord, 'occurredAt' | 'id'> | null = null;
  for (let left = most; left > 0; ) {
    const events: RecordedEvent[] = await parts.rows.events.inOrder(span, last, Math.min(PAGE, left));
    const newest = events.at(-1);
    if (!newest) return;
    yield await pageOf(parts, run, events);
    await parts.breathe();
    last = { occurredAt: newest.occurredAt, id: newest.id };
    left -= events.length;
  }
}

async function pageOf(
  { rows, pseudonyms }: SimulationParts,
  { site, program, real, from, approve }: SimulationRun,
  events: RecordedEvent[],
): Promise<RecordedPage> {
  const customerIds = [...new Set(events.map(({ customerId }) => customerId))];
  const eventIds = events.map(({ id }) => id);
  const customers = await rows.participants.byExternalIds(site.id, customerIds);
  const referrals = await rows.referrals.ofFriends(
    program.id,
    customers.map(({ id }) => id),
  );
  const referrers = await rows.participants.byIds([...new Set(referrals.map((each) => each.referrerId))]);
  const rewards = await rows.rewards.ofEvents(eventIds);
  const own = rewards.filter(({ programId }) => programId === program.id);
  const decisions = real ? await rows.decisions.ofEvents(program.id, eventIds) : [];
  const macs = asksWhoIsNew(program) ? customerIds.map((id) => pseudonyms.customer({ id })) : [];
  return {
    events,
    customers: new Map(customers.map((each) => [each.externalId, each])),
    referrals: new Map(referrals.map((each) => [each.friendId, each])),
    referrers: new Map(referrers.map((each) => [each.id, each])),
    rewards: Map.groupBy(rewards, ({ eventRowId }) => eventRowId),
    fates: approve === 'as_recorded' ? await recordedFates(rows, own) : new Map(),
    decisions: Map.groupBy(decisions, ({ eventRowId }) => eventRowId),
    returned:
      from === null
        ? []
        : await rows.events.referringBefore(
            site.id,
            events.map(({ eventId }) => eventId),
            from,
          ),
    firsts:
      from !== null && macs.length > 0 ? await rows.events.firstsBefore(site.id, customerIds, from) : [],
    knownMacs: new Set(await rows.knownCustomers.among(site.id, macs)),
  };
}

/** Whether a rule of the program asks for first events or new customers. */
function asksWhoIsNew({ versions }: SimulationRun['program']): boolean {
  return [...versions.values()].some(
    ({ rules, eligibility }) =>
      eligibility.newCustomersOnly === true || rules.some(({ when }) => when.firstOnly === true),
  );
}
