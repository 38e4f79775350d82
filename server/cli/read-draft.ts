import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { fieldFaults } from '../../shared/contract/field-faults.ts';
import { plainIssue } from '../../shared/contract/plain-issue.ts';
import { type Program, program } from '../../shared/contract/program.ts';
import { configFile } from '../../shared/contract/site.ts';
import { ConfigError } from '../config/faults.ts';
import { placeOfJsonFault } from '../config/json-fault.ts';

/**
 * The draft that a file holds: one program by itself, or the one with this id of a configuration file, so that what is
 * tried out can be applied as it stands. Throws a `ConfigError` that names the place of each fault.
 */
export function readDraft(file: string, programId: string): Program {
  const value = parse(file, readText(file));
  if (typeof value !== 'object' || value === null || !('sites' in value)) {
    return valid(program.safeParse(value, { error: plainIssue }));
  }
  const { sites } = valid(configFile.safeParse(value, { error: plainIssue }));
  const found = sites.flatMap(({ programs }) => programs).find(({ id }) => id === programId);
  if (found) return found;
  throw new ConfigError([`${file} declares no program ${programId}.`]);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError([`${file} cannot be read.`]);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = placeOfJsonFault(text);
    throw new ConfigError([`${file} is not valid JSON: look at line ${line}, column ${column}.`]);
  }
}

function valid<T>(result: z.ZodSafeParseResult<T>): T {
  if (result.success) return result.data;
  throw new ConfigError(
    fieldFaults(result.error).map(({ path, message }) => `${path || 'The draft'} ${message}.`),
  );
}
