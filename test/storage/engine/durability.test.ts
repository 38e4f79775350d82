import SqliteConnection from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../server/storage/open-database.ts';
import { assertSafe } from '../../../server/storage/postgres/durability.ts';
import { assertDurability, setDurability } from '../../../server/storage/sqlite/durability.ts';
import { UnsafeDurability } from '../../../server/storage/unsafe-durability.ts';
import { freshDatabaseUrl } from '../../support/databases.ts';
import { openFresh } from './open-fresh.ts';

const SENTENCE = /^The database has \S+ = \S+ but must have .+, so Goodturn does not start on it\.$/;

describe('SQLite', () => {
  test.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['busy_timeout', 5000],
  ])('the writing connection reads %s back as %s', async (setting, expected) => {
    const { db } = await openFresh('sqlite');
    await db.write('warm up', async () => {});
    const { rows } = await db.write('read', (tx) =>
      sql.raw<Record<string, unknown>>(`pragma ${setting}`).execute(tx),
    );
    expect(Object.values(rows[0] ?? {})).toEqual([expected]);
  });

  test('the reading connection waits for a lock too', async () => {
    const { db } = await openFresh('sqlite');
    const { rows } = await sql<{ timeout: number }>`pragma busy_timeout`.execute(db.read);
    expect(rows).toEqual([{ timeout: 5000 }]);
  });

  test.each(['synchronous = normal', 'foreign_keys = off', 'busy_timeout = 100', 'journal_mode = delete'])(
    '%s is refused in one sentence',
    async (unsafe) => {
      const url = await freshDatabaseUrl('sqlite');
      const connection = new SqliteConnection(url.replace('file:', ''));
      onTestFinished(() => void connection.close());
      setDurability(connection);
      expect(() => assertDurability(connection)).not.toThrow();
      connection.pragma(unsafe);
      expect(() => assertDurability(connection)).toThrow(UnsafeDurability);
      expect(() => assertDurability(connection)).toThrow(SENTENCE);
    },
  );
});

describe('PostgreSQL', () => {
  test('a server that answers before the disk has it is refused in one sentence', async () => {
    const url = new URL(await freshDatabaseUrl('postgres'));
    url.searchParams.set('options', '-c synchronous_commit=off');
    const opening = openDatabase(url.href);
    await expect(opening).rejects.toThrow(UnsafeDurability);
    await expect(opening).rejects.toThrow(SENTENCE);
  });

  test.each([
    ['synchronous_commit', 'local'],
    ['synchronous_commit', 'remote_write'],
    ['fsync', 'off'],
  ])('%s = %s is refused', (name, setting) => {
    expect(() => assertSafe(name, setting)).toThrow(UnsafeDurability);
  });

  test.each([
    ['synchronous_commit', 'on'],
    ['synchronous_commit', 'remote_apply'],
    ['fsync', 'on'],
  ])('%s = %s is accepted', (name, setting) => {
    expect(() => assertSafe(name, setting)).not.toThrow();
  });
});

describe('the address', () => {
  test.each(['', 'mysql://root:secret@localhost/goodturn', 'https://example.org'])(
    '%j is refused without repeating it',
    async (url) => {
      await expect(openDatabase(url)).rejects.toThrow(
        'The database address must be postgres://…, file:PATH or a path.',
      );
    },
  );
});
