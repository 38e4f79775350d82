import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Fact, factSchema } from './facts.ts';
import { SettingFault } from './setting-fault.ts';

/** Where facts outlive the process. Every method is synchronous: nothing else may happen between a fact and its disk. */
export type Journal = {
  /** What the last run left. */
  facts: readonly Fact[];
  /** Returns only when the fact is on disk (fsync). @throws when the disk refuses; then nothing was written */
  append(fact: Fact): void;
  clear(): void;
  close(): void;
};

/** A journal that forgets. */
export function createMemoryJournal(): Journal {
  return { facts: [], append: () => {}, clear: () => {}, close: () => {} };
}

/**
 * Opens or creates a journal of one JSON fact per line. A last line without its end was never answered for
 * (the process died while writing it), so it is cut off; any other unreadable line stops the start.
 * @throws SettingFault when the file can't be opened or isn't such a journal
 */
export function openFileJournal(path: string): Journal {
  const file = openFile(path);
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const facts = whole.split('\n').slice(0, -1).map(parserOf(path));
  let length = Buffer.byteLength(whole);
  ftruncateSync(file, length);
  return {
    facts,
    append: (fact) => {
      const line = Buffer.from(`${JSON.stringify(fact)}\n`);
      try {
        writeFully(file, line);
        fsyncSync(file);
      } catch (error) {
        // Half a line in the middle would make the whole journal unreadable after the next append.
        ftruncateSync(file, length);
        throw error;
      }
      length += line.length;
    },
    clear: () => {
      ftruncateSync(file, 0);
      fsyncSync(file);
      length = 0;
    },
    close: () => closeSync(file),
  };
}

function openFile(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'a');
    syncFolder(dirname(path));
    return file;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingFault(`SANDBOX_DATA is not usable: ${reason}.`);
  }
}

// A new file's name is only safe once its folder is on disk.
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function parserOf(path: string): (line: string, index: number) => Fact {
  return (line, index) => {
    try {
      return factSchema.parse(JSON.parse(line));
    } catch {
      throw new SettingFault(`SANDBOX_DATA is not usable: line ${index + 1} of ${path} is no journal entry.`);
    }
  };
}

function writeFully(file: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}
