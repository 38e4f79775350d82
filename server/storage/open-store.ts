import type { Store } from '../domain/store.ts';
import type { SigningKeyStore } from '../domain/token/tokens.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openDatabase } from './open-database.ts';
import { signingKeyStore } from './signing-keys.ts';
import { StoredRows } from './stored-rows.ts';
import type { Tables } from './tables.ts';

export type OpenStore = {
  store: Store;
  signingKeys: SigningKeyStore;
  /** Throws when the database does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
};

/** Opens the database that the address names and brings its schema up to date. */
export async function openStore(url: string, options: DatabaseOptions = {}): Promise<OpenStore> {
  return openStoreOn(await openDatabase<Tables>(url, options));
}

/** The same on a database that is open; it is closed when its schema cannot be brought up to date. */
export async function openStoreOn(database: Database<Tables>): Promise<OpenStore> {
  try {
    await migrate(database, MIGRATIONS);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    store: storeOn(database),
    signingKeys: signingKeyStore(database),
    check: () => database.check(),
    close: () => database.close(),
  };
}

function storeOn(database: Database<Tables>): Store {
  return {
    read: new StoredRows(database.read),
    write: (name, work) => database.write(name, (db) => work(new StoredRows(db))),
    scrub: () => database.scrub(),
    pendingWrites: () => database.pendingWrites(),
  };
}
