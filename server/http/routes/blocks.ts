import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { staffRequest } from '../../../shared/contract/participant.ts';
import { blockParticipant } from '../../domain/participant/block-participant.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { findParticipant } from '../find-participant.ts';
import type { RouteParts } from '../route-parts.ts';

const params = z.object({ id: plainText(200) });

/** Keeping somebody from earning, and letting them earn again. */
export function blockRoutes(parts: RouteParts): Endpoint[] {
  return [block(parts, true), block(parts, false)];
}

function block(parts: RouteParts, blocked: boolean): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: `/v1/participants/:id/${blocked ? 'block' : 'unblock'}`,
      summary: blocked ? 'Block a participant' : 'Let a blocked participant earn again',
      description: blocked
        ? 'From now on this person earns nothing, nobody earns by what they do, and their share link lands without a token. Rewards of theirs that are held, or wait for a release, do not go on by themselves until a person approves them or the block ends; what was ordered stays theirs, and the widget opens. `:id` is ours or your own; `reason` stays with the audit.'
        : 'From the next event on; what was refused meanwhile stays refused, and rewards that waited because of the block go on. `reason` stays with the audit.',
      tags: ['Participants'],
      auth: { scope: 'rewards:review' },
      request: { params, body: staffRequest },
      responses: { 204: { description: 'So it is, now or already' } },
      problems: ['not_found'],
      example: { reason: blocked ? 'Sells the link' : 'Explained by phone' },
    },
    async ({ caller, params: { id }, body }) => {
      const person = await findParticipant(parts.store, caller.site, id);
      const order = { blocked, actor: `key:${caller.keyName}`, words: body.reason };
      if (await blockParticipant(parts, caller.site, person, order)) parts.wake();
      return { status: 204 };
    },
  );
}
