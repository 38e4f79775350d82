/** Fewer bytes than this cannot carry the 256 bits that the keys derived from a secret are meant to have. */
export const MIN_SECRET_BYTES = 32;

/** A random text of 32 characters has about 14 different ones even in hexadecimal. */
const MIN_DIFFERENT = 8;

/** Words from manuals and samples: somebody copied a line and did not come back to it. */
const SAMPLE =
  /change.?me|replace.?me|your.{0,12}(secret|key)|example.?(secret|key)|password|insecure|0123456789abcdef|abcdefghijkl/i;

/** Why a secret must not be used, as the end of a sentence ("it is …"), or null when nothing is wrong with it. */
export function weakness(secret: string): string | null {
  const bytes = new TextEncoder().encode(secret).length;
  if (bytes < MIN_SECRET_BYTES) return `${bytes} bytes long and must have at least ${MIN_SECRET_BYTES}`;
  if (new Set(secret).size < MIN_DIFFERENT) return 'made of very few characters and easy to guess';
  if (SAMPLE.test(secret)) return 'a sample that others know';
  return null;
}
