import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../server/storage/database.ts';
import { isCheckViolation, isUniqueViolation } from '../../../server/storage/violations.ts';
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
  test('a unique constraint is recognised by the name of its table and columns', async () => {
    const { db } = await openFresh(dialect);
    await failureOf(db, { id: 1, text: 'same', stars: 0 });
    const error = await failureOf(db, { id: 2, text: 'same', stars: 0 });
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'note_text_stars_key')).toBe(true);
    expect(isUniqueViolation(error, 'note_pkey')).toBe(false);
    expect(isCheckViolation(error)).toBe(false);
  });

  test('a primary key is recognised', async () => {
    const { db } = await openFresh(dialect);
    await failureOf(db, { id: 1, text: 'one', stars: 0 });
    const error = await failureOf(db, { id: 1, text: 'other', stars: 0 });
    expect(isUniqueViolation(error, 'note_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'note_text_stars_key')).toBe(false);
  });

  test('a unique index on part of the rows or on an expression is recognised', async () => {
    const { db } = await openFresh(dialect);
    await db.write('index', async (tx) => {
      await sql`create unique index note_stars_key on note (stars) where stars > 3`.execute(tx);
      await sql`create unique index note_folded on note (lower(text))`.execute(tx);
    });
    await failureOf(db, { id: 1, text: 'one', stars: 4 });
    expect(isUniqueViolation(await failureOf(db, { id: 2, text: 'two', stars: 4 }), 'note_stars_key')).toBe(
      true,
    );
    expect(isUniqueViolation(await failureOf(db, { id: 3, text: 'ONE', stars: 0 }), 'note_folded')).toBe(
      true,
    );
  });

  test('a CHECK is recognised by its name', async () => {
    const { db } = await openFresh(dialect);
    const error = await failureOf(db, { id: 1, text: 'one', stars: 6 });
    expect(isCheckViolation(error)).toBe(true);
    expect(isCheckViolation(error, 'few_stars')).toBe(true);
    expect(isCheckViolation(error, 'many_stars')).toBe(false);
    expect(isUniqueViolation(error)).toBe(false);
  });
});

test.each([undefined, 'text', new Error('UNIQUE constraint failed: note.id'), { code: '23505' }])(
  'what no driver threw is no violation: %s',
  (thing) => {
    expect(isUniqueViolation(thing)).toBe(false);
    expect(isCheckViolation(thing)).toBe(false);
  },
);
