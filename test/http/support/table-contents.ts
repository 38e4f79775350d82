import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { openDatabase } from '../../../server/storage/database.ts';
import type { Dialect } from '../../support/databases.ts';

const TABLE_NAMES = {
  sqlite: `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`,
  postgres: `select table_name as name from information_schema.tables where table_schema = 'public' order by name`,
};

/** How many rows each table holds, with a digest of them: what changes when anything at all is written. */
export async function tableContents(dialect: Dialect, url: string): Promise<Record<string, string>> {
  const database = await openDatabase<object>(url);
  try {
    const names = await sql.raw<{ name: string }>(TABLE_NAMES[dialect]).execute(database.read);
    const contents: Record<string, string> = {};
    for (const { name } of names.rows) {
      const { rows } = await sql.raw(`select * from "${name}"`).execute(database.read);
      const lines = rows.map((row) => JSON.stringify(row)).toSorted();
      contents[name] = `${lines.length} ${createHash('sha256').update(lines.join('\n')).digest('base64url')}`;
    }
    return contents;
  } finally {
    await database.close();
  }
}
