import type { EventRequest } from '../../../shared/contract/event.ts';
import type { Money } from '../../../shared/money.ts';
import type { Attribution } from '../attribution/attribute-friend.ts';
import type { Suspicion } from '../fraud/suspicion.ts';
import type { LimitUse } from '../limit/limit.ts';
import type { Product } from '../order/gift-cards.ts';
import type { Participant } from '../participant/participant.ts';
import type { Counts } from '../qualification/qualification.ts';
import type { Program, ProgramPhase } from '../site/program.ts';

/** Everything that deciding about one event in one program depends on. Deciding reads nothing else. */
export type Situation = {
  program: Program;
  /** The version whose rules hold. */
  version: number;
  phase: ProgramPhase;
  now: number;
  attribution: Attribution;
  event: {
    type: string;
    trust: 'verified' | 'reported';
    amount: Money | null;
    metadata: NonNullable<EventRequest['metadata']>;
    occurredAt: number;
    /** Source of the campaign code that the event came by. */
    source: string | null;
    /** What of it came back already: refunds may be told before their purchase. Minor units, or all of it. */
    returned: number | 'all';
  };
  /** Whether it is the customer's first event of the type. */
  isFirst: boolean;
  /** Whether the customer was new when the referral began (or is, where there is none). */
  isNewCustomer: boolean;
  /** The person who acted, and whoever referred them. */
  people: { actor: Person; referrer: Person | null };
  /** What was counted before, by the ids of those rules that count. */
  counts: ReadonlyMap<string, RuleCounts>;
  /** `RULE PERSON` for those whom a rule that rewards once has rewarded before. */
  rewardedBefore: ReadonlySet<string>;
  /** Whether a program of higher precedence already rewards this event and the two do not stack. */
  outranked: boolean;
  /** Signals of fraud on either side; null where the program does not look. */
  suspicion: { referrer: Suspicion; friend: Suspicion } | null;
  /** Gift cards as the account's catalogue has them, by id; empty where no rule needs to know. */
  products: ReadonlyMap<string, Product>;
  /** What is used of the limits that a reward of this event would count in. */
  limitUses: readonly LimitUse[];
  /** What the budget can still promise, in minor units of its currency; `left` is infinite where it has no limit. */
  budget: { left: number; currency: string } | null;
};

/** What eligibility asks about somebody. */
export type Person = Pick<Participant, 'country' | 'region' | 'bornBy' | 'blockedAt' | 'domainMac'> & {
  /** Null for a customer who leaves no trace: then nobody is referred and nobody is rewarded. */
  id: string | null;
  externalId: string;
  /** Whether the program excludes the domain of the person's e-mail; null where none is known. */
  isDomainExcluded: boolean | null;
  /** Whether everything that was known of the person was erased. */
  isErased?: true;
  /** The newest version of the program's terms that the person accepted. */
  acceptedVersion: number | null;
};

export type RuleCounts = Counts & {
  /** Events for which the counted person has a reward by this rule. */
  rewarded: number;
};
