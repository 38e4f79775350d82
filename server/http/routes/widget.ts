import { z } from 'zod';
import { reveal } from '../../../shared/contract/claim.ts';
import { visit, visitRequest } from '../../../shared/contract/click.ts';
import { plainText } from '../../../shared/contract/fields.ts';
import { me, session, sessionRequest, shareRequest } from '../../../shared/contract/session.ts';
import { revealReward } from '../../domain/claim/reveal-reward.ts';
import { welcomeVisitor } from '../../domain/click/welcome-visitor.ts';
import { DomainError } from '../../domain/errors.ts';
import { checkSession } from '../../domain/session/check-session.ts';
import { readMe } from '../../domain/session/me.ts';
import { openSession } from '../../domain/session/open-session.ts';
import { programStatus } from '../../domain/site/program-status.ts';
import { versionHeader } from '../answer-headers.ts';
import { bearerToken } from '../bearer.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { createMeAnswers } from '../me-answers.ts';
import { streamChanges } from '../me-stream.ts';
import { isKnownTag, meTag } from '../me-tag.ts';
import type { RouteParts } from '../route-parts.ts';
import { seenIn } from '../seen.ts';

/** What the widget asks from a page: always with a site key, from one of the site's origins. */
export function widgetRoutes(parts: RouteParts): Endpoint[] {
  return [
    visits(parts),
    open(parts),
    end(parts),
    readOwn(parts),
    watch(parts),
    revealOwn(parts),
    share(parts),
  ];
}

function visits(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/widget/visits',
      summary: 'Welcome a visitor',
      description:
        'Who referred this visitor and what they are offered. A campaign code has an offer and no referrer. Every field is null for a visitor without a code or token that earns now. Counts nothing.',
      tags: ['Widget'],
      auth: 'site-key',
      request: { body: visitRequest },
      responses: { 200: { description: 'The welcome', schema: visit } },
    },
    async ({ caller, body }) => ({ status: 200, body: await welcomeVisitor(parts, caller.site, body) }),
  );
}

function open(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/widget/sessions',
      summary: 'Open a session',
      description:
        "Takes the participant token that the site's back end signed or had minted. `programId` may be left out when the site has one active program.",
      tags: ['Widget'],
      auth: 'site-key',
      request: { body: sessionRequest },
      responses: {
        200: { description: 'The session, with the first `me`', schema: session, headers: versionHeader },
      },
      problems: ['unauthorized', 'bad_request'],
    },
    async ({ caller, body, c }) => {
      const seen = () => seenIn(c, parts.trustedProxies);
      const { session: opened, viewer } = await openSession(parts, caller.site, body, seen);
      // With the version of its `me`, so that the first reading of it may be answered with 304.
      return { status: 200, body: opened, headers: { ETag: meTag(viewer, viewer.status) } };
    },
  );
}

function end({ store }: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'DELETE',
      path: '/v1/widget/sessions',
      summary: 'End the session',
      description: 'Holds at once, for this session only.',
      tags: ['Widget'],
      auth: 'session',
      responses: { 204: { description: 'The session has ended' } },
    },
    async ({ caller: { claims } }) => {
      await store.write('end-session', (rows) => rows.sessions.end(claims.sessionId, claims.expiresAt));
      return { status: 204 };
    },
  );
}

function readOwn({ store, clock, publicUrl }: RouteParts): Endpoint {
  const answers = createMeAnswers();
  return endpoint(
    {
      method: 'GET',
      path: '/v1/widget/me',
      summary: 'Read everything the widget shows',
      description: 'Send the `ETag` back as `If-None-Match`: 304 when nothing changed.',
      tags: ['Widget'],
      auth: 'session',
      responses: {
        200: {
          description: 'The participant, the program, share link, friends and rewards',
          schema: me,
          headers: versionHeader,
        },
        304: { description: 'Nothing changed', headers: versionHeader },
      },
    },
    async ({ caller, c }) => {
      const status = await programStatus(store.read, caller.program, clock());
      const tag = meTag(caller, status);
      const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' };
      if (isKnownTag(c.req.header('if-none-match'), tag)) return { status: 304, headers };
      const json = await answers.of(tag, async () =>
        JSON.stringify(await readMe(store.read, { ...caller, status, publicUrl })),
      );
      return { status: 200, headers, json };
    },
  );
}

function watch(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/widget/events',
      summary: 'Hear when `me` changed',
      description:
        'Server-sent events: `event: me` says that `me` changed and should be read. Ends with the session.',
      tags: ['Widget'],
      auth: 'session',
      responses: { 200: { description: 'The stream', contentType: 'text/event-stream' } },
    },
    async ({ caller, c }) => {
      const token = bearerToken(c.req.header('authorization'));
      const isSignedIn = () =>
        checkSession(parts, caller.site, token, parts.clock()).then(
          () => true,
          () => false,
        );
      const stream = streamChanges(parts, caller, { gone: c.req.raw.signal, isSignedIn });
      // Nobody reads the body of an answer to HEAD, so nobody would end it.
      if (c.req.method === 'HEAD') await stream.body?.cancel();
      return stream;
    },
  );
}

function revealOwn(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/widget/rewards/:id/reveal',
      summary: 'Reveal a reward',
      description:
        "The claim link and challenge answer of the participant's own reward. `claimLink` is null where the card has none or is made at this moment: the page at `claimPageUrl` then asks for what is missing, such as an address, and says where the card is. At most five a minute.",
      tags: ['Widget'],
      auth: 'session',
      request: { params: z.object({ id: plainText(60) }) },
      responses: { 200: { description: 'Bearer value: never store or log it', schema: reveal } },
      problems: ['not_found', 'wrong_state', 'too_many_requests'],
    },
    async ({ caller, params: { id } }) => {
      const reward = await parts.store.read.rewards.find(id);
      // Another participant's reward answers like one that does not exist.
      if (reward?.participantId !== caller.participant.id) {
        throw new DomainError('not_found', 'There is no such reward.');
      }
      const actor = `participant:${caller.participant.id}`;
      return { status: 200, body: await revealReward(parts, reward, caller.program.live, actor) };
    },
  );
}

function share({ telemetry }: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/widget/shares',
      summary: 'Count a share',
      description: 'Which channel the participant chose. Counted without the person.',
      tags: ['Widget'],
      auth: 'session',
      request: { body: shareRequest },
      responses: { 204: { description: 'Counted' } },
    },
    ({ caller, body }) => {
      telemetry.shared(caller.siteId, body.channel);
      return { status: 204 };
    },
  );
}
