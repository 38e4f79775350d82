import { GOODWILL } from '../../../shared/contract/event.ts';
import type { ProgramReward } from '../../../shared/contract/program.ts';
import type { Money } from '../../../shared/money.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import { NOT_ATTRIBUTED } from '../attribution/attribute-friend.ts';
import { pass, type StoredCheck } from '../decision/check.ts';
import type { Participant } from '../participant/participant.ts';
import type { Pseudonyms } from '../participant/pseudonyms.ts';
import { isErased } from '../person/refuse-erased.ts';
import type { Program } from '../site/program.ts';
import type { Rows } from '../store.ts';
import type { Credited } from './credited.ts';
import type { EventRecord } from './event.ts';

/** What a site gives of itself: one reward, or an item of a batch. `value` is what it is worth. */
export type GiftTerms = Omit<ProgramReward, 'to' | 'value'> & { value: Money };

/**
 * A gift as what its event credits: one decision that says that a person gave it and that money was there. It is an
 * event like any other, so budget, order, claim and reports need to know nothing new.
 */
export function giftOf(
  program: Program,
  recipient: Participant,
  terms: GiftTerms,
  covered: StoredCheck,
): Credited {
  const reward = { to: 'participant' as const, ...terms };
  const given = {
    ...pass('person', 'given_by_person'),
    inputs: { kind: 'fixed', value: terms.value } as const,
  };
  return {
    program,
    version: program.version,
    attribution: NOT_ATTRIBUTED,
    namesReferrer: false,
    campaign: null,
    friend: recipient,
    verdicts: [
      {
        rule: { id: GOODWILL, on: GOODWILL, when: {}, milestone: null, rewards: [reward] },
        reward,
        position: 0,
        outcome: 'earned',
        checks: [given, covered],
        value: terms.value,
        limits: [],
      },
    ],
    fulfilled: [],
  };
}

type GiftEvent = Pick<EventRecord, 'id' | 'siteId' | 'eventId' | 'customerId' | 'programId' | 'fingerprint'>;

/** The event that stands for a gift: verified, since a key of the site gave it. */
export function giftRecord(gift: GiftEvent, now: number): EventRecord {
  return {
    ...gift,
    type: GOODWILL,
    trust: 'verified',
    status: 'credited',
    amount: null,
    currency: null,
    metadata: null,
    refersTo: null,
    source: null,
    toldAs: null,
    answer: null,
    occurredAt: now,
    createdAt: now,
  };
}

/** Why a locked person can be given nothing; null when they can. */
export async function obstacleOf(
  rows: Pick<Rows, 'people'>,
  pseudonyms: Pseudonyms,
  person: Participant & { isNew: boolean },
): Promise<Extract<ReasonCode, 'person_erased' | 'participant_blocked'> | null> {
  if (await isErased(rows, pseudonyms, person)) return 'person_erased';
  return person.blockedAt === null ? null : 'participant_blocked';
}
