import { z } from 'zod';
import { plainText } from '../../../shared/contract/fields.ts';
import {
  type ParticipantRequest,
  participant,
  participantRequest,
  participantToken,
} from '../../../shared/contract/participant.ts';
import { toIso } from '../../domain/clock.ts';
import { contactKeeper } from '../../domain/delivery/keep-contact.ts';
import { DomainError } from '../../domain/errors.ts';
import {
  activePrograms,
  type Ensured,
  ensureParticipant,
} from '../../domain/participant/ensure-participant.ts';
import { participantFacts } from '../../domain/participant/participant-facts.ts';
import { presentParticipant } from '../../domain/participant/present-participant.ts';
import { signOut as endSessions } from '../../domain/participant/sign-out.ts';
import type { Site } from '../../domain/site/site.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { findParticipant } from '../find-participant.ts';
import type { RouteParts } from '../route-parts.ts';

const params = z.object({ id: plainText(200) });

/** Members as the site's back end manages them. `:id` is our id or, for convenience, the site's own. */
export function participantRoutes(parts: RouteParts): Endpoint[] {
  return [upsert(parts), read(parts), mint(parts), signOut(parts)];
}

function upsert(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/participants',
      summary: 'Make or update a participant',
      description:
        'Names a member of the site and gives back their share codes, one for each running program. What is left out stays as it is known; null or an empty text takes it back, such as a `displayName` that somebody no longer wants to show.',
      tags: ['Participants'],
      auth: { scope: 'participants:write' },
      request: { body: participantRequest },
      responses: {
        200: { description: 'Known and updated', schema: participant },
        201: { description: 'New', schema: participant },
      },
      example: { externalId: 'user_42', email: 'ada@example.com', displayName: 'Ada' },
    },
    async ({ caller, body }) => {
      const ensured = await keepTold(parts, caller.site, body);
      const answer = presentParticipant(ensured.participant, ensured.codes, parts.publicUrl);
      return { status: ensured.isNew ? 201 : 200, body: answer };
    },
  );
}

/** Everything that a site tells of a member. Throws `conflict` for somebody who was erased. */
function keepTold(parts: RouteParts, site: Site, told: ParticipantRequest): Promise<Ensured> {
  const now = parts.clock();
  const facts = participantFacts(parts, site.id, told, now);
  return ensureParticipant(parts, site, facts, now, contactKeeper(parts.sealer, site, told, now));
}

function read(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'GET',
      path: '/v1/participants/:id',
      summary: 'Read a participant',
      description:
        "`:id` is Goodturn's id or the site's own user id. With the codes that the member has in the programs that run now: in a program that is new, they get theirs with the next `POST /v1/participants` or widget session.",
      tags: ['Participants'],
      auth: { scope: 'participants:write' },
      request: { params },
      responses: { 200: { description: 'The participant', schema: participant } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      const found = await findParticipant(parts.store, caller.site, id);
      const running = new Set(activePrograms(caller.site, parts.clock()).map((program) => program.id));
      const all = await parts.store.read.codes.ofParticipant(found.id);
      const codes = all.filter(({ programId }) => running.has(programId));
      return { status: 200, body: presentParticipant(found, codes, parts.publicUrl) };
    },
  );
}

function mint(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/participant-tokens',
      summary: 'Mint a participant token',
      description:
        'For back ends that do not sign participant tokens themselves. Give it to the page of this member only. What is told beside what a token holds (`displayName`, `phone`, `region`, `age`) is kept at once, as `POST /v1/participants` does, and so is what null takes back.',
      tags: ['Participants'],
      auth: { scope: 'participants:write' },
      request: { body: participantRequest },
      responses: { 201: { description: 'The token, living one hour', schema: participantToken } },
      problems: ['conflict'],
    },
    async ({ caller, body }) => {
      if (caller.site.identitySecrets.length === 0) {
        throw new DomainError('conflict', 'The site has no identity secret: declare one in identitySecrets.');
      }
      if (tellsMoreThanToken(body)) await keepTold(parts, caller.site, body);
      const { token, expiresAt } = await parts.participantTokens.mint(
        {
          externalId: body.externalId,
          ...(body.email && { email: body.email }),
          ...(body.name && { name: body.name }),
          ...(body.locale && { locale: body.locale }),
          ...(body.country && { country: body.country }),
        },
        caller.site,
        parts.clock(),
      );
      return { status: 201, body: { participantToken: token, expiresAt: toIso(expiresAt) } };
    },
  );
}

/** A token carries the rest to the session, which keeps it then: minting one usually writes nothing. It takes nothing back. */
function tellsMoreThanToken(told: ParticipantRequest): boolean {
  const { displayName, phone, region, age } = told;
  return (
    [displayName, phone, region, age].some((fact) => fact !== undefined) || Object.values(told).includes(null)
  );
}

function signOut(parts: RouteParts): Endpoint {
  return endpoint(
    {
      method: 'POST',
      path: '/v1/participants/:id/sign-out',
      summary: 'End all widget sessions of a participant',
      description: 'For log-out on the site, or when an account is taken over. Holds at once.',
      tags: ['Participants'],
      auth: { scope: 'participants:write' },
      request: { params },
      responses: { 204: { description: 'All sessions have ended' } },
      problems: ['not_found'],
    },
    async ({ caller, params: { id } }) => {
      await endSessions(parts, await findParticipant(parts.store, caller.site, id), `key:${caller.keyName}`);
      return { status: 204 };
    },
  );
}
