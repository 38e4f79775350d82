import { attributeFriend, NOT_ATTRIBUTED } from '../attribution/attribute-friend.ts';
import { campaignOf } from '../attribution/campaign.ts';
import { namesReferrer, type ResolvedEvidence } from '../attribution/evidence.ts';
import { decide, type Ruling } from '../decision/decide.ts';
import { readSuspicion } from '../fraud/read-suspicion.ts';
import type { Ids } from '../ids.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import { frozenAt, type Program } from '../site/program.ts';
import { withVersion } from '../site/with-version.ts';
import type { Rows } from '../store.ts';
import { type Credited, hasEarned } from './credited.ts';
import type { EventInput } from './event-input.ts';
import { readSituation } from './read-situation.ts';

type Evaluation = {
  input: EventInput;
  /** Highest precedence first. */
  programs: Program[];
  friend: Participant | null;
  evidence: ResolvedEvidence;
  now: number;
};

type EvaluationParts = { ids: Ids; pseudonyms: Pseudonyms };

/**
 * Binds and decides in every program, in order of precedence. The first program that earns wins; another one adds
 * to it only where both are `stackable`.
 */
export async function evaluatePrograms(
  rows: Rows,
  { ids, pseudonyms }: EvaluationParts,
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
    const winners = credited.filter(hasEarned).map((each) => each.program);
    const outranked = isOutranked(program, winners);
    const campaign = campaignOf(program, evidence);
    const seen = { input, program, attribution, friend, now };
    const clickId = attribution.referral ? attribution.referral.clickId : clickOf(program, evidence);
    const suspicion = () => readSuspicion(rows, { ...seen, clickId, pseudonyms });
    const view = { ...seen, version, source: campaign?.source ?? null, outranked, suspicion, pseudonyms };
    const ruling = asksFor(program, version, input.request.type)
      ? decide(await readSituation(rows, view))
      : NO_RULING;
    credited.push({ program, version, attribution, namesReferrer: isNamed, campaign, friend, ...ruling });
  }
  return credited;
}

const NO_RULING: Ruling = { verdicts: [], fulfilled: [] };

/** The version that the event's token names; today's where it names none of this program. */
function versionOfClick(program: Program, { token }: ResolvedEvidence): number {
  if (token === null || typeof token === 'string' || token.claims.programId !== program.id)
    return program.version;
  return token.claims.programVersion;
}

/** The click of which the event's token is the proof, else the one that came with its code. */
function clickOf({ id }: Program, { code, token }: ResolvedEvidence): string | null {
  if (token !== null && typeof token !== 'string' && token.claims.programId === id) {
    return token.claims.clickId;
  }
  return code?.known?.programId === id ? code.clickId : null;
}

function asksFor(program: Program, version: number, type: string): boolean {
  return frozenAt(program, version).rules.some((rule) => rule.on === type);
}

/** Whether one of the programs of higher precedence that reward the event already does not stack with this one. */
export function isOutranked({ live }: Pick<Program, 'live'>, winners: Pick<Program, 'live'>[]): boolean {
  return winners.some((winner) => !(winner.live.stackable && live.stackable));
}
