import type { LiveSession } from '../domain/session/check-session.ts';
import type { Viewer } from '../domain/session/me.ts';
import type { ProgramStatus } from '../domain/site/program-status.ts';

/**
 * The version of a participant's `me` without building it: what is in it changes with the revision of the code,
 * with the program, or with the program's state. Weak, since the bytes may differ (RFC 9110, 8.8.1).
 */
export function meTag(
  { code, program, participant }: Pick<LiveSession, 'code'> & Pick<Viewer, 'program' | 'participant'>,
  status: ProgramStatus,
): string {
  return `W/"${participant.id}.${program.id}.${program.revision}.${status}.${code.revision}"`;
}

/** Whether `If-None-Match` names the tag: any of a list, compared weakly (RFC 9110, 13.1.2). */
export function isKnownTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  // What the widget sends: the one tag that it got.
  if (ifNoneMatch === tag) return true;
  const known = ifNoneMatch.split(',').map((each) => opaque(each.trim()));
  return known.includes('*') || known.includes(opaque(tag));
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
