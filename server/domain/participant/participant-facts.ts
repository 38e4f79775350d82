import { mailDomainOf } from './fold-email.ts';
import type { MailKindOf } from './mail-kind.ts';
import type { ParticipantFacts } from './participant.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** What a site may tell about somebody. Null takes back what was told before. */
type Told = {
  externalId: string;
  email?: string | null | undefined;
  displayName?: string | null | undefined;
  locale?: string | null | undefined;
  country?: string | null | undefined;
  region?: string | null | undefined;
  /** In whole years. */
  age?: number | null | undefined;
};

export type FactParts = { pseudonyms: Pseudonyms; mailKindOf: MailKindOf };

/** What is kept of it: the address only as keyed hashes and its kind, the age only as the day by which the person was born. */
export function participantFacts(
  { pseudonyms, mailKindOf }: FactParts,
  siteId: string,
  { externalId, email, displayName, locale, country, region, age }: Told,
  now: number,
): ParticipantFacts {
  return {
    siteId,
    externalId,
    ...(email !== undefined && mailboxOf({ pseudonyms, mailKindOf }, email)),
    ...(displayName !== undefined && { displayName }),
    ...(locale !== undefined && { locale }),
    ...(country !== undefined && { country }),
    ...(region !== undefined && { region }),
    ...(age !== undefined && { bornBy: age === null ? null : bornBy(age, now) }),
  };
}

function mailboxOf({ pseudonyms, mailKindOf }: FactParts, email: string | null) {
  if (email === null) return { emailMac: null, domainMac: null, mailKind: null };
  return {
    emailMac: pseudonyms.email(email),
    domainMac: pseudonyms.domain(mailDomainOf(email)),
    mailKind: mailKindOf(email),
  };
}

/** The latest day on which somebody of this age can have been born, `YYYY-MM-DD` in UTC. */
function bornBy(age: number, now: number): string {
  const today = new Date(now);
  const day = Date.UTC(today.getUTCFullYear() - age, today.getUTCMonth(), today.getUTCDate());
  return new Date(day).toISOString().slice(0, 10);
}
