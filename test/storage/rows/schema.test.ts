import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { COLUMN_LABELS } from '../../../server/domain/person/columns.ts';
import { NewerSchema } from '../../../server/storage/migrate.ts';
import { openStore } from '../../../server/storage/open-store.ts';
import { SEALED_COLUMNS } from '../../../server/storage/sealed-columns.ts';
import { DIALECTS } from '../../support/databases.ts';
import { openRows } from './open-rows.ts';

type Column = { table: string; name: string; type: string; required: boolean };

const sqlite = await openRows('sqlite');
const postgres = await openRows('postgres');

/** Types as the product uses them: whole numbers and text, nothing else. */
async function columns({ raw }: typeof sqlite): Promise<Column[]> {
  const dump =
    raw.dialect === 'sqlite'
      ? sql<Column>`select t.name as "table", c.name as name, lower(c.type) as type, c."notnull" or c.pk as required
          from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%'`
      : sql<Column>`select table_name as "table", column_name as name, data_type as type, is_nullable = 'NO' as required
          from information_schema.columns where table_schema = 'public'`;
  const { rows } = await dump.execute(raw.read);
  return rows
    .filter(({ table }) => table !== 'schema_version')
    .map((column) => ({ ...column, required: Boolean(column.required) }))
    .toSorted((a, b) => `${a.table}.${a.name}`.localeCompare(`${b.table}.${b.name}`));
}

test('the schema has the same tables, columns, types and demands in both dialects', async () => {
  const [inSqlite, inPostgres] = [await columns(sqlite), await columns(postgres)];
  expect(inSqlite.length).toBeGreaterThan(100);
  expect(inSqlite).toEqual(inPostgres);
});

test('no column could hold a float', async () => {
  const types = new Set((await columns(postgres)).map(({ type }) => type));
  expect(types).toEqual(new Set(['bigint', 'text']));
});

test('every column says what it has to do with people, so that export and erasure forget none', async () => {
  const inSchema = (await columns(sqlite)).map(({ table, name }) => `${table}.${name}`);
  const labelled = Object.entries(COLUMN_LABELS).flatMap(([table, labels]) =>
    Object.keys(labels).map((name) => `${table}.${name}`),
  );
  expect(labelled.toSorted()).toEqual(inSchema.toSorted());
});

test('every column of sealed values is in the list that a rotation of keys goes through', async () => {
  const inSchema = (await columns(sqlite)).filter(({ name }) => name.startsWith('sealed'));
  const listed = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
  // A key's own root is sealed with that key, and comes and goes with it.
  expect([...listed, 'sealingKey.sealedRoot'].toSorted()).toEqual(
    inSchema.map(({ table, name }) => `${table}.${name}`).toSorted(),
  );
});

describe.each(DIALECTS)('a database that a newer release wrote, on %s', (dialect) => {
  test('is refused with a sentence, and not touched', async () => {
    const open = dialect === 'sqlite' ? sqlite : postgres;
    await open.execute(`insert into schema_version (version, name, applied_at) values (999, 'future', 0)`);
    await expect(openStore(open.url)).rejects.toBeInstanceOf(NewerSchema);
    await open.execute('delete from schema_version where version = 999');
    const reopened = await openStore(open.url);
    await reopened.close();
  });
});
