const PREFIX_BYTES = 4;
const SIEVE_BITS = 22;

/**
 * Which of the texts stand somewhere in these bytes, in one pass however many there are: a sieve of their first four
 * bytes leaves few places at which to compare. Each text has at least four bytes.
 */
export function textsIn(bytes: Buffer, texts: readonly string[]): Set<string> {
  const sieve = new Uint8Array(2 ** SIEVE_BITS);
  const byPrefix = Map.groupBy(texts, prefixOf);
  for (const prefix of byPrefix.keys()) sieve[holeOf(prefix)] = 1;
  const found = new Set<string>();
  let prefix = 0;
  for (let end = 0; end < bytes.length; end += 1) {
    prefix = (prefix << 8) | (bytes[end] ?? 0);
    if (end < PREFIX_BYTES - 1 || sieve[holeOf(prefix)] === 0) continue;
    const from = end - PREFIX_BYTES + 1;
    for (const text of byPrefix.get(prefix) ?? []) if (standsAt(bytes, from, text)) found.add(text);
  }
  return found;
}

function prefixOf(text: string): number {
  const bytes = Buffer.from(text);
  if (bytes.length < PREFIX_BYTES) throw new Error('The text is too short to be looked for.');
  return bytes.readInt32BE(0);
}

/** Multiplied by the golden ratio, so that neighbours fall apart. */
function holeOf(prefix: number): number {
  return Math.imul(prefix, 0x9e37_79b1) >>> (32 - SIEVE_BITS);
}

function standsAt(bytes: Buffer, from: number, text: string): boolean {
  return bytes.subarray(from, from + Buffer.byteLength(text)).equals(Buffer.from(text));
}
