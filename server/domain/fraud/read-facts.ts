import { DAY_MS, HOUR_MS } from '../clock.ts';
import type { Participant } from '../participant/participant.ts';
import {
  type FraudFacts,
  LINE_LENGTH,
  type Meeting,
  type Pace,
  type ReadFact,
  type Sharer,
  type Side,
} from './fraud-facts.ts';
import type { FraudRows, FraudView } from './fraud-view.ts';
import { readRush } from './read-rush.ts';

/** So many friends in so short a time are more than a person usually brings. */
const PACE = [
  { friends: 20, withinMs: HOUR_MS },
  { friends: 100, withinMs: DAY_MS },
];

/** Enough to tell a place from a device, and a sibling among those who share a mailbox. */
const SOME = 20;

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
  const click = await read('click', () => readClick(rows, clickId), null);
  // First of all that is counted or compared: it waits for whoever decides about the same.
  const rush = await read('rush', () => readRush(rows, view, click), []);
  const line = await read('line', () => readLine(rows, view), []);
  const sharers = await read('sharers', () => readSharers(rows, view, line), []);
  const cardSharers = await read('cardSharers', () => readCardSharers(rows, view, line), []);
  const meeting = await read('meeting', () => readMeeting(rows, view, click, line), null);
  const pace = await read('pace', () => readPace(rows, view), []);
  const sinceSignUpMs = await read('sinceSignUpMs', () => sinceSignUp(rows, view), null);
  const { referrer } = attribution;
  const person = friend ?? { id: null, ...input.customer };
  return {
    facts: {
      friend: sideOf(view, person),
      referrer: referrer && sideOf(view, referrer),
      line,
      sharers,
      cardSharers,
      click,
      meeting,
      pace,
      rush,
      sinceSignUpMs,
    },
    unread,
  };
}

type Known = Pick<Participant, 'externalId'> & Partial<Pick<Participant, 'domainMac' | 'mailKind'>>;

/** A throw-away address of a domain that the program allows is an ordinary one. */
function sideOf({ program, pseudonyms }: FraudView, person: Known & { id: string | null }): Side {
  const { id, externalId, domainMac, mailKind = null } = person;
  const allowed = program.live.fraud?.allow?.mailDomains ?? [];
  const isAllowed =
    mailKind === 'disposable' && allowed.some((domain) => pseudonyms.domain(domain) === domainMac);
  return { id, externalId, mailKind: isAllowed ? 'ordinary' : mailKind };
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

/** Those above are asked for by their ids; of all others some are enough. */
async function readSharers(
  { participants }: FraudRows,
  { program, friend }: FraudView,
  line: string[],
): Promise<Sharer[]> {
  if (!friend || friend.emailMac === null) return [];
  const { id, siteId, emailMac } = friend;
  const others = await participants.sharing({
    siteId,
    emailMac,
    programId: program.id,
    except: id,
    limit: SOME,
  });
  const above = line.length === 0 ? [] : await participants.byIds(line);
  const same = above.filter((person) => person.emailMac === emailMac && person.id !== id);
  return [...same.map((person) => sharerLike(person.id)), ...others];
}

async function readCardSharers(
  { sightings }: FraudRows,
  { program, friend, attribution: { referral }, input }: FraudView,
  line: string[],
): Promise<Sharer[]> {
  const { cardMac } = input.payment;
  if (!friend || cardMac === null) return [];
  const above = referral ? await sightings.among([referral.referrerId, ...line], [cardMac]) : [];
  const others = await sightings.seenWith({ mac: cardMac, programId: program.id, limit: SOME });
  return [
    ...above.map(({ participantId }) => sharerLike(participantId)),
    ...others.map(({ participantId, ...seen }) => ({ id: participantId, ...seen })),
  ].filter(({ id }) => id !== friend.id);
}

function sharerLike(id: string): Sharer {
  return { id, isBlocked: false, referrerId: null };
}

async function readClick(rows: FraudRows, clickId: string | null): Promise<FraudFacts['click']> {
  return clickId === null ? null : ((await rows.clicks.find(clickId)) ?? null);
}

/** A device of anybody above counts; a network only where it is the referrer's. */
async function readMeeting(
  { sightings }: FraudRows,
  { program, attribution: { referral } }: FraudView,
  click: FraudFacts['click'],
  line: string[],
): Promise<Meeting | null> {
  if (!referral || !click) return null;
  const { deviceMac, networkMac } = click;
  if (deviceMac === null || networkMac === null) return null;
  const { referrerId, friendId } = referral;
  const above = [referrerId, ...line.filter((id) => id !== friendId)];
  const seen = await sightings.among(above, [deviceMac, networkMac]);
  const by = above.find((id) =>
    seen.some(({ participantId, mac }) => participantId === id && mac === deviceMac),
  );
  if (by === undefined) {
    const isNear = seen.some(({ participantId }) => participantId === referrerId);
    return isNear ? { kind: 'network', by: referrerId, strangers: 0 } : null;
  }
  const others = await sightings.seenWith({ mac: deviceMac, programId: program.id, limit: SOME });
  const own = new Set<string | null>([friendId, referrerId, ...line]);
  const strangers = others.filter((other) => !own.has(other.participantId) && !own.has(other.referrerId));
  return { kind: 'device', by, strangers: strangers.length };
}

async function readPace(rows: FraudRows, { program, attribution: { referral } }: FraudView): Promise<Pace[]> {
  // A limit of the program's own says better what is too many.
  if (!referral || program.live.fraud?.velocity?.perReferrer) return [];
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

async function sinceSignUp(rows: FraudRows, { input, attribution, now }: FraudView): Promise<number | null> {
  const { site, request, occurredAt } = input;
  if (request.type !== 'purchase' || !attribution.referral) return null;
  const signedUpAt = await rows.events.firstAt(site.id, request.customer.id, 'signup');
  return signedUpAt === null ? null : Math.min(occurredAt, now) - Math.min(signedUpAt, now);
}
