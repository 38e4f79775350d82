const LONGEST_LABEL = 22;

/** The first half of an offer's title ("Give $15, get $15" → "Give $15"), or null where it is no short phrase. */
export function shortOffer(title: string): string | null {
  const first = title.split(/[,:–—]/)[0]?.trim() ?? '';
  return first && first.length <= LONGEST_LABEL ? first : null;
}
