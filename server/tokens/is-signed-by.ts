import { compactVerify, errors, type KeyObject } from 'jose';

/** Whether `key` made the signature of this token under exactly this algorithm. */
export async function isSignedBy(token: string, key: KeyObject | Uint8Array, alg: string): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [alg] });
    return true;
  } catch (error) {
    // Anything else is a fault of ours, such as a key of the wrong kind, and must not look like a bad token.
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}
