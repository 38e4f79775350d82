import type { Code } from '../click/click.ts';
import { DomainError } from '../errors.ts';
import type { Participant } from '../participant/participant.ts';
import type { Program } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import type { Store } from '../store.ts';
import type { SessionClaims, SessionTokens } from '../token/tokens.ts';

/** A session that holds: whose it is and what it sees. */
export type LiveSession = { claims: SessionClaims; participant: Participant; program: Program; code: Code };

/**
 * Checks a session token against this site and against what ended since it was signed: signing out works at once,
 * because every request asks. Throws `unauthorized`, always with the same words.
 */
export async function checkSession(
  { store, sessionTokens }: { store: Store; sessionTokens: SessionTokens },
  site: Site,
  token: string | null,
  now: number,
): Promise<LiveSession> {
  const claims = token === null ? null : await sessionTokens.verify(token, now);
  const program = site.programs.find(({ id }) => id === claims?.programId);
  if (!claims || !program || claims.siteId !== site.id) throw notSignedIn();
  const [participant, code, ended] = await Promise.all([
    store.read.participants.byId(claims.participantId),
    store.read.codes.inProgram(claims.participantId, program.id),
    store.read.sessions.isEnded(claims.sessionId),
  ]);
  if (!participant || !code || ended) throw notSignedIn();
  if (participant.signedOutAt !== null && claims.issuedAt <= participant.signedOutAt) throw notSignedIn();
  return { claims, participant, program, code };
}

function notSignedIn(): DomainError {
  return new DomainError('unauthorized', 'The session is not valid any more: open a new one.');
}
