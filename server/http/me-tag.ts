import type { LiveSession } from '../domain/session/check-session.ts';

/**
 * The version of a participant's `me` without building it: everything in it changes either with the revision of
 * the code or with the program. Weak, since the bytes may differ (RFC 9110, 8.8.1).
 */
export function meTag({ code, program, participant }: LiveSession): string {
  const { status } = program.live;
  return `W/"${participant.id}.${program.id}.${program.version}.${status}.${code.revision}"`;
}
