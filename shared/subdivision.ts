/** A part of a country as ISO 3166-2 writes it, in upper case: `US-NY`, or `NY` alone with no country. */
export type Subdivision = { country: string | null; code: string };

/** Both spellings, in either case. */
export const SUBDIVISION = /^(?:[A-Za-z]{2}-)?[A-Za-z0-9]{1,3}$/;

/** Reads either spelling; null for anything else, such as a name. */
export function readSubdivision(text: string): Subdivision | null {
  const folded = text.trim().toUpperCase();
  if (!SUBDIVISION.test(folded)) return null;
  const [code = '', country = null] = folded.split('-').reverse();
  return { country, code };
}
