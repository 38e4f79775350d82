import { readFileSync } from 'node:fs';
import { ConfigError } from '../config/faults.ts';

/** What is in a file that a command was given. Throws a `ConfigError` where it cannot be read. */
export function givenFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new ConfigError([`${path} cannot be read.`]);
  }
}
