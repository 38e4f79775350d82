import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { runCli } from '../../server/cli/run-cli.ts';
import { readEnv } from '../../server/config/env.ts';
import { SECRETS } from '../support/acme.ts';

type Run = { code: number; said: string[]; complained: string[] };

/** `goodturn …` in this process, with the settings of a server on this database. */
export async function goodturn(
  databaseUrl: string,
  line: string[],
  env: Record<string, string> = {},
): Promise<Run> {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runCli(line, {
    env: readEnv({ DATABASE_URL: databaseUrl, ...SECRETS, ...env }),
    terminal: {
      say: (text) => void said.push(...text.split('\n')),
      complain: (text) => void complained.push(text),
    },
  });
  return { code, said, complained };
}

/** A file with this text, until the tests of the file have run. */
export async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-cli-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}
