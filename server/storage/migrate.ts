import { type Kysely, sql } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import type { Database } from './database.ts';

/** One step of the schema. Versions count up; a step that was released never changes. */
export type Migration = {
  version: number;
  name: string;
  /** Run in order; given apart only where the SQL truly differs. */
  statements: string[] | { sqlite: string[]; postgres: string[] };
};

/** The database was written by a newer release, and an older one must not touch it. */
export class NewerSchema extends Error {
  override name = 'NewerSchema';

  constructor(found: number, known: number) {
    super(
      `The database has schema version ${found} but this release knows only ${known}: start a newer one.`,
    );
  }
}

// Any number that no other program on the server locks: the letters TURN in ASCII.
const ADVISORY_LOCK = 0x5455524e;

/**
 * Brings the schema up to the newest migration. Each one commits together with its row in `schema_version`, so a
 * process killed halfway leaves a finished number of them and the next start goes on. Processes that start at once
 * take turns. Throws `NewerSchema`, or an error that names the migration that failed.
 */
export async function migrate<T>(
  db: Database<T>,
  migrations: readonly Migration[],
  clock: Clock = Date.now,
): Promise<void> {
  const ordered = migrations.toSorted((one, other) => one.version - other.version);
  const newest = ordered.at(-1)?.version ?? 0;
  // Asked before the first step, so that an older release stops even when it has no step to run.
  await db.write('migrate', (tx) => takeTurn(db.dialect, tx, newest));
  for (const migration of ordered) {
    await db
      .write('migrate', (tx) => apply(db.dialect, tx, migration, newest, clock))
      .catch((cause: unknown) => {
        if (cause instanceof NewerSchema) throw cause;
        throw new Error(`Migration ${migration.version} (${migration.name}) failed.`, { cause });
      });
  }
}

async function apply<T>(
  dialect: Database<T>['dialect'],
  tx: Kysely<T>,
  { version, name, statements }: Migration,
  newest: number,
  clock: Clock,
): Promise<void> {
  const applied = await takeTurn(dialect, tx, newest);
  if (applied.has(version)) return;
  for (const statement of Array.isArray(statements) ? statements : statements[dialect]) {
    await sql.raw(statement).execute(tx);
  }
  await sql`insert into schema_version (version, name, applied_at) values (${version}, ${name}, ${clock()})`.execute(
    tx,
  );
}

/** Waits until no other process migrates, for the rest of this transaction; resolves to the versions that stand. */
async function takeTurn<T>(
  dialect: Database<T>['dialect'],
  tx: Kysely<T>,
  newest: number,
): Promise<Set<number>> {
  // On SQLite the one writing transaction is the turn.
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(tx);
  await sql`
    create table if not exists schema_version (version integer primary key, name text not null, applied_at bigint not null)
  `.execute(tx);
  const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(tx);
  const applied = new Set(rows.map(({ version }) => version));
  const found = Math.max(0, ...applied);
  if (found > newest) throw new NewerSchema(found, newest);
  return applied;
}
