import type SqliteConnection from 'better-sqlite3';

/** Reads the tables with SQL of the checker's own. */
export type ReadRows = <Row>(sql: string, ...values: string[]) => Row[];

/** Prepares each text once, and asks again only when somebody has committed since. */
export function rowReader(database: SqliteConnection.Database): ReadRows {
  const version = database.prepare<[], number>('pragma data_version').pluck();
  const prepared = new Map<string, SqliteConnection.Statement>();
  const known = new Map<string, unknown[]>();
  let seen: number | undefined;
  return <Row>(sql: string, ...values: string[]) => {
    const now = version.get();
    if (now !== seen) known.clear();
    seen = now;
    const question = [sql, ...values].join('\n');
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    const rows = known.get(question) ?? statement.all(...values);
    known.set(question, rows);
    return rows as Row[];
  };
}
