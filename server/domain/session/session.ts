import type { Code } from '../click/click.ts';
import type { Participant } from '../participant/participant.ts';

/** What a session token names. */
export type SessionKey = { sessionId: string; participantId: string; programId: string };

/** Whose session it is, their code in its program, and whether it was ended before its time. */
export type SessionFacts = {
  participant: Pick<Participant, 'id' | 'siteId' | 'externalId' | 'displayName' | 'signedOutAt'>;
  code: Pick<Code, 'code' | 'clicks' | 'revision'>;
  isEnded: boolean;
};

/** Which sessions have ended before their time, and what a living one has to know. */
export interface SessionRows {
  end(sessionId: string, expiresAt: number): Promise<void>;
  /** All that a request of the session has to ask, in one query. Undefined where participant or code are gone. */
  facts(key: SessionKey): Promise<SessionFacts | undefined>;
  prune(now: number): Promise<void>;
}
