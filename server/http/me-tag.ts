import type { LiveSession } from '../domain/session/check-session.ts';
import { phaseOf } from '../domain/site/program.ts';

/**
 * The version of a participant's `me` without building it: what is in it changes with the revision of the code,
 * with the program, or with the program's time. Weak, since the bytes may differ (RFC 9110, 8.8.1).
 */
export function meTag({ code, program, participant }: LiveSession, now: number): string {
  const phase = phaseOf(program.live, now);
  return `W/"${participant.id}.${program.id}.${program.revision}.${phase}.${code.revision}"`;
}
