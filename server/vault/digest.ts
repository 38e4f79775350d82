import { createHash } from 'node:crypto';

/** SHA-256, base64url. */
export function digest(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url');
}
