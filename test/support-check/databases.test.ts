import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { freshDatabaseUrl } from '../support/databases.ts';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a fresh PostgreSQL database shares nothing with another', async () => {
  const [first, second] = await Promise.all([freshDatabaseUrl('postgres'), freshDatabaseUrl('postgres')]);
  await query(first, 'create table note (text text)');

  const tables = "select tablename from pg_tables where schemaname = 'public'";
  expect(await query(first, tables)).toEqual([{ tablename: 'note' }]);
  expect(await query(second, tables)).toEqual([]);
});

test('PostgreSQL is a real server: a second session waits for the lock of the first', async () => {
  const url = await freshDatabaseUrl('postgres');
  await query(url, 'create table counter (value int); insert into counter values (0)');
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query('begin; update counter set value = 1');

  await expect(query(url, 'select value from counter for update nowait')).rejects.toThrow(
    /could not obtain lock/,
  );
  expect(await query(url, 'select value from counter for update skip locked')).toEqual([]);
  await holder.end();
});

test('the tests speak to the PostgreSQL that the run provides', async () => {
  const [row] = await query(inject('postgresUrl'), 'select version()');
  expect(row?.['version']).toMatch(/^PostgreSQL 1[5-9]/);
});

test('a fresh SQLite database is a file in a folder of its own', async () => {
  const [first, second] = [await freshDatabaseUrl('sqlite'), await freshDatabaseUrl('sqlite')];
  expect(first).toMatch(/^file:\//);
  expect(first).not.toBe(second);
  await expect(stat(fileURLToPath(new URL('.', first)))).resolves.toMatchObject({});
  await expect(stat(fileURLToPath(first))).rejects.toThrow('ENOENT');
});
