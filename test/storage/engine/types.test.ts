import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../../support/databases.ts';
import { addNote, openFor, openFresh } from './open-fresh.ts';

const FAR_FUTURE_MS = 4_102_444_800_000;

describe.each(DIALECTS)('values from %s', (dialect) => {
  test('a bigint column is a number', async () => {
    const { db } = await openFresh(dialect);
    await addNote(db, FAR_FUTURE_MS);
    expect(await db.read.selectFrom('note').selectAll().execute()).toEqual([
      { id: FAR_FUTURE_MS, text: `note ${FAR_FUTURE_MS}`, stars: 0 },
    ]);
  });

  test('counts, sums and null have the same types', async () => {
    const { db } = await openFresh(dialect);
    await addNote(db, 1);
    await addNote(db, 2);
    const { rows } = await sql`
      select count(*) as how_many, sum(id) as total, max(id) as largest, null as absent from note
    `.execute(db.read);
    expect(rows).toEqual([{ how_many: 2, total: 3, largest: 2, absent: null }]);
  });

  test('truth is 0 or 1', async () => {
    const { db } = await openFresh(dialect);
    const { rows } = await sql`select 1 = 1 as yes, exists (select 1 from note) as no`.execute(db.read);
    expect(rows).toEqual([{ yes: 1, no: 0 }]);
  });

  test('bytes are a Buffer', async () => {
    const { db } = await openFresh(dialect);
    const type = dialect === 'sqlite' ? 'blob' : 'bytea';
    const bytes = Buffer.from([0, 255, 10]);
    await db.write('bytes', async (tx) => {
      await sql.raw(`create table bytes (value ${type})`).execute(tx);
      await sql`insert into bytes values (${bytes})`.execute(tx);
    });
    const { rows } = await sql`select value from bytes`.execute(db.read);
    expect(rows).toEqual([{ value: bytes }]);
  });

  test('the number of changed rows is told', async () => {
    const { db } = await openFresh(dialect);
    await addNote(db, 1);
    const change = (id: number) =>
      db.write('change', (tx) =>
        tx.updateTable('note').set({ stars: 1 }).where('id', '=', id).executeTakeFirst(),
      );
    expect((await change(1)).numUpdatedRows).toBe(1n);
    expect((await change(2)).numUpdatedRows).toBe(0n);
  });
});

describe('PostgreSQL alone', () => {
  test('JSON comes as its text, as SQLite keeps it', async () => {
    const { db } = await openFresh('postgres');
    const { rows } = await sql`select '{"a": 1}'::jsonb as b, '[1]'::json as a`.execute(db.read);
    expect(rows).toEqual([{ a: '[1]', b: '{"a": 1}' }]);
  });

  test('a number that would lose digits is refused', async () => {
    const { db } = await openFresh('postgres');
    const reading = sql`select ${'9007199254740993'}::bigint as value`.execute(db.read);
    await expect(reading).rejects.toThrow(RangeError);
  });

  test('after a refused number the connection still answers', async () => {
    const { db } = await openFresh('postgres', { poolSize: 1 });
    await sql`select 9007199254740993::bigint as value`.execute(db.read).catch(() => {});
    expect((await sql`select 1 as one`.execute(db.read)).rows).toEqual([{ one: 1 }]);
  });

  test.each([true, false])('statements are prepared by name: %s', async (prepareStatements) => {
    const { db, url } = await openFresh('postgres', { poolSize: 1, prepareStatements });
    const again = await openFor(url, { poolSize: 1, prepareStatements });
    for (const stars of [1, 2, 3]) {
      await again.read.selectFrom('note').select('id').where('stars', '=', stars).execute();
    }
    const { rows } = await sql`select 1 from pg_prepared_statements where name like 'goodturn%'`.execute(
      again.read,
    );
    expect(rows.length).toBe(prepareStatements ? 1 : 0);
    await db.check();
  });
});
