import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyState, type ShopState } from './state.ts';

export type ShopData = {
  state: ShopState;
  /** Puts the state on disk. Call it once after each change. */
  save: () => void;
};

/**
 * The shop's own memory: one JSON file, since a demo with a handful of people needs no database.
 * `null` keeps it in memory. Throws when the file exists and cannot be read.
 */
export function openShopData(folder: string | null): ShopData {
  if (folder === null) return { state: emptyState(), save: () => {} };
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'shop.json');
  const state = { ...emptyState(), ...readState(path) };
  return { state, save: () => writeWhole(path, JSON.stringify(state)) };
}

function readState(path: string): Partial<ShopState> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<ShopState>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Error(`The shop's data in ${path} cannot be read; move the file away to start anew.`, {
      cause: error,
    });
  }
}

/** Written beside and renamed: a crash leaves the old file or the new one, never half of one. */
function writeWhole(path: string, text: string): void {
  // Session ids stand in the file, so only its owner may read it.
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
