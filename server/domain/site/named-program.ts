import { DomainError } from '../errors.ts';
import type { Program } from './program.ts';
import type { Site } from './site.ts';

/** The site's program that a request names. Throws `bad_request` for any other, drafts included: nobody takes part in one. */
export function namedProgram(site: Site, programId: string): Program {
  const named = site.programs.find(({ id, live }) => id === programId && live.status !== 'draft');
  if (named) return named;
  const message = 'is not a program of this site';
  throw new DomainError('bad_request', `The program ${programId} ${message}.`, {
    errors: [{ path: 'programId', message }],
  });
}
