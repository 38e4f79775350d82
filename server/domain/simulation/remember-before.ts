import { limitsOf } from '../limit/limits-of.ts';
import type { PastQualification } from '../qualification/qualification.ts';
import type { Agenda } from './agenda.ts';
import { recordedFates, UNDECIDED } from './recorded-fate.ts';
import type { SimulatedPast, Taking } from './simulated-past.ts';
import type { SimulationParts, SimulationRun } from './simulation-run.ts';

/** How much stood at the beginning: rewards, and their face value in minor units. */
export type Standing = { count: number; amount: number };

const PAGE = 500;

/**
 * Puts into the past what the program had really made of the events before the span: rewards with their budget and
 * their limits, and what counts for milestones and tiers. What ended within the span ends there as it really did.
 */
export async function rememberBefore(
  parts: SimulationParts,
  run: SimulationRun,
  past: SimulatedPast,
  agenda: Agenda,
): Promise<Standing> {
  if (run.from === null || run.real === null) return { count: 0, amount: 0 };
  const span = { programId: run.real.id, from: run.from };
  await rememberCounts(parts, span, past, agenda);
  return rememberRewards(parts, run, span, past, agenda);
}

type Span = { programId: string; from: number };

async function rememberRewards(
  { rows, breathe }: SimulationParts,
  { program: { live } }: SimulationRun,
  { programId, from }: Span,
  past: SimulatedPast,
  agenda: Agenda,
): Promise<Standing> {
  const standing = { count: 0, amount: 0 };
  for (let after: string | null = ''; after !== null; ) {
    const rewards = await rows.rewards.earnedBefore({ programId, from, after, limit: PAGE });
    const fates = await recordedFates(rows, rewards);
    for (const {
      id,
      eventId,
      ruleId,
      participantId,
      beneficiary,
      value,
      occurredAt,
      referralId,
    } of rewards) {
      const { ended } = fates.get(id) ?? UNDECIDED;
      if (ended && ended.at < from) continue;
      const limits = limitsOf(live, { to: beneficiary, participantId, at: occurredAt });
      const taking: Taking = { rule: { id: ruleId }, receiverId: participantId, value, limits };
      past.take(eventId, taking);
      if (referralId !== null) past.qualify(referralId);
      if (ended) agenda.add(ended.at, () => past.giveBack(eventId, taking));
      standing.count += 1;
      standing.amount += value.amount;
    }
    after = rewards.length < PAGE ? null : (rewards.at(-1)?.id ?? null);
    await breathe();
  }
  return standing;
}

async function rememberCounts(
  { rows, breathe }: SimulationParts,
  { programId, from }: Span,
  past: SimulatedPast,
  agenda: Agenda,
): Promise<void> {
  const counted: PastQualification[] = [];
  for (let after: PastQualification | null | undefined = null; after !== undefined; ) {
    const page = await rows.qualifications.countedBefore({ programId, from, after, limit: PAGE });
    counted.push(...page);
    after = page.length < PAGE ? undefined : page.at(-1);
    await breathe();
  }
  // Pages come in the order in which events were told; what counts goes by when they happened.
  for (const { voidedAt, ...qualification } of counted.toSorted((a, b) => a.createdAt - b.createdAt)) {
    past.count([qualification]);
    if (voidedAt !== null) agenda.add(voidedAt, () => past.uncount([qualification]));
  }
}
