import { parseArgs } from 'node:util';
import type { Env } from '../config/env.ts';
import { ConfigError } from '../config/faults.ts';
import type { Command, Terminal } from './command.ts';
import { COMMANDS } from './commands.ts';
import { nearestCommand } from './nearest-command.ts';

type Surroundings = { env: Env; terminal: Terminal };

/** Runs one command line and resolves to its exit code: 0 when all is well, 1 with sentences on standard error. */
export async function runCli(line: string[], surroundings: Surroundings): Promise<number> {
  const { terminal } = surroundings;
  const [name] = line;
  if (name === 'help' || name === '--help' || name === '-h') {
    terminal.say(usage());
    return 0;
  }
  const command = COMMANDS.find((each) => isCalled(each, line));
  if (command) return runCommand(command, line.slice(wordsOf(command).length), surroundings);
  if (name === undefined) terminal.complain(usage());
  else terminal.complain(`There is no command "${line.slice(0, 2).join(' ')}". ${hint(line)}`);
  return 1;
}

function hint(line: string[]): string {
  const near = nearestCommand(line, COMMANDS);
  return `${near === null ? '' : `Did you mean "goodturn ${near}"? `}"goodturn help" lists them all.`;
}

/** The name of a command may have several words. */
function isCalled(command: Command, line: string[]): boolean {
  return wordsOf(command).every((word, at) => line[at] === word);
}

function wordsOf({ name }: Command): string[] {
  return name.split(' ');
}

async function runCommand(
  command: Command,
  rest: string[],
  { env, terminal }: Surroundings,
): Promise<number> {
  try {
    const { values, positionals } = parse(command, rest);
    if (values['help']) {
      terminal.say(`goodturn ${command.name} ${command.usage}\n\n${command.summary}`);
      return 0;
    }
    const options = Object.fromEntries(
      command.options.map((option) => {
        const value = values[option];
        return [option, typeof value === 'string' ? value : undefined];
      }),
    );
    const flags = new Set(command.flags?.filter((flag) => values[flag] === true));
    return await command.run({ args: positionals, options, flags, env, terminal });
  } catch (error) {
    return tell(error, terminal);
  }
}

type Parsed = { values: Readonly<Record<string, unknown>>; positionals: string[] };

function parse(command: Command, rest: string[]): Parsed {
  const strings = command.options.map((option) => [option, { type: 'string' }] as const);
  const flags = (command.flags ?? []).map((flag) => [flag, { type: 'boolean' }] as const);
  const help = { type: 'boolean', short: 'h' } as const;
  const options = { help, ...Object.fromEntries([...strings, ...flags]) };
  const parsed = parsedOrRefused(command, () =>
    parseArgs({ args: rest, options, allowPositionals: true, strict: true }),
  );
  const { positionals } = parsed;
  const values: Parsed['values'] = parsed.values;
  if (values['help'] || positionals.length === command.arity) return { values, positionals };
  const needs = ['no argument', 'one argument'][command.arity] ?? `${command.arity} arguments`;
  throw misuse(command, `It takes ${needs}, not ${positionals.length}.`);
}

/** The parser's first sentence says what is wrong; the rest of it is for programmers. */
function parsedOrRefused<R>(command: Command, parseLine: () => R): R {
  try {
    return parseLine();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw misuse(command, `${error.message.split('. ')[0]?.replace(/\.$/, '')}.`);
  }
}

function misuse(command: Command, sentence: string): ConfigError {
  return new ConfigError([sentence, `Usage: goodturn ${command.name} ${command.usage}`]);
}

/** Mistakes are sentences for a person; everything else is a fault and keeps its stack. */
function tell(error: unknown, terminal: Terminal): number {
  const lines = error instanceof ConfigError ? error.faults : [stackOf(error)];
  for (const line of lines) terminal.complain(line);
  return 1;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function usage(): string {
  const width = Math.max(...COMMANDS.map(({ name, usage: args }) => `${name} ${args}`.length));
  const lines = COMMANDS.map(
    ({ name, usage: args, summary }) => `  ${`${name} ${args}`.padEnd(width)}  ${summary}`,
  );
  return [
    'Usage: goodturn COMMAND',
    '',
    ...lines,
    '',
    'It works on the database of the server and takes the same settings (DATABASE_URL, GOODTURN_SECRET, …).',
  ].join('\n');
}
