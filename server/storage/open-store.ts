import type { Kysely } from 'kysely';
import type { Rows, Store } from '../domain/store.ts';
import type { SigningKeyStore } from '../domain/token/tokens.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openDatabase } from './open-database.ts';
import { accountRows } from './rows/accounts.ts';
import { approvalRows } from './rows/approvals.ts';
import { arrivalRows } from './rows/arrivals.ts';
import { auditRows } from './rows/audit.ts';
import { auditLinkRows } from './rows/audit-links.ts';
import { batchRows } from './rows/batches.ts';
import { budgetRows } from './rows/budgets.ts';
import { catalogueRows } from './rows/catalogues.ts';
import { claimRows } from './rows/claims.ts';
import { clickRows, codeRows } from './rows/codes.ts';
import { contactRows } from './rows/contacts.ts';
import { decisionRows } from './rows/decisions.ts';
import { destinationRows } from './rows/destinations.ts';
import { eventRows, keyedAnswerRows } from './rows/events.ts';
import { fundsRows } from './rows/funds.ts';
import { gateRows } from './rows/gate.ts';
import { knownCustomerRows } from './rows/known-customers.ts';
import { limitRows } from './rows/limits.ts';
import { noteRows } from './rows/notes.ts';
import { orderRows } from './rows/orders.ts';
import { orphanRows } from './rows/orphans.ts';
import { participantRows } from './rows/participants.ts';
import { personRows } from './rows/people.ts';
import { qualificationRows } from './rows/qualifications.ts';
import { questionRows } from './rows/questions.ts';
import { referralRows } from './rows/referrals.ts';
import { reportRows } from './rows/reports.ts';
import { rewardRows } from './rows/rewards.ts';
import { sealedValueRows, sealingKeyRows } from './rows/sealing-keys.ts';
import { sessionRows } from './rows/sessions.ts';
import { sightingRows } from './rows/sightings.ts';
import { siteRows } from './rows/sites.ts';
import { statementRows } from './rows/statements.ts';
import { termsAcceptanceRows } from './rows/terms-acceptances.ts';
import { webhookDeliveryRows } from './rows/webhook-deliveries.ts';
import { webhookEndpointRows } from './rows/webhook-endpoints.ts';
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

/** A stage's rows are made when they are asked for, since most writes touch few of them. */
class StoredRows implements Rows {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  get sites() {
    return siteRows(this.#db);
  }

  get participants() {
    return participantRows(this.#db);
  }

  get codes() {
    return codeRows(this.#db);
  }

  get clicks() {
    return clickRows(this.#db);
  }

  get sightings() {
    return sightingRows(this.#db);
  }

  get arrivals() {
    return arrivalRows(this.#db);
  }

  get events() {
    return eventRows(this.#db);
  }

  get keyedAnswers() {
    return keyedAnswerRows(this.#db);
  }

  get referrals() {
    return referralRows(this.#db);
  }

  get decisions() {
    return decisionRows(this.#db);
  }

  get batches() {
    return batchRows(this.#db);
  }

  get budgets() {
    return budgetRows(this.#db);
  }

  get qualifications() {
    return qualificationRows(this.#db);
  }

  get limits() {
    return limitRows(this.#db);
  }

  get approvals() {
    return approvalRows(this.#db);
  }

  get knownCustomers() {
    return knownCustomerRows(this.#db);
  }

  get termsAcceptances() {
    return termsAcceptanceRows(this.#db);
  }

  get rewards() {
    return rewardRows(this.#db);
  }

  get orders() {
    return orderRows(this.#db);
  }

  get gate() {
    return gateRows(this.#db);
  }

  get orphans() {
    return orphanRows(this.#db);
  }

  get accounts() {
    return accountRows(this.#db);
  }
  get funds() {
    return fundsRows(this.#db);
  }

  get catalogues() {
    return catalogueRows(this.#db);
  }

  get claims() {
    return claimRows(this.#db);
  }

  get contacts() {
    return contactRows(this.#db);
  }

  get destinations() {
    return destinationRows(this.#db);
  }

  get sessions() {
    return sessionRows(this.#db);
  }

  get statements() {
    return statementRows(this.#db);
  }

  get reports() {
    return reportRows(this.#db);
  }

  get audit() {
    return auditRows(this.#db);
  }

  get auditLinks() {
    return auditLinkRows(this.#db);
  }

  get sealingKeys() {
    return sealingKeyRows(this.#db);
  }

  get sealedValues() {
    return sealedValueRows(this.#db);
  }

  get questions() {
    return questionRows(this.#db);
  }

  get people() {
    return personRows(this.#db);
  }

  get webhookEndpoints() {
    return webhookEndpointRows(this.#db);
  }

  get webhookDeliveries() {
    return webhookDeliveryRows(this.#db);
  }

  get notes() {
    return noteRows(this.#db);
  }
}
