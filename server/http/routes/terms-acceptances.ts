import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { termsByKey, termsByWidget } from '../../../shared/contract/terms.ts';
import { acceptTerms } from '../../domain/participant/accept-terms.ts';
import { namedProgram } from '../../domain/site/named-program.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { findParticipant } from '../find-participant.ts';
import type { RouteParts } from '../route-parts.ts';

const HELD = 'Rewards of this person that waited for nothing else go on at once.';

/** Evidence of who accepted which terms: in the widget, or where the site shows them itself. */
export function termsAcceptanceRoutes(parts: RouteParts): Endpoint[] {
  return [inWidget(parts), byKey(parts)];
}

function inWidget(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/widget/terms',
      summary: 'Accept the terms',
      description: `\`version\` is the one that was shown, from \`me.terms\`. ${HELD}`,
      tags: ['Widget'],
      auth: 'session',
      request: { body: termsByWidget },
      responses: { 204: { description: 'Written down, now or before' } },
      problems: ['bad_request'],
    },
    async ({ caller: { site, participant, program }, body: { version } }) => {
      const actor = `participant:${participant.id}`;
      const acceptance = { participant, program, version, place: 'widget', actor };
      if (await acceptTerms(parts, site, acceptance)) parts.wake();
      return { status: 204 };
    },
  );
}

function byKey(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/participants/:id/terms',
      summary: 'Tell that a participant accepted the terms',
      description: `For sites that show the terms themselves, at sign-up for example. \`:id\` is ours or your own. ${HELD}`,
      tags: ['Participants'],
      auth: { scope: 'participants:write' },
      request: { params: z.object({ id: plainText(200) }), body: termsByKey },
      responses: { 204: { description: 'Written down, now or before' } },
      problems: ['not_found', 'bad_request'],
      example: { programId: 'friends', version: 1 },
    },
    async ({ caller, params: { id }, body: { programId, version } }) => {
      const participant = await findParticipant(parts.store, caller.site, id);
      const actor = `key:${caller.keyName}`;
      const program = namedProgram(caller.site, programId);
      const acceptance = { participant, program, version, place: actor, actor };
      if (await acceptTerms(parts, caller.site, acceptance)) parts.wake();
      return { status: 204 };
    },
  );
}
