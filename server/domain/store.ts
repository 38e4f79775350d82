import type { ReferralRows } from './attribution/referral.ts';
import type { AuditRows } from './audit/audit.ts';
import type { AuditLinkRows } from './audit/chain.ts';
import type { NoteRows } from './audit/note.ts';
import type { BatchRows } from './batch/batch.ts';
import type { BudgetRows } from './budget/budget.ts';
import type { ClaimRows } from './claim/claim.ts';
import type { ClickRows, CodeRows } from './click/click.ts';
import type { DecisionRows } from './decision/decision.ts';
import type { ContactRows } from './delivery/contact.ts';
import type { DestinationRows } from './delivery/destination.ts';
import type { EventRows, KeyedAnswerRows } from './event/event.ts';
import type { ArrivalRows } from './fraud/arrival.ts';
import type { SightingRows } from './fraud/sighting.ts';
import type { LimitRows } from './limit/limit.ts';
import type { AccountRows } from './order/account.ts';
import type { CatalogueRows } from './order/catalogue-record.ts';
import type { FundsRows } from './order/funds.ts';
import type { OrderRows } from './order/order.ts';
import type { KnownCustomerRows } from './participant/known-customers.ts';
import type { ParticipantRows } from './participant/participant.ts';
import type { TermsAcceptanceRows } from './participant/terms-acceptance.ts';
import type { PersonRows } from './person/person.ts';
import type { QualificationRows } from './qualification/qualification.ts';
import type { QuestionRows } from './question/question.ts';
import type { ReportRows } from './report/report-rows.ts';
import type { StatementRows } from './report/statement-rows.ts';
import type { GateRows } from './restore/gate-rows.ts';
import type { OrphanRows } from './restore/orphan.ts';
import type { ApprovalRows } from './reward/approval.ts';
import type { RewardRows } from './reward/reward.ts';
import type { SealedValueRows, SealingKeyRows } from './sealing/sealing-key.ts';
import type { SessionRows } from './session/session.ts';
import type { SiteRows } from './site/site-rows.ts';
import type { WebhookDeliveryRows, WebhookEndpointRows } from './webhook/webhook.ts';

/** The rows of every stage, as one write or one reader sees them. */
export type Rows = {
  sites: SiteRows;
  participants: ParticipantRows;
  codes: CodeRows;
  clicks: ClickRows;
  sightings: SightingRows;
  arrivals: ArrivalRows;
  events: EventRows;
  keyedAnswers: KeyedAnswerRows;
  referrals: ReferralRows;
  decisions: DecisionRows;
  batches: BatchRows;
  budgets: BudgetRows;
  qualifications: QualificationRows;
  limits: LimitRows;
  rewards: RewardRows;
  approvals: ApprovalRows;
  orders: OrderRows;
  orphans: OrphanRows;
  gate: GateRows;
  accounts: AccountRows;
  funds: FundsRows;
  catalogues: CatalogueRows;
  claims: ClaimRows;
  contacts: ContactRows;
  destinations: DestinationRows;
  sessions: SessionRows;
  termsAcceptances: TermsAcceptanceRows;
  knownCustomers: KnownCustomerRows;
  audit: AuditRows;
  auditLinks: AuditLinkRows;
  sealingKeys: SealingKeyRows;
  sealedValues: SealedValueRows;
  reports: ReportRows;
  statements: StatementRows;
  notes: NoteRows;
  people: PersonRows;
  questions: QuestionRows;
  webhookEndpoints: WebhookEndpointRows;
  webhookDeliveries: WebhookDeliveryRows;
};

/** Every write has a name. Those on the reward's road are where the crash test kills the process. */
export const REWARD_ROAD_WRITES = [
  'accept-event',
  'give-reward',
  'accept-batch',
  'make-rewards',
  'review-reward',
  'release-reward',
  'open-reward',
  'claim-orders',
  'settle-order',
] as const;
/** The road of a message from its cause to an endpoint: killed there too. */
export const WEBHOOK_ROAD_WRITES = ['claim-deliveries', 'settle-delivery'] as const;
const OTHER_WRITES = [
  'change-batch',
  'settle-batch',
  'apply-config',
  'install',
  'record-click',
  'ensure-participant',
  'open-session',
  'end-session',
  'sign-out',
  'bind-friend',
  'block-participant',
  'replace-code',
  'accept-terms',
  'export-person',
  'erase-person',
  'count-question',
  'reveal-claim',
  'claim-page',
  'correct-address',
  'follow-delivery',
  'expire-referrals',
  'keep-answer',
  'keep-catalogue',
  'move-clock',
  'import-customers',
  'hint-order',
  'retry-order',
  'account-state',
  'top-up-account',
  'tell-stuck',
  'close-gate',
  'open-gate',
  'take-turns',
  'keep-orphans',
  'write-off-orphan',
  'signing-key',
  'seal-audit',
  'rotate-keys',
  'reseal',
  'webhook-endpoint',
  'prune',
] as const;
type WriteName =
  | (typeof REWARD_ROAD_WRITES)[number]
  | (typeof WEBHOOK_ROAD_WRITES)[number]
  | (typeof OTHER_WRITES)[number];

/** The database as the domain sees it: everything is read by `read`, and changed inside one `write`. */
export interface Store {
  /** Committed facts; may be read beside a running write. Only for reading. */
  read: Rows;
  /**
   * One transaction. `work` touches the rows and nothing else (no network, no timer), since it may share its
   * transaction with others and may be run again whole. Resolves after the commit.
   */
  write<R>(name: WriteName, work: (rows: Rows) => Promise<R>): Promise<R>;
  /** Removes from the files, as far as the database lets it now, what deleted and replaced rows left behind. */
  scrub(): Promise<void>;
  /** Writes that wait for their turn: the measure of overload. */
  pendingWrites(): number;
}
