import { DomainError } from '../errors.ts';
import type { Program } from './program.ts';
import type { Site } from './site.ts';

/** The site's program that a request names. Throws `bad_request` for any other, drafts included: nobody takes part in one. */
export function namedProgram(site: Site, programId: string): Program {
  const named = declaredProgram(site, programId);
  if (named.live.status === 'draft') throw notOfSite(programId);
  return named;
}

/** The same, drafts too. */
export function declaredProgram({ programs }: Pick<Site, 'programs'>, programId: string): Program {
  const declared = programs.find(({ id }) => id === programId);
  if (!declared) throw notOfSite(programId);
  return declared;
}

function notOfSite(programId: string): DomainError {
  const message = 'is not a program of this site';
  return new DomainError('bad_request', `The program ${programId} ${message}.`, {
    errors: [{ path: 'programId', message }],
  });
}
