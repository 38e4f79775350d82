import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../server/storage/database.ts';
import { type Migration, migrate, NewerSchema } from '../../../server/storage/migrate.ts';
import { DIALECTS, freshDatabaseUrl } from '../../support/databases.ts';
import { openFor, type Tables } from './open-fresh.ts';

const NOTES: Migration = {
  version: 1,
  name: 'notes',
  statements: ['create table note (id bigint primary key)', 'insert into note (id) values (1)'],
};
const STARS: Migration = {
  version: 2,
  name: 'stars',
  statements: {
    sqlite: ['alter table note add column stars integer', 'create table only_sqlite (id bigint)'],
    postgres: ['alter table note add column stars bigint', 'create table only_postgres (id bigint)'],
  },
};
const BROKEN: Migration = {
  version: 2,
  name: 'broken',
  statements: ['create table halfway (id bigint)', 'insert into note (id) values (2)', 'no sql at all'],
};

async function history(db: Database<Tables>): Promise<unknown[]> {
  const { rows } = await sql`select version, name, applied_at from schema_version order by version`.execute(
    db.read,
  );
  return rows;
}

async function readIds(db: Database<Tables>): Promise<unknown[]> {
  return (await sql`select id from note order by id`.execute(db.read)).rows;
}

describe.each(DIALECTS)('migrations on %s', (dialect) => {
  test('a fresh database gets all of them, in order of version', async () => {
    const db = await openFor(await freshDatabaseUrl(dialect));
    await migrate(db, [STARS, NOTES], () => 1_700_000_000_000);
    expect(await history(db)).toEqual([
      { version: 1, name: 'notes', applied_at: 1_700_000_000_000 },
      { version: 2, name: 'stars', applied_at: 1_700_000_000_000 },
    ]);
    expect((await sql`select id, stars from note`.execute(db.read)).rows).toEqual([{ id: 1, stars: null }]);
    const own = await sql.raw(`select count(*) as rows from only_${dialect}`).execute(db.read);
    expect(own.rows).toEqual([{ rows: 0 }]);
  });

  test('run again they change nothing, and a new one is added', async () => {
    const db = await openFor(await freshDatabaseUrl(dialect));
    await migrate(db, [NOTES], () => 1);
    await migrate(db, [NOTES], () => 2);
    await migrate(db, [NOTES, STARS], () => 3);
    expect(await history(db)).toEqual([
      { version: 1, name: 'notes', applied_at: 1 },
      { version: 2, name: 'stars', applied_at: 3 },
    ]);
    expect(await readIds(db)).toEqual([{ id: 1 }]);
  });

  test.each([[[NOTES]], [[]]])(
    'a database that a newer release wrote is refused: knows %j',
    async (known) => {
      const db = await openFor(await freshDatabaseUrl(dialect));
      await migrate(db, [NOTES, STARS]);
      const refused = migrate(db, known);
      await expect(refused).rejects.toThrow(NewerSchema);
      await expect(refused).rejects.toThrow(
        /^The database has schema version 2 but this release knows only [01]: .+\.$/,
      );
    },
  );

  test('one that breaks halfway leaves nothing of itself, and the next start completes', async () => {
    const db = await openFor(await freshDatabaseUrl(dialect));
    await expect(migrate(db, [NOTES, BROKEN])).rejects.toThrow('Migration 2 (broken) failed.');
    expect(await history(db)).toMatchObject([{ version: 1 }]);
    expect(await readIds(db)).toEqual([{ id: 1 }]);
    await expect(sql`select 1 from halfway`.execute(db.read)).rejects.toThrow('halfway');
    await migrate(db, [NOTES, STARS]);
    expect(await history(db)).toMatchObject([{ version: 1 }, { version: 2, name: 'stars' }]);
  });

  test('two that start at once apply each of them once', async () => {
    const url = await freshDatabaseUrl(dialect);
    const starters = await Promise.all([1, 2, 3].map(() => openFor(url)));
    await Promise.all(starters.map((db) => migrate(db, [NOTES, STARS])));
    for (const db of starters) {
      expect(await history(db)).toMatchObject([{ version: 1 }, { version: 2 }]);
      expect(await readIds(db)).toEqual([{ id: 1 }]);
    }
  });
});
