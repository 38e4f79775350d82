import { monotonicFactory } from 'ulid';
import type { Ids } from '../../server/domain/ids.ts';
import type { Chance } from './chance.ts';

const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ';

/** Ids of one process that a seed repeats. Made up for tests: nothing here is secret. */
export function seededIds(chance: Chance, clock: () => number): Ids {
  const next = monotonicFactory(chance.fraction);
  const ulid = () => next(clock());
  const letters = (count: number) =>
    Array.from({ length: count }, () => chance.pick([...CODE_LETTERS])).join('');
  return {
    next: (prefix) => `${prefix}_${ulid()}`,
    ulid,
    code: () => letters(10),
    secret: () => letters(32),
  };
}
