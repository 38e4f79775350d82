import { randomBytes } from 'node:crypto';

/** `prefix_` + 128 random bits. Ids never repeat, also when the shop starts anew and Goodturn keeps its data. */
export function randomId(prefix: string): string {
  return `${prefix}_${randomBytes(16).toString('base64url')}`;
}
