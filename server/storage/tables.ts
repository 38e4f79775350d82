import type { ColumnType, Generated } from 'kysely';
import type { Referral } from '../domain/attribution/referral.ts';
import type { AuditEntry } from '../domain/audit/audit.ts';
import type { AuditLink } from '../domain/audit/chain.ts';
import type { Note } from '../domain/audit/note.ts';
import type { BatchApproval, BatchItem, BatchRecord } from '../domain/batch/batch.ts';
import type { Budget, BudgetEntry } from '../domain/budget/budget.ts';
import type { Claim } from '../domain/claim/claim.ts';
import type { Click, Code } from '../domain/click/click.ts';
import type { DecisionRecord } from '../domain/decision/decision.ts';
import type { Contact } from '../domain/delivery/contact.ts';
import type { Destination } from '../domain/delivery/destination.ts';
import type { EventRecord, KeyedAnswer } from '../domain/event/event.ts';
import type { Arrival } from '../domain/fraud/arrival.ts';
import type { Sighting } from '../domain/fraud/sighting.ts';
import type { LimitUse } from '../domain/limit/limit.ts';
import type { Account } from '../domain/order/account.ts';
import type { CatalogueRecord } from '../domain/order/catalogue-record.ts';
import type { ProductCost } from '../domain/order/cost-terms.ts';
import type { AccountEntry, AccountFunds } from '../domain/order/funds.ts';
import type { Attempt, Order } from '../domain/order/order.ts';
import type { Participant } from '../domain/participant/participant.ts';
import type { TermsAcceptance } from '../domain/participant/terms-acceptance.ts';
import type { ErasedPerson } from '../domain/person/person.ts';
import type { Qualification } from '../domain/qualification/qualification.ts';
import type { Question } from '../domain/question/question.ts';
import type { Gate } from '../domain/restore/gate-rows.ts';
import type { Orphan } from '../domain/restore/orphan.ts';
import type { Approval } from '../domain/reward/approval.ts';
import type { Reward } from '../domain/reward/reward.ts';
import type { SealingKeyRecord } from '../domain/sealing/sealing-key.ts';
import type { SecretKey } from '../domain/site/site.ts';
import type { ProgramRecord, ProgramVersionRecord, SiteRecord } from '../domain/site/site-rows.ts';
import type { SigningKey } from '../domain/token/tokens.ts';
import type {
  WebhookDelivery,
  WebhookEndpoint,
  WebhookMessage,
  WebhookSecret,
} from '../domain/webhook/webhook.ts';

/** Columns that hold JSON as text; both dialects then store and compare the very same bytes. */
type AsText<T, Columns extends keyof T> = Omit<T, Columns> & Record<Columns, string>;

/** `value: Money` lies in two columns, so that the schema can guard the amount. */
type Flat<T extends { value: unknown }> = Omit<T, 'value'> & { amount: number; currency: string };

/** Columns that a new row may leave to the schema. */
type Defaulted<T, Columns extends keyof T> = Omit<T, Columns> & {
  [C in Columns]: ColumnType<T[C], T[C] | undefined, T[C]>;
};

export type EventRow = Omit<EventRecord, 'metadata'> & { metadata: string | null };
export type RewardRow = Flat<Omit<Reward, 'review' | 'options' | 'cost'>> & {
  review: string;
  options: string | null;
  cost: string | null;
};
export type OrderRow = Flat<Order>;

/** `events` lies there with a space before and after each, so that a query finds one. */
export type WebhookEndpointRow = Omit<WebhookEndpoint, 'events'> & { events: string | null };

type InstallationRow = {
  id: number;
  epoch: string;
  /** Separated by spaces, oldest first. */
  formerEpochs: string;
  revision: number;
  clockAheadMs: number;
  gateReason: Gate['reason'] | null;
  gateClosedAt: number | null;
  gateSince: number | null;
};

/** The tables as they are; a stage's word names its table. */
export type Tables = {
  installation: InstallationRow;
  account: Account;
  accountFunds: AccountFunds & { lowToldAt: number | null };
  accountEntry: AccountEntry;
  site: AsText<SiteRecord, 'origins' | 'sealedIdentitySecrets'>;
  secretKey: AsText<SecretKey, 'scopes'>;
  program: AsText<ProgramRecord, 'live'>;
  programVersion: AsText<ProgramVersionRecord, 'frozen'>;
  participant: Participant;
  code: Code;
  click: Click;
  sighting: Sighting;
  arrival: Arrival;
  referral: Referral;
  event: EventRow;
  keyedAnswer: KeyedAnswer;
  decision: AsText<DecisionRecord, 'checks'>;
  budget: Budget & { ceiling: number | null; exhaustedToldAt: number | null };
  budgetEntry: Omit<BudgetEntry, 'rewardId' | 'turn'> & {
    rewardId: Generated<string | null>;
    batchRowId: Generated<string | null>;
    turn: Generated<number>;
  };
  batch: Flat<BatchRecord>;
  batchItem: Flat<BatchItem>;
  batchApproval: BatchApproval;
  reward: RewardRow;
  approval: Approval;
  qualification: Qualification & { voidedAt: number | null };
  question: Question;
  limitUse: LimitUse & { programId: string };
  order: OrderRow;
  attempt: Attempt;
  orphan: Orphan;
  claim: Claim;
  contact: Contact;
  destination: Destination;
  endedSession: { id: string; expiresAt: number };
  audit: AuditEntry;
  auditLink: AuditLink;
  note: Note;
  knownCustomer: { siteId: string; mac: string };
  termsAcceptance: TermsAcceptance;
  erasedPerson: ErasedPerson;
  signingKey: SigningKey;
  sealingKey: SealingKeyRecord;
  catalogue: CatalogueRecord;
  webhookEndpoint: WebhookEndpointRow;
  webhookSecret: WebhookSecret;
  webhookMessage: WebhookMessage;
  webhookDelivery: Defaulted<
    WebhookDelivery,
    | 'attempts'
    | 'tries'
    | 'leaseUntil'
    | 'replayed'
    | 'lastAttemptAt'
    | 'lastStatus'
    | 'lastError'
    | 'deliveredAt'
  >;
  productCost: ProductCost;
};
