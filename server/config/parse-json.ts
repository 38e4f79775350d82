import { ConfigError } from './faults.ts';

/** The value of a file's text. Throws a `ConfigError` that tells whoever edits `file` where it stops being JSON. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError([
      `${file} is not valid JSON: look at ${placeOfFault(text)} (comments and trailing commas are not allowed).`,
    ]);
  }
}

/** The place of the first character that no JSON can have there; the text's end where something is left open. */
function placeOfFault(text: string): string {
  const before = text.slice(0, wellBegun(text));
  const lineStart = before.lastIndexOf('\n') + 1;
  return `line ${before.split('\n').length}, column ${before.length - lineStart + 1}`;
}

/**
 * Length of the longest beginning that could still become JSON. Not every message of the parser names a position, so
 * it is looked for: a beginning that is wrong stays wrong however it goes on, which makes halving possible.
 */
function wellBegun(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isOpen(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether the parser complains of nothing but the end of the text. */
function isOpen(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/end of JSON input|unterminated string/i.test(message)) return true;
    const at = /at position (\d+)/.exec(message)?.[1];
    return at !== undefined && Number(at) >= text.length;
  }
}
