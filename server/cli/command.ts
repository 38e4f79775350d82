import type { Env } from '../config/env.ts';

/** Where a command speaks: results to standard output, everything about the run itself to standard error. */
export type Terminal = { say(line: string): void; complain(line: string): void };

export type Call = {
  /** What stands after the command's name, without options. */
  args: string[];
  options: Readonly<Record<string, string | undefined>>;
  /** Those of the command's flags that were given. */
  flags: ReadonlySet<string>;
  env: Env;
  terminal: Terminal;
};

/** One command of `goodturn`. */
export type Command = {
  name: string;
  /** Its arguments as a person types them, such as `FILE --site ID`. */
  usage: string;
  summary: string;
  /** Names of the options; each takes a value. */
  options: readonly string[];
  /** Names of the options that take no value. */
  flags?: readonly string[];
  /** How many arguments it needs, no more and no fewer. */
  arity: number;
  /** Resolves to the exit code. Throws a `ConfigError` with sentences for a person. */
  run(call: Call): Promise<number>;
};
