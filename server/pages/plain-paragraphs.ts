/** What is no text for people. One without an end goes to the end, so that no text is gone through twice. */
const UNREADABLE = /<(script|style)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)/gi;
const LINE_ENDS = /<(?:br|\/?(?:p|div|li|ul|ol|tr|table|h[1-6]))\b[^<>]*>/gi;
const TAGS = /<[/!?]?[a-z][^<>]*>/gi;
const REFERENCES = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  reg: '®',
  trade: '™',
};

/**
 * The readable text of a foreign text that may hold HTML, paragraph by paragraph. It is for reading only: what comes
 * out may still hold `<` and must be escaped like any other text.
 */
export function plainParagraphs(markup: string): string[] {
  return markup
    .replaceAll(UNREADABLE, ' ')
    .replaceAll(LINE_ENDS, '\n')
    .replaceAll(TAGS, '')
    .replaceAll(REFERENCES, character)
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

/** An unknown reference stays as it is written. */
function character(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
