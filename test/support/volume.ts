import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A volume of its own that a test can fill up. */
export type Volume = {
  /** A folder on it. */
  folder: string;
  /** Takes away all room but for so many bytes. */
  fill(leaveBytes: number): void;
  /** Gives the room back. */
  makeRoom(): void;
  remove(): void;
};

/** More than any run writes; memory is taken by what lies on it alone. */
const SIZE = '2g';
/** Whoever writes meanwhile makes a size too small that was right a moment ago. */
const TRIES = 20;

/** A small volume in memory; null where nobody may mount one: that takes Linux and root. */
export function mountVolume(): Volume | null {
  const path = mkdtempSync(join(tmpdir(), 'goodturn-volume-'));
  const remove = () => {
    // Lazily, so that nobody who still has a file open can keep it.
    spawnSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  };
  if (process.platform !== 'linux' || !mount(path, ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs'])) {
    rmSync(path, { recursive: true, force: true });
    return null;
  }
  const folder = join(path, 'data');
  mkdirSync(folder);
  return {
    folder,
    fill(leaveBytes) {
      for (let tries = TRIES; tries > 0; tries -= 1) {
        const { blocks, bfree, bsize } = statfsSync(path);
        if (resize(path, `${(blocks - bfree) * bsize + leaveBytes}`)) return;
      }
      throw new Error('The volume could not be made small.');
    },
    makeRoom() {
      if (!resize(path, SIZE)) throw new Error('The volume could not be made large again.');
    },
    remove,
  };
}

function resize(path: string, size: string): boolean {
  return mount(path, ['-o', `remount,size=${size}`]);
}

function mount(path: string, options: string[]): boolean {
  return spawnSync('mount', [...options, path]).status === 0;
}
