import type { LookupRequest } from '../../../shared/contract/lookup.ts';
import { foldCode } from '../../../shared/referral-code.ts';
import type { Referral } from '../attribution/referral.ts';
import type { EventRecord } from '../event/event.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { Reward } from '../reward/reward.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';

export type Found = {
  participants: Participant[];
  referrals: Referral[];
  rewards: Reward[];
  events: EventRecord[];
};

/** The most of each kind that one look-up finds: support looks at a case, not at a table. */
const MOST = 50;

/**
 * Finds a case by what support knows of it, in one site. An e-mail is compared by its keyed hash, since no address is
 * kept; it finds participants and what they did, not customers who never took part.
 */
export async function lookUp(
  rows: Rows,
  pseudonyms: Pseudonyms,
  site: Site,
  { email, externalId, code, eventId }: LookupRequest,
): Promise<Found> {
  if (eventId !== undefined) return aboutEvent(rows, site, eventId);
  if (code !== undefined) return aboutCode(rows, site, code);
  if (email !== undefined) {
    const people = await rows.participants.byEmailMac(site.id, pseudonyms.email(email), MOST);
    return aboutPeople(
      rows,
      site,
      people,
      people.map((person) => person.externalId),
    );
  }
  const known = await rows.participants.byExternalId(site.id, externalId ?? '');
  // A customer who never took part has events all the same.
  return aboutPeople(rows, site, known ? [known] : [], [externalId ?? '']);
}

async function aboutPeople(
  rows: Rows,
  site: Site,
  participants: Participant[],
  customerIds: string[],
): Promise<Found> {
  const ids = participants.map(({ id }) => id);
  return {
    participants,
    referrals: await rows.referrals.ofPeople(ids, MOST),
    rewards: await rows.rewards.ofPeople(ids, MOST),
    events: await rows.events.ofCustomers(site.id, customerIds, MOST),
  };
}

/** The owner of the code, who came by it, and what came of that. A replaced code has no owner any more. */
async function aboutCode(rows: Rows, site: Site, text: string): Promise<Found> {
  const folded = foldCode(text);
  const code = folded === null ? undefined : await rows.codes.find(folded);
  if (!code || !site.programs.some(({ id }) => id === code.programId)) return NOTHING;
  const referrals = await rows.referrals.ofCode(code.code, MOST);
  const friends = await rows.participants.byIds(referrals.map(({ friendId }) => friendId));
  const owner = code.participantId === null ? undefined : await rows.participants.byId(code.participantId);
  const customerIds = friends.map(({ externalId }) => externalId);
  return {
    participants: owner ? [owner] : [],
    referrals,
    rewards: await rows.rewards.ofReferrals(
      referrals.map(({ id }) => id),
      MOST,
    ),
    events: await rows.events.ofCustomers(site.id, customerIds, MOST),
  };
}

const NOTHING: Found = { participants: [], referrals: [], rewards: [], events: [] };

/**
 * The event with everybody and everything that its decisions speak of, and the referrals in which its customer was bound by
 * then: where no rule asks for the event, nothing was decided about them.
 */
async function aboutEvent(rows: Rows, site: Site, eventId: string): Promise<Found> {
  const event = await rows.events.find(site.id, eventId);
  if (!event) return NOTHING;
  const decisions = await rows.decisions.ofEvent(event.id);
  const customer = await rows.participants.byExternalId(site.id, event.customerId);
  const bound = (await boundReferrals(rows, site, customer)).filter(
    ({ createdAt }) => createdAt <= event.createdAt,
  );
  const referralIds = new Set(decisions.flatMap(({ referralId }) => referralId ?? []));
  for (const { id } of bound) referralIds.delete(id);
  const named = await Promise.all([...referralIds].map((id) => rows.referrals.find(id)));
  const referrals = [...bound, ...named.flatMap((referral) => referral ?? [])].toSorted((a, b) =>
    a.id < b.id ? 1 : -1,
  );
  const referrers = await rows.participants.byIds(referrals.map(({ referrerId }) => referrerId));
  const people = [...(customer ? [customer] : []), ...referrers];
  return {
    participants: [...new Map(people.map((person) => [person.id, person])).values()],
    referrals,
    rewards: (await rows.rewards.ofEvent(event.id)).toReversed(),
    events: [event],
  };
}

/** Those in which the customer is the friend: one in each program at most. */
async function boundReferrals(
  rows: Rows,
  { programs }: Site,
  customer: Participant | undefined,
): Promise<Referral[]> {
  if (!customer) return [];
  const found = await Promise.all(programs.map(({ id }) => rows.referrals.ofFriend(id, customer.id)));
  return found.flatMap((referral) => referral ?? []);
}
