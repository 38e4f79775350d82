import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { openDatabase } from '../../../server/storage/open-database.ts';

const TABLE_NAMES = {
  sqlite: `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`,
  postgres: `select table_name as name from information_schema.tables where table_schema = 'public' order by name`,
};

/** Every row of every table. */
export async function everyRow(url: string): Promise<Record<string, unknown[]>> {
  const database = await openDatabase<object>(url);
  try {
    const names = await sql.raw<{ name: string }>(TABLE_NAMES[database.dialect]).execute(database.read);
    const contents: Record<string, unknown[]> = {};
    for (const { name } of names.rows) {
      contents[name] = (await sql.raw(`select * from "${name}"`).execute(database.read)).rows;
    }
    return contents;
  } finally {
    await database.close();
  }
}

/** How many rows each table holds, with a digest of them: what changes when anything at all is written. */
export async function tableContents(url: string): Promise<Record<string, string>> {
  const contents = Object.entries(await everyRow(url)).map(([name, rows]) => {
    const lines = rows.map((row) => JSON.stringify(row)).toSorted();
    return [name, `${lines.length} ${createHash('sha256').update(lines.join('\n')).digest('base64url')}`];
  });
  return Object.fromEntries(contents);
}
