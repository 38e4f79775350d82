const DOT_BLIND = new Set(['gmail.com', 'googlemail.com']);

/**
 * The form of an address under which two spellings of one mailbox meet: lower case, without `+tag`, and without
 * dots where the provider ignores them. Good for telling whether two people are one; never for sending mail.
 */
export function foldEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1).toLowerCase();
  const [local = ''] = email.slice(0, at).normalize('NFKC').toLowerCase().split('+');
  return DOT_BLIND.has(domain) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`;
}
