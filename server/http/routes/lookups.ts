import { type Lookup, lookup, lookupRequest } from '../../../shared/contract/lookup.ts';
import { toIso } from '../../domain/clock.ts';
import { storedAnswer } from '../../domain/event/present-event.ts';
import { type Found, lookUp } from '../../domain/lookup/look-up.ts';
import { presentParticipant } from '../../domain/participant/present-participant.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { presentReferrals } from '../present-referrals.ts';
import { presentRewards } from '../present-rewards.ts';
import type { RouteParts } from '../route-parts.ts';

/** Support's first step: from what a person says to what is stored. */
export function lookupRoutes(parts: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'POST',
        path: '/v1/lookups',
        summary: 'Find a case',
        description:
          'By exactly one of `email`, `externalId`, `code` (also a replaced one) and `eventId`. Finds participants, referrals, rewards and events, the newest 50 of each. ' +
          'A POST, so that no address stands in a URL or a log; addresses are not stored, so an e-mail is compared by its keyed hash and finds those who took part.',
        tags: ['Lookups'],
        auth: { scope: 'rewards:read' },
        request: { body: lookupRequest },
        responses: { 200: { description: 'What was found; empty lists where nothing was', schema: lookup } },
        example: { email: 'ada@example.com' },
      },
      async ({ caller, body }) => {
        const found = await lookUp(parts.store.read, parts.pseudonyms, caller.site, body);
        return { status: 200, body: await present(parts, found) };
      },
    ),
  ];
}

async function present(
  { store, publicUrl }: RouteParts,
  { participants, referrals, rewards, events }: Found,
): Promise<Lookup> {
  const codes = await store.read.codes.ofParticipants(participants.map(({ id }) => id));
  const ofEvents = await store.read.rewards.ofEvents(events.map(({ id }) => id));
  const eventRowIdOf = new Map(ofEvents.map(({ id, eventRowId }) => [id, eventRowId]));
  const current = await presentRewards(store, ofEvents);
  return {
    participants: participants.map((person) => ({
      ...presentParticipant(
        person,
        codes.filter(({ participantId }) => participantId === person.id),
        publicUrl,
      ),
      blockedAt: person.blockedAt === null ? null : toIso(person.blockedAt),
    })),
    referrals: await presentReferrals(store, referrals),
    rewards: await presentRewards(store, rewards),
    events: events.map((event) => ({
      ...storedAnswer(event),
      rewards: current.filter(({ id }) => eventRowIdOf.get(id) === event.id),
    })),
  };
}
