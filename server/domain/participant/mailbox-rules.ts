/** What a mail provider does with the local part of an address: which spellings reach one mailbox. */
type MailboxRules = {
  /** The domain under which all of the provider's names for one mailbox meet. */
  domain: string;
  /** Characters that the provider does not look at. */
  ignores?: string;
  /** What begins a sub-address there beside `+`. */
  tag?: '-';
};

const GMAIL: MailboxRules = { domain: 'gmail.com', ignores: '.' };
/** Accounts of all three names are one mailbox, and signs between letters do not tell two accounts apart. */
const PROTON: MailboxRules = { domain: 'proton.me', ignores: '.-_' };
const ICLOUD: MailboxRules = { domain: 'icloud.com' };
/** Dots and hyphens are one sign there. As nothing else may stand between letters, leaving both out says the same. */
const YANDEX: MailboxRules = { domain: 'yandex.ru', ignores: '.-' };

/** Yahoo keeps `-` for its disposable addresses (`name-word@yahoo.com`); an account's own name cannot hold it. */
const YAHOO_DOMAINS = [
  ...['com', 'co.uk', 'fr', 'de', 'it', 'es', 'ca', 'in', 'co.in', 'com.br', 'com.au', 'co.jp'].map(
    (ending) => `yahoo.${ending}`,
  ),
  ...['ymail.com', 'rocketmail.com'],
];

/**
 * Providers whose rules are public knowledge. Only what a provider is known to do stands here: a rule too many makes
 * two people one, and an honest friend a self-referral.
 */
export const MAILBOX_RULES: ReadonlyMap<string, MailboxRules> = new Map([
  ...named(GMAIL, ['gmail.com', 'googlemail.com']),
  ...named(PROTON, ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me']),
  ...named(ICLOUD, ['icloud.com', 'me.com', 'mac.com']),
  ...named(YANDEX, ['yandex.ru', 'yandex.com', 'ya.ru', 'yandex.by', 'yandex.kz']),
  ...YAHOO_DOMAINS.map((domain) => [domain, { domain, tag: '-' }] as const),
]);

function named(rules: MailboxRules, domains: string[]) {
  return domains.map((domain) => [domain, rules] as const);
}
