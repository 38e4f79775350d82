import { monotonicFactory } from 'ulid';
import type { Ids } from './domain/ids.ts';
import { newCode, randomFraction, randomToken } from './vault/random.ts';

/** Ids of this process: within one millisecond they still count up, so rows made together keep their order. */
export function createIds(): Ids {
  const ulid = monotonicFactory(randomFraction);
  return {
    next: (prefix) => `${prefix}_${ulid()}`,
    ulid: () => ulid(),
    code: () => newCode(),
    secret: () => randomToken(),
  };
}
