import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { SendMarkFile, SendMarks } from '../domain/restore/send-marks.ts';
import { errorCode } from './error-code.ts';

const shape = z.strictObject({
  epochs: z.array(z.string()),
  accounts: z.record(z.string(), z.number().int()),
});

/**
 * The marks as one small JSON file, replaced whole. Processes on one machine may share it: two that write in the same
 * moment may leave the earlier of their marks, which the next send mends.
 */
export function sendMarkFile(path: string): SendMarkFile {
  async function read(): Promise<SendMarks | null> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return '';
      throw error;
    });
    return parse(text);
  }

  return {
    read,

    async reach(epochs, accountId, at) {
      const before = await read();
      const isOurs = before?.epochs.some((epoch) => epochs.includes(epoch)) ?? false;
      const accounts = isOurs && before ? before.accounts : {};
      if ((accounts[accountId] ?? 0) >= at) return;
      await replace(path, JSON.stringify({ epochs, accounts: { ...accounts, [accountId]: at } }));
    },

    async forget() {
      await rm(path, { force: true });
    },
  };
}

function parse(text: string): SendMarks | null {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Either the old text or the new one is there, whenever the power fails. */
async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${randomUUID()}.part`;
  const file = await open(part, 'wx', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
