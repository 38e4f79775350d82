/** Bytes of an upstream's text that we keep (gift-card-api.md section 7). */
export const DETAIL_LIMIT = 2048;

/** Characters looked at; keeps the patterns below cheap on a body of any size. */
const READ_LIMIT = 8192;
const REMOVED = '[removed]';

/** In this order: the value of a telling key goes before its parts could be taken for something else. */
const SECRETS: RegExp[] = [
  // claimLinkChallengeAnswer: "x", access_token=x, password: x
  /("?\b\w{0,40}(?:challenge|answer|token|secret|password|authorization|apikey)\w{0,40}"?\s{0,3}[:=]\s{0,3})(?:"[^"]*"?|[^\s,;}\]]+)/gi,
  /(\bbearer\s{1,3})\S+/gi,
  /()\beyJ[\w-]+(?:\.[\w-]*)*/g,
  // https://x, and its JSON spelling https:\/\/x
  /()\b[a-z][a-z\d+.-]{1,20}:(?:\\?\/){2}\S*/gi,
  /()\bwww\.\S+/gi,
  /()(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\/\S*/gi,
  /()[^\s@"'<>,;:()[\]]{1,64}@[^\s@"'<>,;:()[\]]{1,255}/g,
  /()\+\d[\d -]{6,20}\d/g,
  // Any other long run; PONumbers and GUIDs (36) are shorter and stay readable.
  /()[\w~+/=-]{41,}/g,
];

/**
 * Text of an upstream for operators' eyes: at most 2 kB, one line, without markup, links, e-mail addresses,
 * phone numbers, bearer tokens and challenge answers. `known` are secrets to take out wherever they stand.
 */
export function cleanDetail(text: string, known: readonly string[] = []): string {
  let clean = wholeWords(text).replace(/<[^<>]*>/g, ' ');
  for (const secret of known) if (secret !== '') clean = clean.replaceAll(secret, REMOVED);
  for (const pattern of SECRETS) clean = clean.replace(pattern, `$1${REMOVED}`);
  return firstBytes(clean.replace(/[\s\p{Cc}]+/gu, ' ').trim(), DETAIL_LIMIT);
}

/** A secret that the cut goes through would no longer be recognised, so the last word goes with it. */
function wholeWords(text: string): string {
  return text.length <= READ_LIMIT ? text : text.slice(0, READ_LIMIT).replace(/\S+$/, '');
}

function firstBytes(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return text;
  // A character cut in half decodes to U+FFFD at the end.
  return new TextDecoder().decode(bytes.subarray(0, limit)).replace(/\uFFFD+$/, '');
}
