import { DomainError } from '../errors.ts';
import type { Program } from '../site/program.ts';
import type { Site } from '../site/site.ts';
import type { Store } from '../store.ts';
import type { SessionClaims, SessionTokens } from '../token/tokens.ts';
import type { SessionFacts } from './session.ts';

/** A session that holds: whose it is and what it sees. */
export type LiveSession = Pick<SessionFacts, 'participant' | 'code'> & {
  claims: SessionClaims;
  program: Program;
};

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
  const facts = await store.read.sessions.facts(claims);
  if (!facts || facts.isEnded) throw notSignedIn();
  const { participant, code } = facts;
  if (participant.signedOutAt !== null && claims.issuedAt <= participant.signedOutAt) throw notSignedIn();
  return { claims, participant, program, code };
}

function notSignedIn(): DomainError {
  return new DomainError('unauthorized', 'The session is not valid any more: open a new one.');
}
