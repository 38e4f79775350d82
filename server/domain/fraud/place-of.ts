/** Where on the internet somebody is: the address in one spelling, and the network that a household or office shares. */
type Place = { address: string; network: string };

/**
 * The place of an address, or null where an address says nothing about people: loopback, private and carrier-shared
 * ranges, and what is no address. IPv4 networks are told by /24 and IPv6 ones by /48, the sizes that providers give out.
 */
export function placeOf(text: string): Place | null {
  const bytes = parseIpv4(text);
  if (bytes) return ipv4Place(bytes);
  const groups = parseIpv6(text);
  if (!groups) return null;
  const inside = embeddedIpv4(groups);
  if (inside) return ipv4Place(inside);
  // Global unicast is 2000::/3; everything else is loopback, local, or nobody's.
  if ((groups[0] ?? 0) >> 13 !== 1) return null;
  const words = groups.map((group) => group.toString(16));
  return { address: words.join(':'), network: `${words.slice(0, 3).join(':')}::/48` };
}

/**
 * Who an address stands for where requests are counted: an IPv4 address is one, and so is an IPv6 /64, since whoever has
 * one address of it has them all. Null for what is no address.
 */
export function hostOf(text: string): string | null {
  const bytes = parseIpv4(text);
  if (bytes) return bytes.join('.');
  const groups = parseIpv6(text);
  if (!groups) return null;
  return embeddedIpv4(groups)?.join('.') ?? `${groups.slice(0, 4).join(':')}::/64`;
}

function ipv4Place(bytes: number[]): Place | null {
  const whole = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (PRIVATE_IPV4.some(([base, bits]) => inRange(whole, base, bits))) return null;
  return { address: bytes.join('.'), network: `${bytes.slice(0, 3).join('.')}.0/24` };
}

/** RFC 6890: addresses that many strangers have at once, or that nobody on the internet has. */
const PRIVATE_IPV4: readonly [base: number, bits: number][] = [
  [0x00_00_00_00, 8],
  [0x0a_00_00_00, 8],
  [0x64_40_00_00, 10],
  [0x7f_00_00_00, 8],
  [0xa9_fe_00_00, 16],
  [0xac_10_00_00, 12],
  [0xc0_00_00_00, 24],
  [0xc0_a8_00_00, 16],
  [0xc6_12_00_00, 15],
  [0xe0_00_00_00, 3],
];

function inRange(whole: number, base: number, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(whole / size) === Math.floor(base / size);
}

function parseIpv4(text: string): number[] | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

/** Eight groups of 16 bits. A zone (`%eth0`) belongs to local addresses only and makes the text unreadable. */
function parseIpv6(text: string): number[] | null {
  const [head = '', tail, ...more] = withoutDots(text).split('::');
  if (more.length > 0) return null;
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (!before || !after) return null;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  return [...before, ...Array<number>(missing).fill(0), ...after];
}

/** The dotted end of `::ffff:192.0.2.1` as two groups. */
function withoutDots(text: string): string {
  const start = text.lastIndexOf(':') + 1;
  const bytes = start > 0 ? parseIpv4(text.slice(start)) : null;
  if (!bytes) return text;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return `${text.slice(0, start)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const words = text.split(':');
  return words.every((word) => /^[0-9a-f]{1,4}$/i.test(word))
    ? words.map((word) => parseInt(word, 16))
    : null;
}

/** IPv4 as IPv6 sockets write it (`::ffff:0:0/96`), and as it goes through NAT64 (`64:ff9b::/96`). */
function embeddedIpv4(groups: number[]): number[] | null {
  const prefix = groups.slice(0, 6).join();
  if (prefix !== '0,0,0,0,0,65535' && prefix !== '100,65435,0,0,0,0') return null;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255];
}
