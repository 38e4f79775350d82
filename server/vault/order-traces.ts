import { createHmac, type KeyObject } from 'node:crypto';
import type { OrderTraces } from '../domain/order/po-number.ts';

/** Crockford's alphabet, as ULIDs are written. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** Each character takes the low five bits of one byte of the keyed hash, so that all are equally likely. */
export function createOrderTraces(key: KeyObject): OrderTraces {
  return (identity) => {
    const bytes = createHmac('sha256', key).update(identity).digest().subarray(0, LENGTH);
    return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  };
}
