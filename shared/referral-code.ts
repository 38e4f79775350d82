/** What a code may look like once folded (design: globally unique, case-folded). */
export const CODE_PATTERN = /^[A-Z0-9_-]{4,32}$/;

/** The one spelling of a code that is stored and compared, or null when the text cannot be a code. */
export function foldCode(text: string): string | null {
  const folded = text.trim().toUpperCase();
  return CODE_PATTERN.test(folded) ? folded : null;
}
