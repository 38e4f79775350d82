import type { Event } from '../../../shared/contract/event.ts';
import { toIso } from '../clock.ts';
import type { EarnedReward } from '../reward/earn-rewards.ts';
import { presentReward } from '../reward/present-reward.ts';
import type { Credited } from './credited.ts';
import { shownDecisionsOf } from './decisions-of.ts';
import type { EventRecord } from './event.ts';

/** The answer to an event, as it is given and stored once. */
export function presentEvent(record: EventRecord, credited: Credited[], rewards: EarnedReward[]): Event {
  return {
    ...bareEvent(record),
    decisions: credited.flatMap(shownDecisionsOf),
    rewards: rewards.map(({ reward, order, audit }) => presentReward(reward, order, audit)),
  };
}

/** The first answer again. One without decisions is not stored, since the record says all of it. */
export function storedAnswer(record: EventRecord): Event {
  return record.answer === null ? bareEvent(record) : (JSON.parse(record.answer) as Event);
}

function bareEvent(record: EventRecord): Event {
  return {
    id: record.id,
    eventId: record.eventId,
    type: record.type,
    trust: record.trust,
    status: record.status,
    decisions: [],
    rewards: [],
    createdAt: toIso(record.createdAt),
  };
}
