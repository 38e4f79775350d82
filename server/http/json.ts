import { DomainError } from '../domain/errors.ts';

/** No message of the contract nests deeper than about six levels. */
const MAX_DEPTH = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Parses JSON bytes that a stranger sent. Bytes that are no UTF-8, no JSON, or nested so deeply that later code
 * could run out of stack are refused with `invalid_body`. A `__proto__` key is dropped, however it is spelled.
 */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw new DomainError('invalid_body', 'The body is empty; it must be JSON.');
  if (isTooDeep(bytes))
    throw new DomainError('invalid_body', `The body nests deeper than ${MAX_DEPTH} levels.`);
  try {
    const text = utf8.decode(bytes);
    // A reviver costs much more than the parsing, so it runs only where the key could be hidden.
    return /__proto__|\\u00/i.test(text) ? JSON.parse(text, dropPrototypeKey) : JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid_body', 'The body is not valid JSON in UTF-8.', { cause });
  }
}

function dropPrototypeKey(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/** Counts brackets outside of strings. Works on bytes: no byte of a longer UTF-8 sequence looks like ASCII. */
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}
