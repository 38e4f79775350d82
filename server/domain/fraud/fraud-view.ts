import type { Attribution } from '../attribution/attribute-friend.ts';
import type { ReferralRows } from '../attribution/referral.ts';
import type { ClickRows } from '../click/click.ts';
import type { EventRows } from '../event/event.ts';
import type { EventInput } from '../event/event-input.ts';
import type { Participant, ParticipantRows } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import type { Program } from '../site/program.ts';
import type { ArrivalRows } from './arrival.ts';
import type { SightingRows } from './sighting.ts';

/** One event in one program, as far as signals look at it. */
export type FraudView = {
  input: Pick<EventInput, 'occurredAt'> & {
    site: Pick<EventInput['site'], 'id'>;
    request: Pick<EventInput['request'], 'type' | 'customer'>;
    customer: Pick<EventInput['customer'], 'externalId' | 'mailKind' | 'domainMac'>;
    payment: EventInput['payment'];
  };
  program: Program;
  attribution: Attribution;
  friend: Participant | null;
  /** The click that bound the friend, or, where nobody is bound, the one that the event itself came by. */
  clickId: string | null;
  now: number;
  pseudonyms: Pick<Pseudonyms, 'domain'>;
};

/** What is read of the store. */
export type FraudRows = {
  referrals: Pick<ReferralRows, 'ofFriend' | 'nthNewestAt'>;
  participants: Pick<ParticipantRows, 'sharing' | 'byIds'>;
  clicks: Pick<ClickRows, 'find'>;
  sightings: Pick<SightingRows, 'among' | 'seenWith'>;
  arrivals: Pick<ArrivalRows, 'lock' | 'insert' | 'nthNewestAt'>;
  events: Pick<EventRows, 'firstAt'>;
};
