import { type Attribution, attributeFriend, NOT_ATTRIBUTED } from '../attribution/attribute-friend.ts';
import { namesReferrer, type ResolvedEvidence } from '../attribution/evidence.ts';
import { available } from '../budget/budget.ts';
import { decide, type Verdict } from '../decision/decide.ts';
import type { Situation } from '../decision/situation.ts';
import type { Ids } from '../ids.ts';
import type { Participant } from '../participant/participant.ts';
import { frozenAt, type Program, phaseOf } from '../site/program.ts';
import { withVersion } from '../site/with-version.ts';
import type { Rows } from '../store.ts';
import { hasEarned } from './decisions-of.ts';
import type { EventInput } from './event-input.ts';

/** What one program made of an event. */
export type Credited = {
  program: Program;
  version: number;
  attribution: Attribution;
  /** Whether the event itself says something about who referred its customer. */
  namesReferrer: boolean;
  friend: Participant | null;
  verdicts: Verdict[];
};

export type Evaluation = {
  input: EventInput;
  /** Highest precedence first. */
  programs: Program[];
  friend: Participant | null;
  evidence: ResolvedEvidence;
  now: number;
};

/**
 * Binds and decides in every program, in order of precedence. The first program that earns wins; another one adds
 * to it only where both are `stackable`.
 */
export async function evaluatePrograms(
  rows: Rows,
  { ids }: { ids: Ids },
  evaluation: Evaluation,
): Promise<Credited[]> {
  const { input, programs, friend, evidence, now } = evaluation;
  const credited: Credited[] = [];
  const isNamed = namesReferrer(evidence);
  for (const known of programs) {
    const named = await withVersion(rows, known, versionOfClick(known, evidence));
    const attribution = friend
      ? await attributeFriend(rows, ids, named, friend, evidence, now)
      : NOT_ATTRIBUTED;
    const version = attribution.referral?.programVersion ?? known.version;
    const program = await withVersion(rows, named, version);
    const verdicts = asksFor(program, version, input.request.type)
      ? decide(await situationOf(rows, evaluation, { program, version, attribution, credited }))
      : [];
    credited.push({ program, version, attribution, namesReferrer: isNamed, friend, verdicts });
  }
  return credited;
}

/** The version that the event's token names; today's where it names none of this program. */
function versionOfClick(program: Program, { token }: ResolvedEvidence): number {
  if (token === null || typeof token === 'string' || token.claims.programId !== program.id)
    return program.version;
  return token.claims.programVersion;
}

function asksFor(program: Program, version: number, type: string): boolean {
  return frozenAt(program, version).rules.some((rule) => rule.on === type);
}

type ProgramView = {
  program: Program;
  version: number;
  attribution: Attribution;
  credited: Credited[];
};

async function situationOf(rows: Rows, evaluation: Evaluation, view: ProgramView): Promise<Situation> {
  const { input, now } = evaluation;
  const { request, site } = input;
  const { program, version, attribution, credited } = view;
  const budget = await rows.budgets.find(program.id);
  const winners = credited.filter(hasEarned);
  return {
    program,
    version,
    phase: phaseOf(program.live, now),
    attribution,
    event: {
      type: request.type,
      trust: input.trust,
      amount: request.amount ?? null,
      metadata: request.metadata ?? {},
      occurredAt: input.occurredAt,
    },
    isFirst:
      request.customer.isNew !== false &&
      !(await rows.events.hasEarlier(site.id, request.customer.id, request.type)),
    outranked: winners.some((winner) => !(winner.program.live.stackable && program.live.stackable)),
    budget: budget ? { left: available(budget), currency: budget.currency } : null,
  };
}
