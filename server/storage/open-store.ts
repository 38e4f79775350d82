import type { Kysely } from 'kysely';
import type { Rows, Store } from '../domain/store.ts';
import type { SigningKeyStore } from '../domain/token/tokens.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { accountRows } from './rows/accounts.ts';
import { auditRows } from './rows/audit.ts';
import { budgetRows } from './rows/budgets.ts';
import { catalogueRows } from './rows/catalogues.ts';
import { claimRows } from './rows/claims.ts';
import { clickRows, codeRows } from './rows/codes.ts';
import { decisionRows } from './rows/decisions.ts';
import { eventRows, keyedAnswerRows } from './rows/events.ts';
import { orderRows } from './rows/orders.ts';
import { participantRows } from './rows/participants.ts';
import { referralRows } from './rows/referrals.ts';
import { rewardRows } from './rows/rewards.ts';
import { sessionRows } from './rows/sessions.ts';
import { siteRows } from './rows/sites.ts';
import { signingKeyStore } from './signing-keys.ts';
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
  const database = await openDatabase<Tables>(url, options);
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
    read: rowsOn(database.read),
    write: (name, work) => database.write(name, (db) => work(rowsOn(db))),
    pendingWrites: () => database.pendingWrites(),
  };
}

function rowsOn(db: Kysely<Tables>): Rows {
  return {
    sites: siteRows(db),
    participants: participantRows(db),
    codes: codeRows(db),
    clicks: clickRows(db),
    events: eventRows(db),
    keyedAnswers: keyedAnswerRows(db),
    referrals: referralRows(db),
    decisions: decisionRows(db),
    budgets: budgetRows(db),
    rewards: rewardRows(db),
    orders: orderRows(db),
    accounts: accountRows(db),
    catalogues: catalogueRows(db),
    claims: claimRows(db),
    sessions: sessionRows(db),
    audit: auditRows(db),
  };
}
