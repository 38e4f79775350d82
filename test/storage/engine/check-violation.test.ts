import { describe, expect, test } from 'vitest';
import { isCheckViolation } from '../../../server/storage/check-violation.ts';
import type { Database } from '../../../server/storage/database.ts';
import { DIALECTS } from '../../support/databases.ts';
import { openFresh, type Tables } from './open-fresh.ts';

async function failureOf(db: Database<Tables>, note: Tables['note']): Promise<unknown> {
  const insert = db.write('add', (tx) => tx.insertInto('note').values(note).execute());
  return insert.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe.each(DIALECTS)('violations on %s', (dialect) => {
  test('a CHECK is recognised by its name', async () => {
    const { db } = await openFresh(dialect);
    const error = await failureOf(db, { id: 1, text: 'one', stars: 6 });
    expect(isCheckViolation(error, 'few_stars')).toBe(true);
    expect(isCheckViolation(error, 'many_stars')).toBe(false);
  });

  test('what a unique constraint refuses is no violation of a CHECK', async () => {
    const { db } = await openFresh(dialect);
    await failureOf(db, { id: 1, text: 'same', stars: 0 });
    const error = await failureOf(db, { id: 2, text: 'same', stars: 0 });
    expect(error).toBeInstanceOf(Error);
    expect(isCheckViolation(error, 'few_stars')).toBe(false);
  });
});

test.each([
  undefined,
  'text',
  new Error('CHECK constraint failed: few_stars'),
  { code: '23514', constraint: 'few_stars' },
])('what no driver threw is no violation: %s', (thing) => {
  expect(isCheckViolation(thing, 'few_stars')).toBe(false);
});
