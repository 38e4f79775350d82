import type { Kysely } from 'kysely';
import type { Rows } from '../domain/store.ts';
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
import type { Tables } from './tables.ts';

/** The rows of every stage in one database. They are made when they are first asked for, since most writes touch few of them. */
export class StoredRows implements Rows {
  readonly #db: Kysely<Tables>;
  readonly #made: Partial<Rows> = {};

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  #once<Stage extends keyof Rows>(stage: Stage, make: (db: Kysely<Tables>) => Rows[Stage]): Rows[Stage] {
    const rows = this.#made[stage] ?? make(this.#db);
    this.#made[stage] = rows;
    return rows;
  }

  get sites() {
    return this.#once('sites', siteRows);
  }

  get participants() {
    return this.#once('participants', participantRows);
  }

  get codes() {
    return this.#once('codes', codeRows);
  }

  get clicks() {
    return this.#once('clicks', clickRows);
  }

  get sightings() {
    return this.#once('sightings', sightingRows);
  }

  get arrivals() {
    return this.#once('arrivals', arrivalRows);
  }

  get events() {
    return this.#once('events', eventRows);
  }

  get keyedAnswers() {
    return this.#once('keyedAnswers', keyedAnswerRows);
  }

  get referrals() {
    return this.#once('referrals', referralRows);
  }

  get decisions() {
    return this.#once('decisions', decisionRows);
  }

  get batches() {
    return this.#once('batches', batchRows);
  }

  get budgets() {
    return this.#once('budgets', budgetRows);
  }

  get qualifications() {
    return this.#once('qualifications', qualificationRows);
  }

  get limits() {
    return this.#once('limits', limitRows);
  }

  get approvals() {
    return this.#once('approvals', approvalRows);
  }

  get knownCustomers() {
    return this.#once('knownCustomers', knownCustomerRows);
  }

  get termsAcceptances() {
    return this.#once('termsAcceptances', termsAcceptanceRows);
  }

  get rewards() {
    return this.#once('rewards', rewardRows);
  }

  get orders() {
    return this.#once('orders', orderRows);
  }

  get gate() {
    return this.#once('gate', gateRows);
  }

  get orphans() {
    return this.#once('orphans', orphanRows);
  }

  get accounts() {
    return this.#once('accounts', accountRows);
  }

  get funds() {
    return this.#once('funds', fundsRows);
  }

  get catalogues() {
    return this.#once('catalogues', catalogueRows);
  }

  get claims() {
    return this.#once('claims', claimRows);
  }

  get contacts() {
    return this.#once('contacts', contactRows);
  }

  get destinations() {
    return this.#once('destinations', destinationRows);
  }

  get sessions() {
    return this.#once('sessions', sessionRows);
  }

  get statements() {
    return this.#once('statements', statementRows);
  }

  get reports() {
    return this.#once('reports', reportRows);
  }

  get audit() {
    return this.#once('audit', auditRows);
  }

  get auditLinks() {
    return this.#once('auditLinks', auditLinkRows);
  }

  get sealingKeys() {
    return this.#once('sealingKeys', sealingKeyRows);
  }

  get sealedValues() {
    return this.#once('sealedValues', sealedValueRows);
  }

  get questions() {
    return this.#once('questions', questionRows);
  }

  get people() {
    return this.#once('people', personRows);
  }

  get webhookEndpoints() {
    return this.#once('webhookEndpoints', webhookEndpointRows);
  }

  get webhookDeliveries() {
    return this.#once('webhookDeliveries', webhookDeliveryRows);
  }

  get notes() {
    return this.#once('notes', noteRows);
  }
}
