import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { erasureRequest, personExport } from '../../../shared/contract/person.ts';
import { erasePerson } from '../../domain/person/erase-person.ts';
import { exportPerson } from '../../domain/person/export-person.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { findParticipant } from '../find-participant.ts';
import type { RouteParts } from '../route-parts.ts';

const params = z.object({ id: plainText(200) });

/** A person's rights: to have what is kept about them, and to have it removed. */
export function personRoutes(parts: RouteParts): Endpoint[] {
  return [tell(parts), erase(parts)];
}

function tell(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/participants/:id/export',
      summary: 'Export everything about a person',
      description:
        'Every row of every table that is about this person, with accepted terms and every decision. Names nobody else, and holds no claim link. `:id` is ours or your own. Written to the audit.',
      tags: ['Participants'],
      auth: { scope: 'participants:write' },
      request: { params },
      responses: { 200: { description: 'The rows, by table', schema: personExport } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      const person = await findParticipant(parts.store, caller.site, id);
      return { status: 200, body: await exportPerson(parts, person, `key:${caller.keyName}`) };
    },
  );
}

function erase(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'DELETE',
      path: '/v1/participants/:id',
      summary: 'Erase a person',
      description:
        'Removes names, facts, keyed hashes, notes and what events told, ends all sessions and the share link, and puts a pseudonym in the place of your id. Sums, states and the audit stay. ' +
        'Rewards go on, and a claim page works for whoever holds its address (`POST /v1/rewards/:id/claim-page` before, if the person shall have it): the gift card is theirs. ' +
        'The person cannot come back: their later events are recorded under the pseudonym and earn nothing. Cannot be undone.',
      tags: ['Participants'],
      auth: { scope: 'participants:write' },
      request: { params, body: erasureRequest },
      responses: { 204: { description: 'Erased' } },
      problems: ['not_found'],
      example: { reason: 'Asked for it on 3 March, case 4711' },
    },
    async ({ caller, params: { id }, body }) => {
      const person = await findParticipant(parts.store, caller.site, id);
      const erasure = { email: body.email, actor: `key:${caller.keyName}`, words: body.reason };
      await erasePerson(parts, person, erasure);
      return { status: 204 };
    },
  );
}
