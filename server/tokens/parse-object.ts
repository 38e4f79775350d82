import { hasRepeatedName } from './repeated-name.ts';

// `ignoreBOM` keeps a byte order mark in the text, where JSON.parse refuses it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads bytes as one unambiguous JSON object in valid UTF-8, or null. */
export function parseObject(bytes: Uint8Array): object | null {
  try {
    const json = utf8.decode(bytes);
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    // What writes back to the very same text named nothing twice; this is how every usual library writes.
    return JSON.stringify(value) !== json && hasRepeatedName(json) ? null : value;
  } catch {
    return null;
  }
}
