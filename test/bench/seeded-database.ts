import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { assertDurability, setDurability } from '../../server/storage/sqlite/durability.ts';

/** A database that is filled once and copied for every server, so that each begins with the very same rows. */
export type SeededDatabase = {
  /** Where the set-up writes. */
  url: string;
  /** The address of a fresh copy. The server that wrote the original must have stopped. */
  copy(): Promise<string>;
  /** What a commit waits for, as the database itself tells it. */
  durability(): Promise<string>;
  /** Removes what lies elsewhere than in the run's own folder. */
  discard(): Promise<void>;
};

export function seededFile(folder: string): SeededDatabase {
  const original = join(folder, 'seeded.sqlite');
  let copies = 0;
  return {
    url: `file:${original}`,
    async copy() {
      copies += 1;
      const path = join(folder, `copy-${copies}.sqlite`);
      await copyFile(original, path);
      return `file:${path}`;
    },
    async durability() {
      const connection = new SqliteConnection(original);
      try {
        // The setting belongs to a connection, so ours is made by the server's own function, which asserts it too.
        setDurability(connection);
        assertDurability(connection);
        const read = (pragma: string) => String(connection.pragma(pragma, { simple: true }));
        return `SQLite, journal_mode=${read('journal_mode')}, synchronous read back as ${read('synchronous')} (2 is FULL)`;
      } finally {
        connection.close();
      }
    },
    async discard() {},
  };
}
