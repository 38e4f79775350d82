import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Mac } from '../domain/claim/sealer.ts';

/** A keyed hash under one key; use a key per purpose (`deriveKeys`). */
export function createMac(key: KeyObject): Mac {
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}

/** Compares two MACs in a time that does not tell how many characters agree. Their length is no secret. */
export function equalMac(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
