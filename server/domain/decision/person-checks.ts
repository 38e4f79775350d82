import type { Check } from '../../../shared/contract/decision.ts';
import { type FrozenProgram, frozenAt } from '../site/program.ts';
import { pass, refuse } from './check.ts';
import { isInRegion } from './region-check.ts';
import type { Person, Situation } from './situation.ts';

type Eligibility = FrozenProgram['eligibility'];

/** What the program asks of somebody: one check for each question, none where it does not ask. */
type Asker = (eligibility: Eligibility, person: Person, situation: Situation) => Check | null;

/**
 * Whether a person may take part. The one who acted must, for every reward; whoever referred them must for their own.
 * `who` stands before each detail, since a reward of the referrer asks about both.
 */
export function personChecks(
  who: 'friend' | 'referrer' | 'customer',
  person: Person,
  situation: Situation,
): Check[] {
  const { eligibility } = frozenAt(situation.program, situation.version);
  return ASKERS.flatMap((ask) => {
    const check = ask(eligibility, person, situation);
    return check ? [{ ...check, detail: `${WHO[who]}: ${check.detail}` }] : [];
  });
}

const WHO = { friend: 'Friend', referrer: 'Referrer', customer: 'Customer' };

/** Whether the customer is new: asked once for an event, not for each person. */
export function newCustomerCheck({ program, version, isNewCustomer }: Situation): Check | null {
  if (!frozenAt(program, version).eligibility.newCustomersOnly) return null;
  return isNewCustomer ? pass('new_customer', 'new_customer') : refuse('new_customer', 'known_customer');
}

function isNotErased(_eligibility: Eligibility, { isErased }: Person): Check | null {
  return isErased ? refuse('erased', 'person_erased') : null;
}

function isNotBlocked(_eligibility: Eligibility, { blockedAt }: Person): Check | null {
  return blockedAt === null ? null : refuse('blocked', 'participant_blocked');
}

function isOldEnough({ minAge }: Eligibility, { bornBy }: Person, { now }: Situation): Check | null {
  if (minAge === undefined) return null;
  if (bornBy === null) return refuse('min_age', 'age_unknown');
  return bornBy <= yearsBefore(now, minAge) ? pass('min_age', 'old_enough') : refuse('min_age', 'too_young');
}

/** The day so many years before an instant, as YYYY-MM-DD in UTC; 29 February becomes 1 March. */
function yearsBefore(at: number, years: number): string {
  const date = new Date(at);
  return new Date(Date.UTC(date.getUTCFullYear() - years, date.getUTCMonth(), date.getUTCDate()))
    .toISOString()
    .slice(0, 10);
}

function isInCountry({ countries }: Eligibility, { country }: Person): Check | null {
  if (countries === undefined) return null;
  if (country === null) return refuse('country', 'country_unknown');
  return countries.includes(country)
    ? pass('country', 'country_allowed', `${country} is one of ${countries.join(', ')}.`)
    : refuse('country', 'country_excluded', `${country} is not one of ${countries.join(', ')}.`);
}

function isNotExcluded({ excludeParticipants }: Eligibility, { externalId }: Person): Check | null {
  if (excludeParticipants === undefined) return null;
  return excludeParticipants.includes(externalId)
    ? refuse('excluded', 'person_excluded')
    : pass('excluded', 'not_excluded');
}

function isOfOtherDomain({ excludeDomains }: Eligibility, { isDomainExcluded }: Person): Check | null {
  if (excludeDomains === undefined || excludeDomains.length === 0) return null;
  if (isDomainExcluded === null) return refuse('mail_domain', 'domain_unknown');
  return isDomainExcluded ? refuse('mail_domain', 'domain_excluded') : pass('mail_domain', 'not_excluded');
}

const ASKERS: readonly Asker[] = [
  isNotErased,
  isNotBlocked,
  isNotExcluded,
  isOldEnough,
  isInCountry,
  isInRegion,
  isOfOtherDomain,
];

/** Asked only of whoever gets the reward: terms bind the one who takes it. */
export function termsCheck({ acceptedVersion }: Person, { program, version }: Situation): Check | null {
  if (!frozenAt(program, version).eligibility.acceptTerms) return null;
  return acceptedVersion !== null && acceptedVersion >= version
    ? pass('terms', 'terms_accepted', `Version ${acceptedVersion}.`)
    : refuse('terms', 'terms_not_accepted', `Version ${version} is not accepted yet.`);
}
