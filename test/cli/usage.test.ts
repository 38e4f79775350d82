import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { goodturn } from './run.ts';

/** A folder is no database: nothing here may get as far as one. */
const NOWHERE = `file:${tmpdir()}`;

describe('the command line', () => {
  test.each([['help'], ['--help'], ['-h']])('tells every command when asked by %s', async (word) => {
    const { code, said } = await goodturn(NOWHERE, [word]);
    expect(code).toBe(0);
    for (const { name, usage } of COMMANDS) expect(said.join('\n')).toContain(`  ${name} ${usage}`);
  });

  test('tells them as an error when it is asked for nothing, or for what it does not know', async () => {
    expect(await goodturn(NOWHERE, [])).toMatchObject({ code: 1, said: [] });
    const { code, complained } = await goodturn(NOWHERE, ['nonsense']);
    expect([code, complained]).toEqual([
      1,
      ['There is no command "nonsense". "goodturn help" lists them all.'],
    ]);
  });

  test.each([
    [['aply', 'file.json'], 'aply file.json', 'apply'],
    [['audit', 'verfy'], 'audit verfy', 'audit verify'],
  ])('names the nearest command: %j', async (line, typed, meant) => {
    const { complained } = await goodturn(NOWHERE, line);
    expect(complained).toEqual([
      `There is no command "${typed}". Did you mean "goodturn ${meant}"? "goodturn help" lists them all.`,
    ]);
  });

  test('makes no database by looking for one, and says where it looked', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'goodturn-nowhere-')), 'goodturn.sqlite');
    expect(await goodturn(`file:${path}`, ['programs'])).toEqual({
      code: 1,
      said: [],
      complained: [expect.stringContaining(`There is no database at ${path}: `)],
    });
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    [['apply'], 'It takes one argument, not 0.', 'apply FILE'],
    [['apply', 'a', 'b'], 'It takes one argument, not 2.', 'apply FILE'],
    [['programs', 'a'], 'It takes no argument, not 1.', 'programs '],
    [['explain', 'a', '--stie', 'b'], "Unknown option '--stie'.", 'explain EVENT_ID|REWARD_ID [--site ID]'],
  ])('says how a command is used: %j', async (line, sentence, usage) => {
    expect(await goodturn(NOWHERE, line)).toEqual({
      code: 1,
      said: [],
      complained: [sentence, `Usage: goodturn ${usage}`],
    });
  });

  test('explains one command with --help', async () => {
    const { code, said } = await goodturn(NOWHERE, ['apply', '--help']);
    expect([code, said[0]]).toEqual([0, 'goodturn apply FILE']);
  });

  test('says in one sentence that a database cannot be used', async () => {
    const { code, complained } = await goodturn(NOWHERE, ['programs']);
    expect(code).toBe(1);
    expect(complained).toEqual([
      expect.stringMatching(/^DATABASE_URL names a database that cannot be used: /),
    ]);
  });
});
