import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Checkpoint, CheckpointFile, KeptCheckpoints } from '../domain/audit/checkpoint.ts';
import { errorCode } from './error-code.ts';

export const checkpointShape = z.strictObject({
  sequence: z.number().int(),
  hash: z.string(),
  at: z.number().int(),
  key: z.string(),
  signature: z.string(),
});

/** Checkpoints as JSON lines in a file that is only appended to. Processes may share it: a line is written whole. */
export function checkpointFile(path: string): CheckpointFile {
  return {
    async append(checkpoint) {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, 'a', 0o600);
      try {
        await file.appendFile(`${JSON.stringify(checkpoint)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    },

    async read() {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if (errorCode(error) === 'ENOENT') return '';
        throw error;
      });
      return parseCheckpoints(text.split('\n'));
    },
  };
}

/** The checkpoints among these lines. */
function parseCheckpoints(lines: string[]): KeptCheckpoints {
  const kept: KeptCheckpoints = { checkpoints: [], unreadable: 0 };
  for (const line of lines) {
    if (line === '') continue;
    const checkpoint = parseCheckpoint(line);
    if (checkpoint) kept.checkpoints.push(checkpoint);
    else kept.unreadable += 1;
  }
  return kept;
}

function parseCheckpoint(line: string): Checkpoint | null {
  try {
    return checkpointShape.parse(JSON.parse(line));
  } catch {
    // A crash in the middle of a line leaves its beginning.
    return null;
  }
}
