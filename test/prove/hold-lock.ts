import { setTimeout as wait } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import { Client } from 'pg';

/** A stranger holds for so many ms what writers need: the file's lock, or that of the table of rewards. */
export async function holdLock(databaseUrl: string, ms: number): Promise<void> {
  if (databaseUrl.startsWith('file:')) return holdFile(databaseUrl.slice('file:'.length), ms);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    // One table: whoever waits for a second one while holding a first can be shot as a deadlock.
    await client.query('lock table reward in exclusive mode');
    await wait(ms);
    await client.query('rollback');
  } finally {
    await client.end();
  }
}

async function holdFile(path: string, ms: number): Promise<void> {
  const connection = new SqliteConnection(path, { timeout: 0 });
  try {
    while (!begins(connection)) await wait(1);
    await wait(ms);
    connection.exec('rollback');
  } finally {
    connection.close();
  }
}

/** False while somebody else writes. To wait inside of SQLite would stop the clients of this process. */
function begins(connection: SqliteConnection.Database): boolean {
  try {
    connection.exec('begin immediate');
    return true;
  } catch {
    return false;
  }
}
