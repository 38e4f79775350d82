import SqliteConnection from 'better-sqlite3';
import { Client } from 'pg';

/** A database as the judge reads it: plain SQL, nothing of the product. */
export type Rows = {
  all<Row>(sql: string): Promise<Row[]>;
  /** What the database finds wrong with its own file; null where it is no file of ours. */
  fileFaults: (() => string[]) | null;
  close(): Promise<void>;
};

/** Opens the database of a `DATABASE_URL` for reading, beside whoever else uses it. */
export async function openRows(databaseUrl: string): Promise<Rows> {
  return databaseUrl.startsWith('file:')
    ? openFile(databaseUrl.slice('file:'.length))
    : openPostgres(databaseUrl);
}

function openFile(path: string): Rows {
  const connection = new SqliteConnection(path, { readonly: true, timeout: 10_000 });
  return {
    all: async <Row>(sql: string) => connection.prepare(sql).all() as Row[],
    fileFaults: () =>
      connection
        .prepare<[], string>('pragma integrity_check')
        .pluck()
        .all()
        .filter((line) => line !== 'ok'),
    close: async () => void connection.close(),
  };
}

async function openPostgres(url: string): Promise<Rows> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // bigint comes as text; every number here is far below 2^53.
  client.setTypeParser(20, Number);
  client.setTypeParser(1700, Number);
  // One connection answers one question at a time.
  let last: Promise<unknown> = Promise.resolve();
  return {
    all: <Row>(sql: string) => {
      const asked = last.then(async () => (await client.query(sql)).rows as Row[]);
      last = asked.catch(() => null);
      return asked;
    },
    fileFaults: null,
    close: () => client.end(),
  };
}
