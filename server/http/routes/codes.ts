import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import { codeRequest, shareCode } from '../../../shared/contract/participant.ts';
import { shareUrl } from '../../domain/participant/present-participant.ts';
import { replaceCode } from '../../domain/participant/replace-code.ts';
import { namedProgram } from '../../domain/site/named-program.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { findParticipant } from '../find-participant.ts';
import type { RouteParts } from '../route-parts.ts';

/** Another share link for somebody whose old one went astray. */
export function codeRoutes(parts: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'POST',
        path: '/v1/participants/:id/codes',
        summary: 'Replace a share code',
        description:
          'The old link lands without a token from now on and its code names nobody; friends who are bound stay bound. The widget shows the new link at once. `:id` is ours or your own; `reason` stays with the audit.',
        tags: ['Participants'],
        auth: { scope: 'participants:write' },
        request: { params: z.object({ id: plainText(200) }), body: codeRequest },
        responses: { 201: { description: 'The new code', schema: shareCode } },
        problems: ['not_found', 'bad_request'],
        example: { programId: 'friends', reason: 'Posted on a coupon site' },
      },
      async ({ caller, params: { id }, body: { programId, reason } }) => {
        const person = await findParticipant(parts.store, caller.site, id);
        const program = namedProgram(caller.site, programId);
        const actor = `key:${caller.keyName}`;
        const { code } = await replaceCode(parts, person, { programId: program.id, actor, words: reason });
        return { status: 201, body: { programId, code, url: shareUrl(parts.publicUrl, code) } };
      },
    ),
  ];
}
