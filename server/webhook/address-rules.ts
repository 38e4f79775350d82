import { BlockList, isIP } from 'node:net';

/** Networks that are nobody's business from outside: RFC 6890 and what came after it, as `network/bits`. */
const INSIDE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** All that IANA has given out for the internet. Mapped, translated (NAT64), local and multicast ones lie outside. */
const GLOBAL_V6 = ['2000::/3'];

/** Of those: protocols (Teredo and ORCHID among them), documentation, and 6to4, which carries an IPv4 address. */
const INSIDE_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const LOOPBACK_V4 = ['127.0.0.0/8'];

const insideV4 = listOf(INSIDE_V4, 'ipv4');
const globalV6 = listOf(GLOBAL_V6, 'ipv6');
const insideV6 = listOf(INSIDE_V6, 'ipv6');
const loopbackV4 = listOf(LOOPBACK_V4, 'ipv4');

function listOf(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Whether an address is one of the internet's. What is no address, or names an interface, is not. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false;
  if (isIP(address) === 4) return !insideV4.check(address, 'ipv4');
  if (isIP(address) === 6) return globalV6.check(address, 'ipv6') && !insideV6.check(address, 'ipv6');
  return false;
}

/** Whether an address is this very machine's. */
export function isLoopback(address: string): boolean {
  if (isIP(address) === 4) return loopbackV4.check(address, 'ipv4');
  return address === '::1';
}

/**
 * Whether the host of a web address is written as an address, or as a name, that only makes sense inside. The rest is
 * known when its name is looked up.
 */
export function isInsideHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(bare) !== 0) return !isPublicAddress(bare);
  return bare === 'localhost' || bare.endsWith('.localhost');
}
