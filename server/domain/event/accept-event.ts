import type { Event } from '../../../shared/contract/event.ts';
import type { Alert } from '../alerts.ts';
import {
  namesReferrer,
  programsOf,
  type ResolvedEvidence,
  resolveEvidence,
} from '../attribution/evidence.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { keepCard } from '../fraud/keep-card.ts';
import type { Ids } from '../ids.ts';
import { LostRace } from '../lost-race.ts';
import type { NewOrderParts } from '../order/new-order.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import { upsertParticipant } from '../participant/upsert-participant.ts';
import { isReturn } from '../reversal/returns.ts';
import { reversePurchase } from '../reversal/reverse-purchase.ts';
import { declaredProgram } from '../site/named-program.ts';
import { currentRules, type Program, phaseOf } from '../site/program.ts';
import type { Rows, Store } from '../store.ts';
import { afterErasure } from './after-erasure.ts';
import { credit } from './credit.ts';
import { type Credited, hasEarned } from './credited.ts';
import { evaluatePrograms } from './evaluate-programs.ts';
import { type EventRecord, isRepeat } from './event.ts';
import type { EventInput } from './event-input.ts';
import { presentEvent, storedAnswer } from './present-event.ts';

export type AcceptEventParts = NewOrderParts & {
  store: Store;
  clock: Clock;
  pseudonyms: Pseudonyms;
};

/**
 * `json` is the event as it is answered. `alerts` are raised by the caller once the write stands: what is undone must
 * not be told.
 */
export type Accepted = {
  event: Event;
  json: string;
  replayed: boolean;
  ordered: boolean;
  alerts: Alert[];
};

/**
 * Takes an event in: attributes, decides, and writes event, decisions, rewards and orders as one transaction, so
 * that none of them exists without the others. A repeat of an `eventId` gets the stored first answer.
 * Throws `event_conflict` when the id was used for another event, `bad_request` for a program that is not the site's.
 */
export async function acceptEvent(parts: AcceptEventParts, input: EventInput): Promise<Accepted> {
  return parts.store.write('accept-event', (rows) => acceptEventIn(rows, parts, input));
}

/** The same inside a write of the caller's, for one that stores more with the event. */
export async function acceptEventIn(
  rows: Rows,
  parts: Omit<AcceptEventParts, 'store'>,
  told: EventInput,
): Promise<Accepted> {
  const { site } = told;
  const known = await rows.events.find(site.id, told.request.eventId);
  if (known) return replay(known, told);

  const input = await afterErasure(rows, told);
  const now = parts.clock();
  if (isReturn(input.request)) return acceptReturn(rows, parts.ids, input, now);
  const evidence = await resolveEvidence(rows, input.evidence);
  const programs = candidates(input, evidence, now);
  const friend =
    programs.length > 0 ? await customerOf(rows, parts.ids, { programs, evidence }, input, now) : null;
  await keepCard(rows, input, friend, now);
  if (friend) await input.keepContact?.(rows, friend.id);
  const credited = await evaluatePrograms(rows, parts, { input, programs, friend, evidence, now });

  const record = recordOf(parts.ids.next('evt'), input, credited, now);
  const written = await credit(rows, parts, [{ record, site, credited, now }]);
  const event = presentEvent(record, credited, written.rewards);
  const json = JSON.stringify(event);
  record.answer = credited.length > 0 ? json : null;
  if (!(await rows.events.insert(record))) throw new LostRace('the event was accepted by another process');
  const alerts = await written.insert();
  return {
    event,
    json,
    alerts,
    replayed: false,
    ordered: written.rewards.some(({ order }) => order !== null),
  };
}

/** An event that takes another one back asks no program: it binds nobody and earns nothing, so nothing is decided. */
async function acceptReturn(rows: Rows, ids: Ids, input: EventInput, now: number): Promise<Accepted> {
  programAskedFor(input);
  const record = recordOf(ids.next('evt'), input, [], now);
  const { rewards, alerts } = await reversePurchase(rows, ids, { record, site: input.site, now });
  const event = { ...storedAnswer(record), rewards };
  const json = JSON.stringify(event);
  record.answer = rewards.length > 0 ? json : null;
  if (!(await rows.events.insert(record))) throw new LostRace('the event was accepted by another process');
  return { event, json, replayed: false, ordered: false, alerts };
}

function replay(known: EventRecord, input: EventInput): Accepted {
  if (!isRepeat(known, input.fingerprint)) {
    throw new DomainError(
      'event_conflict',
      `The event ${known.eventId} was told before with another ${differencesOf(known, input.request).join(' and ')}.`,
    );
  }
  const event = storedAnswer(known);
  return { event, json: JSON.stringify(event), replayed: true, ordered: false, alerts: [] };
}

/** The names of the fields that are not as they were first told. */
function differencesOf(
  known: EventRecord,
  { type, customer, amount, ...request }: EventInput['request'],
): string[] {
  const pairs = {
    type: [known.type, type],
    'customer.id': [known.customerId, customer.id],
    'amount.amount': [known.amount, amount?.amount],
    'amount.currency': [known.currency, amount?.currency],
    programId: [known.programId, request.programId],
    refersTo: [known.refersTo, request.refersTo],
  };
  return Object.entries(pairs).flatMap(([field, [before, now]]) =>
    (before ?? null) === (now ?? null) ? [] : [field],
  );
}

/**
 * The programs to ask, highest precedence first: the named one, or all active ones that have a rule for the event,
 * and those that the evidence speaks of, since binding must not wait for the event that pays.
 */
function candidates(input: EventInput, evidence: ResolvedEvidence, now: number): Program[] {
  const { site, request } = input;
  const named = programAskedFor(input);
  if (named) return [named];
  const spokenOf = new Set(programsOf(evidence));
  const ranked = site.programs.toSorted((a, b) => b.live.priority - a.live.priority);
  const [active, resting] = [true, false].map((runs) =>
    ranked.filter((program) => (phaseOf(program.live, now) === 'active') === runs),
  ) as [Program[], Program[]];
  const asked = [
    // One that does not run earns nothing, and says so where its own code or token came.
    ...resting.filter(({ id }) => spokenOf.has(id)),
    ...active.filter((program) => spokenOf.has(program.id) || hasRuleFor(program, request.type)),
  ];
  if (asked.length > 0 || !namesReferrer(evidence)) return asked;
  // Evidence that leads nowhere is told once, by the first program that a friend might have meant.
  const meant = active.find(invites) ?? active[0] ?? ranked[0];
  return meant ? [meant] : [];
}

/** Whether the program rewards bringing somebody, or being brought. */
function invites(program: Program): boolean {
  return currentRules(program).rules.some(({ rewards }) => rewards.some(({ to }) => to !== 'participant'));
}

/** Drafts too: one that does not run earns nothing, and says so. */
function programAskedFor({ site, request: { programId } }: EventInput): Program | undefined {
  return programId === undefined ? undefined : declaredProgram(site, programId);
}

/** Any version counts: a friend bound under an older one keeps its rules. */
function hasRuleFor(program: Program, type: string): boolean {
  return [...program.versions.values()].some(({ rules }) => rules.some((rule) => rule.on === type));
}

/**
 * The customer's participant, locked. Somebody unknown becomes one only where it matters: when evidence may bind
 * them, or a rule rewards whoever acts. Other customers leave no trace but the event.
 */
async function customerOf(
  rows: Rows,
  ids: Ids,
  { programs, evidence }: { programs: Program[]; evidence: ResolvedEvidence },
  { site, customer, request }: EventInput,
  now: number,
): Promise<Participant | null> {
  const rewardsActor = programs.some((program) =>
    currentRules(program).rules.some(
      (rule) => rule.on === request.type && rule.rewards.some(({ to }) => to === 'participant'),
    ),
  );
  if (namesReferrer(evidence) || rewardsActor) {
    return upsertParticipant(rows, site.programs, ids.next('par'), customer, now);
  }
  return (await rows.participants.lock(customer)) ?? null;
}

function recordOf(id: string, input: EventInput, credited: Credited[], now: number): EventRecord {
  const { site, request } = input;
  return {
    id,
    siteId: site.id,
    eventId: request.eventId,
    type: request.type,
    customerId: request.customer.id,
    programId: request.programId ?? null,
    trust: input.trust,
    status: credited.some(hasEarned) ? 'credited' : 'recorded',
    amount: request.amount?.amount ?? null,
    currency: request.amount?.currency ?? null,
    metadata: request.metadata ?? null,
    refersTo: request.refersTo ?? null,
    source: credited.find(({ campaign }) => campaign !== null)?.campaign?.source ?? null,
    toldAs: toldAs(request.customer.isNew),
    fingerprint: input.fingerprint,
    answer: null,
    occurredAt: input.occurredAt,
    createdAt: now,
  };
}

function toldAs(isNew: boolean | undefined): EventRecord['toldAs'] {
  if (isNew === undefined) return null;
  return isNew ? 'new' : 'known';
}
