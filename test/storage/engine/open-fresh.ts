import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import type { Database, DatabaseOptions } from '../../../server/storage/database.ts';
import { openDatabase } from '../../../server/storage/open-database.ts';
import { type Dialect, freshDatabaseUrl } from '../../support/databases.ts';

/** A table of the tests' own: the engine knows none of the product's. */
export type Tables = { note: { id: number; text: string; stars: number } };

/** Opens a database that is closed when the test has finished. */
export async function openFor<T = Tables>(url: string, options: DatabaseOptions = {}): Promise<Database<T>> {
  const db = await openDatabase<T>(url, options);
  onTestFinished(() => db.close());
  return db;
}

/** A database of its own with the empty table `note`. */
export async function openFresh(
  dialect: Dialect,
  options: DatabaseOptions = {},
): Promise<{ db: Database<Tables>; url: string }> {
  const url = await freshDatabaseUrl(dialect);
  const db = await openFor(url, options);
  await db.write('create', (tx) =>
    sql`
      create table note (
        id bigint not null primary key,
        text text not null,
        stars bigint not null,
        constraint few_stars check (stars <= 5),
        unique (text, stars)
      )
    `.execute(tx),
  );
  return { db, url };
}

/** Writes one note. */
export function addNote(db: Database<Tables>, id: number, name = 'add'): Promise<unknown> {
  return db.write(name, (tx) =>
    tx
      .insertInto('note')
      .values({ id, text: `note ${id}`, stars: 0 })
      .execute(),
  );
}

/** The ids that a reader sees, ascending. */
export async function noteIds(db: Database<Tables>): Promise<number[]> {
  const rows = await db.read.selectFrom('note').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}
