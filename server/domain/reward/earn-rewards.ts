import type { AuditEntry } from '../audit/audit.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { rewardStep } from '../audit/reward-step.ts';
import type { Verdict } from '../decision/decide.ts';
import { approvalsNeeded } from '../decision/wait-checks.ts';
import type { Address } from '../delivery/address.ts';
import { destinationOf, type Way, wayBy } from '../delivery/address-for.ts';
import type { Contact } from '../delivery/contact.ts';
import type { Destination } from '../delivery/destination.ts';
import { optionsOf } from '../delivery/options.ts';
import type { Credited } from '../event/credited.ts';
import type { EventRecord } from '../event/event.ts';
import type { CostTerms } from '../order/cost-terms.ts';
import { type NewOrderParts, newOrder } from '../order/new-order.ts';
import type { Order } from '../order/order.ts';
import type { Participant } from '../participant/participant.ts';
import type { Site } from '../site/site.ts';
import { firstSteps } from './first-steps.ts';
import type { Reward } from './reward.ts';

/** A reward as it is after its first transaction, with the steps that led there and its order, where it has one. */
export type EarnedReward = {
  reward: Reward;
  order: Order | null;
  /** Where its card goes; null where we hand it over, and where nobody said so and no order was written yet. */
  destination: Destination | null;
  verdict: Verdict;
  audit: AuditEntry[];
};

type Occasion = {
  record: EventRecord;
  site: Site;
  credited: Credited[];
  now: number;
  /** Where the recipients of delivered cards can be reached, as far as it is known. */
  contacts: ReadonlyMap<string, Contact>;
  /** What the products cost, as far as the catalogue is known. */
  costs: ReadonlyMap<string, CostTerms>;
  givenBy?: string;
  /** The lost or stolen reward that it is given for; it stays a reward of the same referral. */
  reissueOf?: Reward;
  /** Where the card goes, where that was given with the reward. */
  address?: Address;
};

/** Makes the rewards of all verdicts that were not refused, without writing them. */
export function earnRewards(parts: NewOrderParts, occasion: Occasion): EarnedReward[] {
  return occasion.credited.flatMap((credited) =>
    credited.verdicts
      .filter(({ outcome }) => outcome !== 'refused')
      .map((verdict) => earn(parts, occasion, credited, verdict)),
  );
}

/** Whose reward a verdict makes. Throws where nobody is there, which an earned verdict rules out. */
export function recipientOf({ attribution, friend }: Credited, verdict: Verdict): Participant {
  const recipient = verdict.reward.to === 'referrer' ? attribution.referrer : friend;
  // A verdict that earned has passed the attribution check, so somebody is there to receive it.
  if (!recipient) throw new Error(`no ${verdict.reward.to} for rule ${verdict.rule.id}`);
  return recipient;
}

function earn(
  parts: NewOrderParts,
  { record, site, now, contacts, costs, givenBy, reissueOf, address }: Occasion,
  credited: Credited,
  verdict: Verdict,
): EarnedReward {
  const { rule, reward: terms, position, value, checks } = verdict;
  const recipient = recipientOf(credited, verdict);
  const { live } = credited.program;
  const bound = {
    id: parts.ids.next('rwd'),
    siteId: record.siteId,
    participantId: recipient.id,
    delivery: terms.delivery,
    options: optionsOf(terms),
  };
  const way: Way = address
    ? { isOpen: true, fresh: destinationOf(parts.sealer, bound, { address, givenBy: 'site' }, now) }
    : wayBy(parts.sealer, bound, contacts.get(recipient.id), now);
  const { steps, ...state } = firstSteps(checks, live, now, way.isOpen);
  const reward: Reward = {
    ...bound,
    programId: credited.program.id,
    programVersion: credited.version,
    eventRowId: record.id,
    eventId: record.eventId,
    ruleId: rule.id,
    position,
    referralId: credited.attribution.referral?.id ?? reissueOf?.referralId ?? null,
    beneficiary: terms.to,
    externalId: recipient.externalId,
    value,
    productId: terms.productId,
    message: terms.message ?? null,
    cost: costs.get(terms.productId) ?? null,
    ...state,
    approvalsNeeded: approvalsNeeded(live.approval, value),
    reversedAt: null,
    reissueAskedBy: null,
    reissuedAs: null,
    reissueOf: reissueOf?.id ?? null,
    takenUp: 0,
    createdAt: now,
  };
  const audit = steps.map((step) =>
    auditEntry(parts.ids, now, {
      ...rewardStep(reward, step),
      ...(givenBy !== undefined && { actor: givenBy, reason: 'given_by_person' }),
    }),
  );
  const order = reward.status === 'ordering' ? newOrder(parts, reward, site.accountId, now) : null;
  return { reward, order, destination: order || address ? way.fresh : null, verdict, audit };
}
