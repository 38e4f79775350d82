import type { MissingReferral, MissingReferralRequest } from '../../../shared/contract/missing-referral.ts';
import type { Referral } from '../attribution/referral.ts';
import { dayAt } from '../calendar.ts';
import { type Clock, DAY_MS, MINUTE_MS, toIso } from '../clock.ts';
import { decisiveCheck, type NamedDecision } from '../decision/decision.ts';
import { DomainError } from '../errors.ts';
import type { Participant } from '../participant/participant.ts';
import { toldReason } from '../session/told-reason.ts';
import type { Program } from '../site/program.ts';
import type { Rows, Store } from '../store.ts';

/** Questions of one person in a minute: enough to try a few days, too few to fish with. */
const QUESTIONS_PER_MINUTE = 10;

/** How far a remembered day may be off. */
const DAYS_OFF = 7;

/** Answers at most: more of them would say nothing to a person. */
const MOST = 20;

type Asker = { participant: Pick<Participant, 'id'>; program: Program };
type Answer = MissingReferral['answers'][number];

/**
 * What became of a friend whom a referrer misses: the friends who were bound in those days, and what friends did then
 * that was refused although it named this referrer. Nothing in it tells who the friends are.
 * Throws `too_many_requests` beyond ten a minute.
 */
export async function askForReferral(
  { store, clock }: { store: Store; clock: Clock },
  { participant, program }: Asker,
  request: MissingReferralRequest,
): Promise<MissingReferral> {
  await countQuestion(store, { participantId: participant.id, programId: program.id }, clock());
  const days = daysAround(program.live.timezone, request.around);
  const query = { referrerId: participant.id, programId: program.id, ...days };
  const { referrals, decisions } = store.read;
  const begun = (await referrals.between(query)).filter(({ createdAt }) => days.includes(createdAt));
  const named = (await decisions.refusedNaming(query)).filter(({ occurredAt }) => days.includes(occurredAt));
  const bound = await withBoundEarlier(store.read, begun, named, participant.id);
  const friends = await begunWith(store.read, bound, request.initial);
  // Several rewards of one event are refused in the same words.
  const others = new Map(named.map((decision) => [decision.eventRowId, decision])).values();
  const unbound = [...others].filter(({ boundTo }) => boundTo !== participant.id);
  const answers = [...friends.map(ofReferral), ...unbound.flatMap(ofDecision)];
  const newest = answers.toSorted((a, b) => (a.since < b.since ? 1 : -1)).slice(0, MOST);
  return { answers: newest, advice: newest.length === 0 ? 'no_referral' : null };
}

async function countQuestion(store: Store, who: { participantId: string; programId: string }, now: number) {
  const window = { now, lengthMs: MINUTE_MS, limit: QUESTIONS_PER_MINUTE };
  if (await store.write('count-question', (rows) => rows.questions.count(who, window))) return;
  throw new DomainError('too_many_requests', 'That were many questions in a minute.', {
    retryAfterMs: MINUTE_MS,
  });
}

/** The days that are meant, in the program's calendar: a range to ask the database for, and the exact answer. */
function daysAround(timezone: string, around: string) {
  const day = Date.parse(around);
  return {
    // A calendar day lies within 14 hours of the same day in UTC.
    from: day - (DAYS_OFF + 1) * DAY_MS,
    until: day + (DAYS_OFF + 2) * DAY_MS,
    includes: (at: number) => Math.abs(Date.parse(dayAt(timezone, at)) - day) <= DAYS_OFF * DAY_MS,
  };
}

/** Also the friends who were bound before those days and did something in them. */
async function withBoundEarlier(
  rows: Rows,
  begun: Referral[],
  named: NamedDecision[],
  askerId: string,
): Promise<Referral[]> {
  const known = new Set(begun.map(({ id }) => id));
  const own = named.flatMap(({ boundTo, referralId }) => (boundTo === askerId ? (referralId ?? []) : []));
  const earlier = await Promise.all(
    [...new Set(own)].map((id) => (known.has(id) ? null : rows.referrals.find(id))),
  );
  return [...begun, ...earlier.flatMap((referral) => referral ?? [])];
}

/** Leaves out friends whose chosen name, which the referrer sees anyway, begins otherwise. Others may be anybody. */
async function begunWith(rows: Rows, bound: Referral[], initial: string | undefined): Promise<Referral[]> {
  if (initial === undefined) return bound;
  const friends = await rows.participants.byIds(bound.map(({ friendId }) => friendId));
  const others = friends.filter(
    ({ displayName }) => displayName !== null && !fold(displayName).startsWith(fold(initial)),
  );
  const excluded = new Set(others.map(({ id }) => id));
  return bound.filter(({ friendId }) => !excluded.has(friendId));
}

function fold(text: string): string {
  return text.normalize('NFD').toLowerCase();
}

function ofReferral({ createdAt, status, reason }: Referral): Answer {
  return { since: toIso(createdAt), status, reason: toldReason(reason) };
}

/** What a friend did who is not bound to the asker. */
function ofDecision({ occurredAt, checks, boundTo }: NamedDecision): Answer[] {
  const reason = boundTo === null ? decisiveCheck(checks)?.reason : 'bound_to_another';
  return reason === undefined
    ? []
    : [{ since: toIso(occurredAt), status: 'rejected', reason: toldReason(reason) }];
}
