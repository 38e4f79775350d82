import {
  type Dialect,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { ConnectionScope } from './connection-scope.ts';
import { SynchronousExecutor } from './synchronous-executor.ts';

/**
 * Kysely over one connection whose statements run to their end at once. They cannot interleave, so the lock that
 * Kysely takes around each query is left out: it would wake every waiting query at every step.
 */
export function kyselyOver<T>(scope: ConnectionScope): Kysely<T> {
  const executor = new SynchronousExecutor(COMPILER, ADAPTER, scope);
  return new Kysely<T>({ config: { dialect: DIALECT }, dialect: DIALECT, driver: DRIVER, executor });
}

class WriteOnlyByGroup extends DummyDriver {
  /** Kysely would begin deferred, which fails halfway when another process writes, and without its lock two could mix. */
  override async beginTransaction(): Promise<void> {
    throw new Error('Transactions are opened by Database.write alone.');
  }
}

/**
 * SQLite's planner looks at the values of bare parameters, and then makes a new plan whenever one is bound anew: five
 * times the work of a point query that joins or sorts (https://www.sqlite.org/qpsg.html). It does not look behind a
 * plus, which computes nothing.
 */
class BlindPlanning extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

const ADAPTER = new SqliteAdapter();
const COMPILER = new BlindPlanning();
const DRIVER = new WriteOnlyByGroup();
const DIALECT: Dialect = {
  createAdapter: () => ADAPTER,
  createDriver: () => DRIVER,
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => COMPILER,
};
