import { MAILBOX_RULES } from './mailbox-rules.ts';

/**
 * The form of an address under which two spellings of one mailbox meet: lower case, without `+tag`, and without what
 * the provider is known not to look at. Good for telling whether two people are one; never for sending mail.
 */
export function foldEmail(email: string): string {
  const { local, domain } = splitAddress(email);
  const rules = MAILBOX_RULES.get(domain);
  if (isQuoted(local)) return `${local}@${domain}`;
  const untagged = withoutTag(withoutTag(local, '+'), rules?.tag);
  const bare = rules?.ignores ? without(untagged, rules.ignores) : untagged;
  // Nothing but signs is no name that an account could have, so they stay.
  return `${bare || untagged}@${rules?.domain ?? domain}`;
}

/** The domain of an address in the one spelling that the DNS has for it. */
export function mailDomainOf(email: string): string {
  return splitAddress(email).domain;
}

/** Parts in lower case, with look-alikes in their plain form; a quoted local part that need not be is taken out. */
function splitAddress(email: string): { local: string; domain: string } {
  const at = email.lastIndexOf('@');
  const local = plain(email.slice(0, at));
  return { local: isQuoted(local) ? unquoted(local) : local, domain: dnsName(plain(email.slice(at + 1))) };
}

/** Almost every address is this already, and folding runs with every event. */
const PLAIN = /^[ -~]*$/;

/** Lower case; wide, circled or joined letters as the letters they are; without characters that show nothing. */
function plain(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .normalize('NFKC');
}

/** An international name in its ASCII form (`bücher.example` is `xn--bcher-kva.example`), without the root's dot. */
function dnsName(domain: string): string {
  const rootless = domain.endsWith('.') ? domain.slice(0, -1) : domain;
  if (PLAIN.test(rootless) || !URL.canParse(`http://${rootless}/`)) return rootless;
  return new URL(`http://${rootless}/`).hostname;
}

function isQuoted(local: string): boolean {
  return local.length > 2 && local.startsWith('"') && local.endsWith('"');
}

const ATOMS = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;

/** `"ada"` and `"a\d\a"` are `ada` (RFC 5321, 4.1.2); what needs its quotes keeps them, and means what it says. */
function unquoted(local: string): string {
  const inside = local.slice(1, -1).replace(/\\(.)/gu, '$1');
  return ATOMS.test(inside) ? inside : local;
}

function withoutTag(local: string, sign: '+' | '-' | undefined): string {
  const end = sign === undefined ? -1 : local.indexOf(sign);
  return end > 0 ? local.slice(0, end) : local;
}

function without(text: string, ignored: string): string {
  return [...text].filter((letter) => !ignored.includes(letter)).join('');
}
