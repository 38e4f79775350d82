import type { Rows } from '../store.ts';
import type { Program } from './program.ts';

/**
 * The program with the rules of `version`, looked up where they are younger than this snapshot: another process may
 * have applied them within the last second. As it was where nobody knows the version.
 */
export async function withVersion(
  { sites }: Pick<Rows, 'sites'>,
  program: Program,
  version: number,
): Promise<Program> {
  if (program.versions.has(version)) return program;
  const found = await sites.version(program.id, version);
  return found ? { ...program, versions: new Map([...program.versions, [version, found.frozen]]) } : program;
}
