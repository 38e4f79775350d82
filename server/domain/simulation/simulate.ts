import type { Simulation } from '../../../shared/contract/simulation.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import { dayAt } from '../calendar.ts';
import type { RecordedEvent } from '../event/event.ts';
import { isReturn, RETURN_TYPES } from '../reversal/returns.ts';
import type { Reward } from '../reward/reward.ts';
import { type Beginning, beginPast } from './begin-past.ts';
import { emptyJournal, type Journal } from './journal.ts';
import { realOutcomes } from './real-outcome.ts';
import { peoplesWord, type RecordedFate } from './recorded-fate.ts';
import { type RecordedPage, recordedPages } from './recorded-page.ts';
import { recordedView } from './recorded-view.ts';
import { type ApprovalOf, asksFor, replayEvent } from './replay-event.ts';
import { replayReturn } from './replay-return.ts';
import type { ReplayedEvent, SimulatedReward } from './replayed-event.ts';
import { endOf, report } from './report.ts';
import type { SimulatedPast } from './simulated-past.ts';
import type { SimulationParts, SimulationRun } from './simulation-run.ts';

/** How many events one call replays: what it keeps of each in memory is bounded by it. */
const MOST_EVENTS = 100_000;

/**
 * Runs a program over the recorded events of its site, the oldest first, and compares what it makes of them with what
 * really happened. Reads only, never holds a connection for longer than a query, and writes nothing at all.
 */
export async function simulate(
  parts: SimulationParts,
  run: SimulationRun,
  most = MOST_EVENTS,
): Promise<Simulation> {
  const beginning = await beginPast(parts, run);
  const { past, agenda } = beginning;
  const journal = emptyJournal();
  let left = most;
  for await (const page of recordedPages(parts, run, typesOf(run), most + 1)) {
    past.learn(page);
    for (const event of page.events.slice(0, left)) {
      await replay({ parts, run, ...beginning, journal }, page, event);
    }
    journal.truncated = page.events.length > left;
    left -= page.events.length;
    parts.onProgress?.(most - left);
  }
  agenda.runUntil(endOf(run, journal));
  return report(run, journal, beginning);
}

type Replaying = Beginning & { parts: SimulationParts; run: SimulationRun; journal: Journal };

async function replay(replaying: Replaying, page: RecordedPage, event: RecordedEvent): Promise<void> {
  const { past, agenda, products, journal } = replaying;
  agenda.runUntil(event.occurredAt);
  journal.first ??= event.occurredAt;
  journal.last = event.occurredAt;
  if (isReturn(event)) {
    past.note(event);
    const purchase = journal.events.get(event.refersTo ?? '');
    if (purchase) replayReturn(past, purchase, event.occurredAt, products);
    return;
  }
  await replayDeed(replaying, page, event);
  past.note(event);
}

type Place = Pick<Reward, 'beneficiary' | 'ruleId'>;
type WordOf = (place: Place) => RecordedFate;

async function replayDeed(
  { parts, run, past, agenda, journal }: Replaying,
  page: RecordedPage,
  event: RecordedEvent,
): Promise<void> {
  const { program } = run;
  const decisions = page.decisions.get(event.id) ?? [];
  const rewards = (page.rewards.get(event.id) ?? []).filter(({ programId }) => programId === program.id);
  const view = recordedView(run, page, event, { past, pseudonyms: parts.pseudonyms });
  const isOurs = event.programId === null || event.programId === program.id;
  const isAsked = isOurs && asksFor(view);
  if (!isAsked && rewards.length === 0) return;
  const wordOf = (place: Place) => peoplesWord(rewards, page.fates, place);
  const made = isAsked
    ? await replayEvent(past, view, event.id, approvals(run, wordOf, event))
    : NOTHING_MADE;
  const day = dayAt(program.live.timezone, event.occurredAt);
  const { amount, currency, eventId } = event;
  const replayed: ReplayedEvent = {
    eventId,
    amount: amount === null || currency === null ? null : { amount, currency },
    day,
    ...made,
    real: realOutcomes(decisions, rewards),
  };
  past.book(replayed);
  const { referral } = view.attribution;
  if (referral && made.fulfilled.length > 0) past.qualify(referral.id);
  for (const reward of replayed.rewards) {
    const { ended } = wordOf({ beneficiary: reward.to, ruleId: reward.rule.id });
    if (ended) agenda.add(ended.at, () => takeBack(past, eventId, reward, ended));
  }
  journal.events.set(eventId, replayed);
  if (isAsked) journal.seen += 1;
  const isShort = made.refusals.some(({ reason }) => reason === 'budget_exhausted');
  if (isShort || past.isBudgetUsedUp) journal.budgetEndsOn ??= day;
}

/** Who approves what waits for a person, by what the simulation was asked for. */
function approvals({ approve }: SimulationRun, wordOf: WordOf, { occurredAt }: RecordedEvent): ApprovalOf {
  if (approve === 'none') return () => null;
  if (approve === 'as_recorded') return (place) => wordOf(place).approvedAt;
  return (_place, { review, holdUntil }) => (review.length > 0 ? (holdUntil ?? occurredAt) : null);
}

/** A person took it back. A gift card that was ordered by then stays. */
function takeBack(
  past: SimulatedPast,
  eventId: string,
  reward: SimulatedReward,
  { at, by }: { at: number; by: ReasonCode },
): void {
  if (reward.endedBy !== null || (reward.orderedAt !== null && reward.orderedAt <= at)) return;
  past.giveBack(eventId, reward);
  reward.endedBy = by;
}

const NOTHING_MADE = { rewards: [], qualifications: [], fulfilled: [], refusals: [] };

/** Types that a rule asks for, here or as it really ran, and those that change what came of them. */
function typesOf({ program, real }: SimulationRun): string[] {
  const versions = [program, real].flatMap((each) => (each ? [...each.versions.values()] : []));
  const asked = versions.flatMap(({ rules }) => rules.map(({ on }) => on));
  const bought = versions.some(({ eligibility }) => eligibility.newCustomersOnly) ? ['purchase'] : [];
  return [...new Set([...asked, ...bought, ...RETURN_TYPES])];
}
