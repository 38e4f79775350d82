import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { Client } from 'pg';
import type { Written } from './canaries.ts';

/** What a database has written so far, asked for while a server may be running on it. */
export type StoredBytes = {
  /** Every byte of it that somebody could carry away: files, logs, dumps, backups. */
  everything(): Promise<Written[]>;
  /** One statement, as an operator would run it by hand. */
  run(statement: string): Promise<void>;
};

/** Opened before the run that is to be watched: on PostgreSQL the log is read from here on. */
export async function watchStoredBytes(databaseUrl: string): Promise<StoredBytes> {
  return databaseUrl.startsWith('postgres')
    ? watchPostgres(databaseUrl)
    : watchSqlite(databaseUrl.replace(/^file:/, ''));
}

function watchSqlite(path: string): StoredBytes {
  const folder = dirname(path);

  function files(when: string): Written[] {
    return readdirSync(folder)
      .filter((name) => name.startsWith(basename(path)))
      .map((name) => ({ place: `${name} ${when}`, bytes: readFileSync(join(folder, name)) }));
  }

  return {
    async everything() {
      const before = files('before a checkpoint');
      const connection = new SqliteConnection(path);
      const backup = join(mkdtempSync(join(tmpdir(), 'goodturn-backup-')), 'backup.sqlite');
      connection.prepare('vacuum into ?').run(backup);
      connection.pragma('wal_checkpoint(TRUNCATE)');
      connection.close();
      const written = [
        ...before,
        ...files('after a checkpoint'),
        { place: 'VACUUM INTO', bytes: readFileSync(backup) },
      ];
      rmSync(dirname(backup), { recursive: true });
      return written;
    },
    async run(statement) {
      const connection = new SqliteConnection(path);
      connection.exec(statement);
      connection.close();
    },
  };
}

async function watchPostgres(databaseUrl: string): Promise<StoredBytes> {
  async function ask<R extends object>(statement: string, values: string[] = []): Promise<R[]> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return (await client.query<R>(statement, values)).rows;
    } finally {
      await client.end();
    }
  }
  const [from] = await ask<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn');

  return {
    async everything() {
      await ask('checkpoint');
      const tables = await ask<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^pg_|^information'`,
      );
      const dumps = tables.map(async ({ name }) => {
        const rows = await ask<{ line: string }>(`select t::text as line from ${name} t`);
        return { place: `dump of ${name}`, bytes: rows.map(({ line }) => line).join('\n') };
      });
      const files = await ask<{ name: string; bytes: Buffer }>(
        `select relname as name, pg_read_binary_file(pg_relation_filepath(oid)) as bytes from pg_class
         where relkind in ('r', 'i', 't') and relfilenode <> 0 and oid >= 16384`,
      );
      // From the file that the run began in to the newest: older ones hold other databases of the same server.
      const log = await ask<{ name: string; bytes: Buffer }>(
        `select name, pg_read_binary_file('pg_wal/' || name) as bytes from pg_ls_waldir()
         where name ~ '^[0-9A-F]{24}$' and name between pg_walfile_name($1) and pg_walfile_name(pg_current_wal_insert_lsn())`,
        [from?.lsn ?? ''],
      );
      return [
        ...(await Promise.all(dumps)),
        ...files.map(({ name, bytes }) => ({ place: `file of ${name}`, bytes })),
        ...log.map(({ name, bytes }) => ({ place: `log ${name}`, bytes })),
      ];
    },
    async run(statement) {
      await ask(statement);
    },
  };
}
