import { z } from 'zod';
import { event, eventBatch, eventRequest } from '../../../shared/contract/event.ts';
import { plainText } from '../../../shared/contract/fields.ts';
import { DomainError } from '../../domain/errors.ts';
import { storedAnswer } from '../../domain/event/present-event.ts';
import { isReturn } from '../../domain/reversal/returns.ts';
import { replayedHeader } from '../answer-headers.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { answerBatch, answerEvent } from '../event-answer.ts';
import { presentRewards } from '../present-rewards.ts';
import type { RouteParts } from '../route-parts.ts';
import { idempotencyHeaders, withIdempotency } from '../with-idempotency.ts';

const body = z.union([eventRequest, z.array(eventRequest).min(1).max(100)]);

/** What customers did, as the site's back end tells it. */
export function eventRoutes(parts: RouteParts): Endpoint[] {
  return [tell(parts), read(parts)];
}

function tell(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/events',
      summary: 'Tell one event, or up to 100',
      description:
        'One object is answered with 201 and the event, an array with 200 and one answer for each item, in order; items succeed or fail by themselves. ' +
        'An `eventId` is unique and final: the same event again gets the stored first answer with `Idempotent-Replayed: true`. ' +
        'A request may also carry an `Idempotency-Key`, which is remembered for 30 days; the order of the fields and white space do not matter to it. ' +
        'A refusal is a decision, not an error: the answer is still 201. ' +
        'A `refund`, `cancellation` or `dispute` with `refersTo` (the `eventId` of the purchase) takes back what that event earned, and answers with the rewards that it changed. ' +
        'Its `amount`, in the currency of the purchase, is the part that came back this time; without one, all of it did. It may be told before its purchase.',
      tags: ['Events'],
      auth: { scope: 'events:write' },
      request: { body, headers: idempotencyHeaders },
      bodyCheck: 'handler',
      responses: {
        200: {
          description: 'The stored first answer, or the answers to an array',
          schema: z.union([event, eventBatch]),
          headers: replayedHeader,
        },
        201: { description: 'The event', schema: event, headers: replayedHeader },
      },
      problems: ['invalid_body', 'event_conflict', 'idempotency_key_reuse', 'request_in_progress'],
      example: {
        type: 'purchase',
        eventId: 'order_1001',
        customer: { id: 'user_77', email: 'bea@example.com' },
        referralCode: 'ADA42XYZ',
        amount: { amount: 4200, currency: 'USD' },
      },
    },
    async ({ caller, body: told, headers, line }) => {
      const given = await withIdempotency(
        parts,
        { siteId: caller.siteId, key: headers['idempotency-key'], body: told },
        (keep) =>
          Array.isArray(told)
            ? answerBatch(parts, { site: caller.site, line }, told, keep)
            : answerEvent(parts, caller.site, told, keep),
      );
      const headersOut = given.replayed ? { 'Idempotent-Replayed': 'true' } : {};
      return given.status === 200
        ? { status: 200, json: given.json, headers: headersOut }
        : { status: 201, json: given.json, headers: headersOut };
    },
  );
}

function read({ store }: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/events/:eventId',
      summary: 'Read an event',
      description:
        "By the site's own event id. Decisions are as they were made; each reward is as it stands now. A `refund`, `cancellation` or `dispute` shows the rewards that it changed.",
      tags: ['Events'],
      auth: { scope: 'rewards:read' },
      request: { params: z.object({ eventId: plainText(200) }) },
      responses: { 200: { description: 'The event', schema: event } },
      problems: ['not_found'],
    },
    async ({ caller, params }) => {
      const found = await store.read.events.find(caller.siteId, params.eventId);
      if (!found) throw new DomainError('not_found', 'There is no such event.');
      const answer = storedAnswer(found);
      const changed = answer.rewards.map(({ id }) => id);
      const rewards = isReturn(found)
        ? await store.read.rewards.byIds(changed)
        : await store.read.rewards.ofEvent(found.id);
      return { status: 200, body: { ...answer, rewards: await presentRewards(store, rewards) } };
    },
  );
}
