import type { Attribution } from '../attribution/attribute-friend.ts';
import type { ReferralRows } from '../attribution/referral.ts';
import type { ClickRows, SightingRows } from '../click/click.ts';
import { DAY_MS, HOUR_MS } from '../clock.ts';
import type { EventRows } from '../event/event.ts';
import type { EventInput } from '../event/event-input.ts';
import type { Participant, ParticipantRows } from '../participant/participant.ts';
import type { Program } from '../site/program.ts';
import { type FraudFacts, LINE_LENGTH, type Meeting, type Pace, type ReadFact } from './fraud-facts.ts';

/** So many friends in so short a time are more than a person usually brings. */
const PACE = [
  { friends: 20, withinMs: HOUR_MS },
  { friends: 100, withinMs: DAY_MS },
];

/** Enough to tell a place from a device, and a sibling among those who share a mailbox. */
const SOME = 20;

/** One event in one program, as far as signals look at it. */
export type FraudView = {
  input: Pick<EventInput, 'occurredAt'> & {
    site: Pick<EventInput['site'], 'id'>;
    request: Pick<EventInput['request'], 'type' | 'customer'>;
    customer: Pick<EventInput['customer'], 'mailKind'>;
  };
  program: Program;
  attribution: Attribution;
  friend: Participant | null;
  /** The click that bound the friend, or, where nobody is bound, the one that the event itself came by. */
  clickId: string | null;
  now: number;
};

/** What is read of the store. */
export type FraudRows = {
  referrals: Pick<ReferralRows, 'ofFriend' | 'nthNewestAt'>;
  participants: Pick<ParticipantRows, 'sharing'>;
  clicks: Pick<ClickRows, 'find'>;
  sightings: Pick<SightingRows, 'among' | 'seenWith'>;
  events: Pick<EventRows, 'firstAt'>;
};

type Facts = { facts: FraudFacts; unread: Set<ReadFact> };

/** Reads what signals look at: a few look-ups by index, each only where its answer can matter. */
export async function readFacts(rows: FraudRows, view: FraudView): Promise<Facts> {
  const { attribution, friend, input, clickId } = view;
  const unread = new Set<ReadFact>();
  const read = <F extends ReadFact>(
    fact: F,
    reading: () => Promise<FraudFacts[F]>,
    otherwise: FraudFacts[F],
  ) =>
    reading().catch((error: unknown) => {
      if (isOfTheStore(error)) throw error;
      unread.add(fact);
      return otherwise;
    });
  const line = await read('line', () => readLine(rows, view), []);
  const sharers = await read('sharers', () => readSharers(rows, view), []);
  const click = await read('click', () => readClick(rows, clickId), null);
  const meeting = await read('meeting', () => readMeeting(rows, view, click, line), null);
  const pace = await read('pace', () => readPace(rows, view), []);
  const sinceSignUpMs = await read('sinceSignUpMs', () => sinceSignUp(rows, view), null);
  const { referrer } = attribution;
  const person = friend ?? { id: null, mailKind: input.customer.mailKind ?? null };
  return {
    facts: { friend: person, referrer, line, sharers, click, meeting, pace, sinceSignUpMs },
    unread,
  };
}

/**
 * Whether the write itself is lost by it: drivers put a `code` on what they throw, and a transaction that failed in
 * one statement takes no other. It is run again whole instead.
 */
function isOfTheStore(error: unknown): boolean {
  return (
    error instanceof Error && ('code' in error || error.name === 'LostRace' || error.name === 'Unavailable')
  );
}

/** Stops where nobody referred the last one, which is at once for almost everybody. */
async function readLine(
  rows: FraudRows,
  { program, attribution: { referral } }: FraudView,
): Promise<string[]> {
  const line: string[] = [];
  let person = referral?.referrerId;
  while (person !== undefined && line.length < LINE_LENGTH) {
    const above = await rows.referrals.ofFriend(program.id, person);
    if (above) line.push(above.referrerId);
    person = above?.referrerId === referral?.friendId ? undefined : above?.referrerId;
  }
  return line;
}

async function readSharers(rows: FraudRows, { program, friend }: FraudView): Promise<FraudFacts['sharers']> {
  if (!friend || friend.emailMac === null) return [];
  const { id, siteId, emailMac } = friend;
  return rows.participants.sharing({ siteId, emailMac, programId: program.id, except: id, limit: SOME });
}

async function readClick(rows: FraudRows, clickId: string | null): Promise<FraudFacts['click']> {
  return clickId === null ? null : ((await rows.clicks.find(clickId)) ?? null);
}

async function readMeeting(
  rows: FraudRows,
  { program, attribution: { referral } }: FraudView,
  click: FraudFacts['click'],
  line: string[],
): Promise<Meeting | null> {
  if (!referral || !click) return null;
  const { deviceMac, networkMac } = click;
  if (deviceMac === null || networkMac === null) return null;
  const seen = await rows.sightings.among(referral.referrerId, [deviceMac, networkMac]);
  if (seen.length === 0) return null;
  if (!seen.includes(deviceMac)) return { kind: 'network', strangers: 0 };
  const others = await rows.sightings.seenWith({ mac: deviceMac, programId: program.id, limit: SOME });
  const own = new Set<string | null>([referral.friendId, referral.referrerId, ...line]);
  const strangers = others.filter(
    ({ participantId, referrerId }) => !own.has(participantId) && !own.has(referrerId),
  );
  return { kind: 'device', strangers: strangers.length };
}

async function readPace(rows: FraudRows, { program, attribution: { referral } }: FraudView): Promise<Pace[]> {
  if (!referral) return [];
  const { referrerId } = referral;
  const bound: Pace[] = [];
  for (const pace of PACE) {
    const boundAt = await rows.referrals.nthNewestAt(referrerId, program.id, pace.friends);
    // Who has not brought so few has not brought more either.
    if (boundAt === null) break;
    bound.push({ ...pace, boundAt });
  }
  return bound;
}

async function sinceSignUp(rows: FraudRows, { input, attribution }: FraudView): Promise<number | null> {
  const { site, request, occurredAt } = input;
  if (request.type !== 'purchase' || !attribution.referral) return null;
  const signedUpAt = await rows.events.firstAt(site.id, request.customer.id, 'signup');
  return signedUpAt === null ? null : occurredAt - signedUpAt;
}
