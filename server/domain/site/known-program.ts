import type { Program } from './program.ts';
import type { Site } from './site.ts';

/** The site's program of an id that is stored with something of it. Programs are switched off but never removed. */
export function knownProgram({ programs }: Pick<Site, 'programs'>, programId: string): Program {
  const program = programs.find(({ id }) => id === programId);
  if (!program) throw new Error(`program ${programId} is not known`);
  return program;
}
