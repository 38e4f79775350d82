import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoadJob, LoadResult } from './load-job.ts';
import type { Pin } from './placement.ts';

const GENERATOR = fileURLToPath(new URL('load-generator.ts', import.meta.url));

/** Runs one job in a process on the generator's core. Throws when an answer was not the `expected` status. */
export async function sendLoad(
  job: LoadJob,
  { folder, pin, expected }: { folder: string; pin: Pin; expected: number },
): Promise<LoadResult> {
  const file = join(folder, 'job.json');
  await writeFile(file, JSON.stringify(job));
  const { command, args } = pin(process.execPath, [GENERATOR, file]);
  const { stdout } = await promisify(execFile)(command, args);
  const result: LoadResult = JSON.parse(stdout);
  // When the numbers run out, each connection may repeat its last request once.
  const allowed = job.load.kind === 'numbers' ? job.connections : 0;
  const strange = Object.entries(result.answers).filter(([status]) => Number(status) !== expected);
  const count = strange.reduce((sum, [, answers]) => sum + answers, 0);
  if (count > allowed || result.errors > 0) {
    throw new Error(
      `Expected ${expected} only, got ${JSON.stringify(result.answers)}, ${result.errors} errors.`,
    );
  }
  return result;
}
