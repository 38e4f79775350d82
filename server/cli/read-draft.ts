import type { FieldFault } from '../../shared/contract/field-faults.ts';
import { type Program, program } from '../../shared/contract/program.ts';
import { configFile } from '../../shared/contract/site.ts';
import { ConfigError } from '../config/faults.ts';
import { parseJson } from '../config/parse-json.ts';
import { valid } from '../config/valid.ts';
import { givenFile } from './given-file.ts';

/**
 * The draft that a file holds: one program by itself, or the one with this id of a configuration file, so that what is
 * tried out can be applied as it stands. Throws a `ConfigError` that names the place of each fault.
 */
export function readDraft(file: string, programId: string): Program {
  const written = parseJson(givenFile(file).toString('utf8'), file);
  if (typeof written !== 'object' || written === null || !('sites' in written)) {
    return valid(program, written, sentenceOf);
  }
  const { sites } = valid(configFile, written, sentenceOf);
  const found = sites.flatMap(({ programs }) => programs).find(({ id }) => id === programId);
  if (found) return found;
  throw new ConfigError([`${file} declares no program ${programId}.`]);
}

function sentenceOf({ path, message }: FieldFault): string {
  return `${path || 'The draft'} ${message}.`;
}
