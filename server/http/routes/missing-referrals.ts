import { missingReferral, missingReferralRequest } from '../../../shared/contract/missing-referral.ts';
import { askForReferral } from '../../domain/question/ask-for-referral.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { RouteParts } from '../route-parts.ts';

/** "My referral is missing", answered from what was decided. */
export function missingReferralRoutes(parts: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'POST',
        path: '/v1/widget/missing-referrals',
        summary: 'Ask after a missing referral',
        description:
          'What became of friends who joined or bought within seven days of a date: states and reasons, and nothing that tells who they are. ' +
          '`initial` leaves out friends whose shown name begins otherwise. `advice` is the reason where nothing was found. At most ten a minute.',
        tags: ['Widget'],
        auth: 'session',
        request: { body: missingReferralRequest },
        responses: { 200: { description: 'What was found', schema: missingReferral } },
        problems: ['too_many_requests'],
        example: { around: '2026-03-05', initial: 'B' },
      },
      async ({ caller, body }) => ({ status: 200, body: await askForReferral(parts, caller, body) }),
    ),
  ];
}
