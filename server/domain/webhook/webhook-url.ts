/** Names that mean this machine. What a name leads to is looked at again when a connection is made. */
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

type UrlRules = {
  /** Whether http to this very machine is allowed: for a demo. */
  loopback: boolean;
  /** Whether an address that is written out (IPv4 or IPv6) is one that nobody outside could mean. */
  isInside: (host: string) => boolean;
};

/** What is wrong with an endpoint's address, for a sentence that begins with its field; null when nothing is. */
export function webhookUrlFault(text: string, { loopback, isInside }: UrlRules): string | null {
  if (!URL.canParse(text)) return 'must be a web address that begins with https://';
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '') return 'must not hold a user name or a password';
  if (hash !== '') return 'must not have a part after #';
  const isLoopback = LOOPBACK_HOSTS.has(hostname);
  if (isLoopback && loopback && (protocol === 'https:' || protocol === 'http:')) return null;
  if (protocol !== 'https:') return 'must begin with https://';
  if (isLoopback || isInside(hostname)) return 'must not lead into a private network';
  return null;
}
