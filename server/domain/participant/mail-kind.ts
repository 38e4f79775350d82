import { mailDomainOf } from './fold-email.ts';

/**
 * What kind of address somebody has: a throw-away one that anybody can make for a minute, a relay that hides a real
 * mailbox, or neither.
 */
export type MailKind = 'ordinary' | 'relay' | 'disposable';

export type MailKindOf = (address: string) => MailKind;

/** Services that forward to a real mailbox under another name. Careful people use them; they prove nothing. */
const RELAYS: ReadonlySet<string> = new Set([
  'privaterelay.appleid.com',
  'mozmail.com',
  'relay.firefox.com',
  'duck.com',
  'simplelogin.com',
  'simplelogin.co',
  'simplelogin.fr',
  'aleeas.com',
  'slmail.me',
  'slmails.com',
  'passmail.net',
  'passmail.com',
  'passinbox.com',
  'passfwd.com',
  'anonaddy.com',
  'anonaddy.me',
  'addymail.com',
]);

/**
 * Tells kinds by a list of domains of throw-away addresses. A domain under a listed one counts as listed: such services
 * hand out names below their own.
 */
export function createMailKinds(disposable: ReadonlySet<string>): MailKindOf {
  return (address) => {
    const names = domainAndParents(mailDomainOf(address));
    if (names.some((name) => RELAYS.has(name))) return 'relay';
    return names.some((name) => disposable.has(name)) ? 'disposable' : 'ordinary';
  };
}

/** `a.b.example` is looked for as itself and as `b.example`; an ending alone is nobody's domain. */
function domainAndParents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, start) => labels.slice(start).join('.'));
}
