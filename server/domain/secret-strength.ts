/** Thrown with a sentence for the operator; it never holds any part of the secret. */
export class WeakSecret extends Error {
  override name = 'WeakSecret';
}

const MIN_BYTES = 32;

/** Under this many different characters a text is typed, not drawn: "aaaa…", "abab…". */
const MIN_DISTINCT = 5;

/** Fragments of secrets that stand in tutorials and templates, compared on letters and digits only. */
const SAMPLES = [
  'changeme',
  'changethis',
  'replaceme',
  'replacethis',
  'yoursecret',
  'yoursuper',
  'your256bit',
  'atleast256bits',
];

/** Why a secret must not be used, as the end of a sentence that begins with its name, or null. */
export function weakness(text: string): string | null {
  if (new TextEncoder().encode(text).length < MIN_BYTES) return `must be at least ${MIN_BYTES} bytes long`;
  if (new Set(text).size < MIN_DISTINCT) return 'repeats a few characters; generate a random one';
  const folded = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (SAMPLES.some((sample) => folded.includes(sample)))
    return 'is a published sample; generate a random one';
  return null;
}

/**
 * Refuses a master secret (GOODTURN_SECRET) that is short or well known: every key hangs on it, and the derivation
 * does not slow a guesser down.
 */
export function assertMasterSecret(text: string): void {
  const fault = weakness(text);
  if (fault !== null) throw new WeakSecret(`The master secret ${fault}.`);
}
