import type { BudgetRows } from '../budget/budget.ts';
import type { CodeRows } from '../click/click.ts';
import type { LimitRows } from '../limit/limit.ts';
import type { CatalogueRows } from '../order/catalogue-record.ts';
import type { KnownCustomerRows } from '../participant/known-customers.ts';
import type { TermsAcceptanceRows } from '../participant/terms-acceptance.ts';
import type { QualificationRows } from '../qualification/qualification.ts';
import type { Returning } from '../reversal/returns.ts';
import type { RewardRows } from '../reward/reward.ts';
import type { EventRows } from './event.ts';

/**
 * What deciding about an event asks of everything that came before it: the rows of a write, or a past in memory that
 * a simulation makes up as it goes.
 */
export type Past = {
  events: Pick<EventRows, 'firstAt'> & {
    referringTo(siteId: string, eventId: string): Promise<Returning[]>;
  };
  codes: Pick<CodeRows, 'lock'>;
  qualifications: Pick<QualificationRows, 'counts'>;
  rewards: Pick<RewardRows, 'hasOf' | 'countOf'>;
  limits: Pick<LimitRows, 'usage'>;
  budgets: Pick<BudgetRows, 'find'>;
  knownCustomers: Pick<KnownCustomerRows, 'has'>;
  termsAcceptances: Pick<TermsAcceptanceRows, 'ofParticipant'>;
  catalogues: Pick<CatalogueRows, 'find'>;
};
