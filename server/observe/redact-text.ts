/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** Longer texts add nothing to a log line and cost a reader. */
const MAX_TEXT = 4000;

type Rule = readonly [shape: RegExp, replacement: string];

/**
 * Shapes that give a secret away wherever they stand, also inside sentences and addresses. Each pattern can begin
 * only where the one before it has ended, so a hostile text costs no more than its length.
 */
const RULES: readonly Rule[] = [
  // Credentials of HTTP and of addresses.
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${REDACTED}`],
  [/:\/\/[^\s/?#@]+@/g, `://${REDACTED}@`],
  // Our own paths that hold a secret: claims, and the MAC behind a hook's order id.
  [/\/c\/[^\s/?#"'<>]+/g, `/c/${REDACTED}`],
  [/(\/hooks\/gift-card\/[^\s/?#"'<>]+)\/[^\s/?#"'<>]+/g, `$1/${REDACTED}`],
  // Parameters by name.
  [
    /([?&#;](?:ref|[a-z_-]*(?:token|secret|key|signature|sig|auth|password|claim|answer|nonce)))=[^&#\s"'<>]*/gi,
    `$1=${REDACTED}`,
  ],
  // Keys and signing secrets by prefix.
  [/\b(?:sk|rk|whsec|whsk)_[A-Za-z0-9+/=_-]+/g, REDACTED],
  // JSON Web Tokens, also when the middle or the end is cut off: a header always begins with `{`.
  [/\be[yw][A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}/g, REDACTED],
  // Personal data.
  [/(?<![^\s@<>"'(),:;])[^\s@<>"'(),:;]+@[^\s@<>"'(),:;]+\.[A-Za-z]{2,}/g, '[email]'],
];

/** Every rule needs one of these. Most texts of a log line have none, and that is ten times cheaper to find out. */
const SUSPICIOUS = /[@=]|\/c\/|\/hooks\/|:\/\/|[kc]_|e[yw]|(?:Bearer|Basic)\s|[A-Za-z0-9_-]{20}/i;

const OPAQUE_WORD = /[A-Za-z0-9_-]{20,}/g;
/** Our ids (`rwd_` and a ULID, `req_` and 16 characters): a log is of no use without them. */
const OUR_ID = /^(?:[a-z]{2,6}_[0-9A-HJKMNP-TV-Z]{26}|req_[A-Za-z0-9_-]{16})$/;

/** The text without token-shaped parts and addresses of people, cut to a readable length. */
export function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? cut(text) : text;
  if (!SUSPICIOUS.test(short) || OUR_ID.test(short)) return short;
  const replaced = RULES.reduce((rest, [shape, replacement]) => rest.replace(shape, replacement), short);
  return replaced.replace(OPAQUE_WORD, (word) => (isOpaque(word) ? REDACTED : word));
}

/** Ends at a blank: half of a secret would no longer look like one. */
function cut(text: string): string {
  const head = text.slice(0, MAX_TEXT);
  const end = Math.max(0, head.lastIndexOf(' '), head.lastIndexOf('\n'));
  return `${head.slice(0, end)}… (${text.length} characters)`;
}

/**
 * Whether a word looks random: 128 bits and more mix cases and digits, or are long hexadecimal. Order numbers
 * (upper case only) and identifiers in code stay readable.
 */
function isOpaque(word: string): boolean {
  if (OUR_ID.test(word)) return false;
  if (word.length >= 32 && /^[0-9a-f]+$/i.test(word)) return true;
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9]/.test(word);
}
