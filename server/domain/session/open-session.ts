import type { Session } from '../../../shared/contract/session.ts';
import type { Sealer } from '../claim/sealer.ts';
import { type Clock, HOUR_MS, SECOND_MS, toIso } from '../clock.ts';
import { contactKeeper } from '../delivery/keep-contact.ts';
import { DomainError } from '../errors.ts';
import { forgetAt } from '../fraud/forget-at.ts';
import { levelOf } from '../fraud/level-of.ts';
import type { Sighting } from '../fraud/sighting.ts';
import { type Footprint, type FootprintOf, NO_FOOTPRINT, type Seen } from '../fraud/visitor.ts';
import type { Ids } from '../ids.ts';
import { ensureCode } from '../participant/ensure-participant.ts';
import type { Participant } from '../participant/participant.ts';
import { type FactParts, participantFacts } from '../participant/participant-facts.ts';
import { isErased } from '../person/refuse-erased.ts';
import { currentRules, type Program, phaseOf } from '../site/program.ts';
import { programStatus } from '../site/program-status.ts';
import type { Site } from '../site/site.ts';
import type { Store } from '../store.ts';
import type {
  ParticipantClaims,
  ParticipantTokens,
  SessionTokens,
  VerifiedParticipant,
} from '../token/tokens.ts';
import type { LiveSession } from './check-session.ts';
import { readMe, type Viewer } from './me.ts';

const SESSION_MS = HOUR_MS;

type SessionParts = FactParts & {
  store: Store;
  sealer: Sealer;
  ids: Ids;
  clock: Clock;
  participantTokens: ParticipantTokens;
  sessionTokens: SessionTokens;
  footprintOf: FootprintOf;
  publicUrl: string;
};

/** The session, and what its first `me` was read for: its version follows from that. */
type Opened = { session: Session; viewer: Viewer & Pick<LiveSession, 'code'> };

/**
 * Opens a widget session for the participant whom the site's back end vouches for. Throws `unauthorized` for a
 * token that is not valid here and now, `bad_request` when the program is not named and not evident.
 */
export async function openSession(
  parts: SessionParts,
  site: Site,
  request: { participantToken: string; programId?: string | undefined },
  seen: () => Seen,
): Promise<Opened> {
  const now = parts.clock();
  const claims = await parts.participantTokens.verify(request.participantToken, site, now);
  if (!claims) throw notValid(await parts.participantTokens.whyRefused(request.participantToken, site));
  const program = programFor(site, request.programId, now);
  const footprint = levelOf(program.live) === 'off' ? NO_FOOTPRINT : parts.footprintOf(seen(), now);
  const keepContact = contactKeeper(parts.sealer, site, { email: claims.email }, now);
  const { participant, code } = await parts.store.write('open-session', async (rows) => {
    const upserted = await rows.participants.upsert(
      parts.ids.next('par'),
      factsOf(parts, site.id, claims, now),
      now,
    );
    const isOver =
      isFromBeforeSignOut(claims, upserted) || (await isErased(rows, parts.pseudonyms, upserted));
    if (isOver) throw notValid('its member was signed out since, or erased');
    await keepContact?.(rows, upserted.id);
    await rows.sightings.insert(sightingsOf(upserted.id, footprint, program, now));
    return { participant: upserted, code: await ensureCode(rows, parts.ids, upserted.id, program.id, now) };
  });
  const expiresAt = now + SESSION_MS;
  const sessionToken = await parts.sessionTokens.sign({
    sessionId: parts.ids.next('ses'),
    siteId: site.id,
    participantId: participant.id,
    programId: program.id,
    issuedAt: now,
    expiresAt,
  });
  const { store, publicUrl } = parts;
  const status = await programStatus(store.read, program, now);
  const viewer = { participant, program, code, status, publicUrl };
  const me = await readMe(store.read, viewer);
  return { session: { sessionToken, expiresAt: toIso(expiresAt), me }, viewer };
}

/** What is kept of where the participant is now: to tell later whether a friend's click came from there. */
function sightingsOf(participantId: string, footprint: Footprint, program: Program, now: number): Sighting[] {
  const { networkMac, deviceMac } = footprint;
  if (networkMac === null || deviceMac === null) return [];
  const common = { participantId, forgetAt: forgetAt(currentRules(program), now), createdAt: now };
  return [
    { ...common, kind: 'network', mac: networkMac },
    { ...common, kind: 'device', mac: deviceMac },
  ];
}

/**
 * A page may hold its token for an hour, and with it would undo a sign-out at once. Tokens tell whole seconds, so one
 * of the very second of the sign-out passes: it may be the one of signing in again.
 */
function isFromBeforeSignOut({ issuedAt }: VerifiedParticipant, { signedOutAt }: Participant): boolean {
  return signedOutAt !== null && issuedAt + SECOND_MS <= signedOutAt;
}

/** One answer for every reason: whoever tries tokens learns nothing. The log says why. */
function notValid(why: string): DomainError {
  return new DomainError('unauthorized', 'The participant token is not valid for this site.', {
    operator: `The participant token was refused: ${why}.`,
  });
}

/** The name in the token is the site's own knowledge; what others may see is only what the person chose to show. */
function factsOf(parts: FactParts, siteId: string, claims: ParticipantClaims, now: number) {
  const { externalId, email, locale, country } = claims;
  return participantFacts(parts, siteId, { externalId, email, locale, country }, now);
}

function programFor(site: Site, programId: string | undefined, now: number): Program {
  const shown = site.programs.filter(({ live }) => live.status !== 'draft');
  if (programId !== undefined) {
    const named = shown.find(({ id }) => id === programId);
    if (named) return named;
    throw fault('is not a program of this site');
  }
  const active = shown.filter(({ live }) => phaseOf(live, now) === 'active');
  const [only, ...others] = active.length > 0 ? active : shown;
  if (only && others.length === 0) return only;
  throw fault('must be given, since the site has not exactly one active program');
}

function fault(message: string): DomainError {
  return new DomainError('bad_request', `The programId ${message}.`, {
    errors: [{ path: 'programId', message }],
  });
}
