import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { LostRace } from '../../../server/domain/lost-race.ts';
import { Unavailable } from '../../../server/domain/unavailable.ts';
import type { Database } from '../../../server/storage/database.ts';
import { errorCode } from '../../../server/storage/error-code.ts';
import { CALM, startFaultProxy } from '../../support/fault-proxy.ts';
import { addNote, noteIds, openFor, openFresh, type Tables } from './open-fresh.ts';

/** A barrier: everybody waits there until `count` have come; who comes later passes. */
function meetingOf(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    arrived += 1;
    if (arrived >= count) resolve();
    return promise;
  };
}

async function starsOf(db: Database<Tables>): Promise<number[]> {
  const rows = await db.read.selectFrom('note').select('stars').orderBy('id').execute();
  return rows.map(({ stars }) => stars);
}

/** Opens a database whose log of reruns is kept. */
async function openLogged(options: { retries?: number } = {}) {
  const reasons: unknown[] = [];
  const log = (_message: string, fields: Record<string, unknown>) => reasons.push(fields['reason']);
  return { reasons, ...(await openFresh('postgres', { ...options, log })) };
}

const addStar = sql`stars + 1`.$castTo<number>();

test('two writes that deadlock both succeed in the end', async () => {
  const { db, reasons } = await openLogged();
  await addNote(db, 1);
  await addNote(db, 2);
  const meet = meetingOf(2);
  const star = (first: number, second: number) =>
    db.write('star', async (tx) => {
      await tx.updateTable('note').set({ stars: addStar }).where('id', '=', first).execute();
      await meet();
      await tx.updateTable('note').set({ stars: addStar }).where('id', '=', second).execute();
    });
  await Promise.all([star(1, 2), star(2, 1)]);
  expect(reasons).toEqual(['40P01']);
  expect(await starsOf(db)).toEqual([2, 2]);
});

test('a write that the server could not serialise is run again', async () => {
  const { db, reasons } = await openLogged();
  await addNote(db, 1);
  const meet = meetingOf(2);
  const star = () =>
    db.write('star', async (tx) => {
      await sql`set transaction isolation level repeatable read`.execute(tx);
      const { stars } = await tx.selectFrom('note').select('stars').executeTakeFirstOrThrow();
      await meet();
      await tx
        .updateTable('note')
        .set({ stars: stars + 1 })
        .execute();
    });
  await Promise.all([star(), star()]);
  expect(reasons).toEqual(['40001']);
  expect(await starsOf(db)).toEqual([2]);
});

test('two writes that race for one row: the loser runs again and finds the winner', async () => {
  const { db } = await openFresh('postgres');
  const meet = meetingOf(2);
  const add = (id: number) =>
    db.write('add', async (tx) => {
      const found = await tx.selectFrom('note').select('id').where('text', '=', 'mine').executeTakeFirst();
      if (found) return found.id;
      await meet();
      try {
        await tx.insertInto('note').values({ id, text: 'mine', stars: 0 }).execute();
        return id;
      } catch (error) {
        throw errorCode(error) === '23505' ? new LostRace() : error;
      }
    });
  const [one, two] = await Promise.all([add(1), add(2)]);
  expect(one).toBe(two);
  expect(await noteIds(db)).toEqual([one]);
});

test('a write whose connection breaks before the commit is run again on another one', async () => {
  const { db, reasons } = await openLogged();
  let runs = 0;
  await db.write('add', async (tx) => {
    runs += 1;
    await tx.insertInto('note').values({ id: runs, text: 'one', stars: 0 }).execute();
    if (runs === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
  });
  expect(reasons).toContain('57P01');
  expect(await noteIds(db)).toEqual([2]);
});

test('a write whose connection breaks during the commit is not run again and rejects with Unavailable', async () => {
  const { db } = await openFresh('postgres');
  await db.write('trap', async (tx) => {
    await sql`
      create function break_off() returns trigger language plpgsql
      as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$
    `.execute(tx);
    await sql`
      create constraint trigger at_commit after insert on note
      deferrable initially deferred for each row execute function break_off()
    `.execute(tx);
  });
  let runs = 0;
  const doomed = db.write('add', async (tx) => {
    runs += 1;
    await tx.insertInto('note').values({ id: runs, text: 'one', stars: 0 }).execute();
  });
  await expect(doomed).rejects.toThrow(Unavailable);
  expect(runs).toBe(1);
  await db.check();
});

test('a failure that stays transient rejects with Unavailable after the given number of reruns', async () => {
  const { db } = await openFresh('postgres', { retries: 2 });
  let runs = 0;
  const failing = db.write('fail', async (tx) => {
    runs += 1;
    await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(tx);
  });
  await expect(failing).rejects.toThrow(Unavailable);
  expect(runs).toBe(3);
});

test('a write that swallowed a failed statement is not taken for committed', async () => {
  const { db } = await openFresh('postgres');
  const swallowing = db.write('swallow', async (tx) => {
    await tx
      .insertInto('note')
      .values({ id: 1, text: 'one', stars: 6 })
      .execute()
      .catch(() => {});
  });
  await expect(swallowing).rejects.toThrow('rolled back');
  await addNote(db, 2);
  expect(await noteIds(db)).toEqual([2]);
});

test('more writes than connections wait for their turn', async () => {
  const { db } = await openFresh('postgres', { poolSize: 2 });
  const ids = Array.from({ length: 20 }, (_, index) => index + 1);
  await Promise.all(ids.map((id) => addNote(db, id)));
  expect(await noteIds(db)).toEqual(ids);
});

test('a statement that was planned before a migration is planned anew', async () => {
  const { db, reasons } = await openLogged();
  const touch = () =>
    db.write('touch', (tx) =>
      tx.updateTable('note').set({ stars: 1 }).where('id', '=', 1).returningAll().executeTakeFirst(),
    );
  await addNote(db, 1);
  await touch();
  await db.write('migrate', (tx) => sql`alter table note add column colour text`.execute(tx));
  expect(await touch()).toMatchObject({ id: 1, colour: null });
  expect(reasons).toEqual(['0A000']);
});

test('a read whose connection breaks, or that gets none, rejects with Unavailable, and the next one goes on', async () => {
  const { db, url } = await openFresh('postgres');
  await addNote(db, 1);
  const broken = sql`select pg_terminate_backend(pg_backend_pid())`.execute(db.read);
  await expect(broken).rejects.toThrow(Unavailable);
  await expect(noteIds(db)).resolves.toEqual([1]);
  await expect(sql`select no_such_column from note`.execute(db.read)).rejects.not.toThrow(Unavailable);

  const network = await startFaultProxy(Number(new URL(url).port));
  onTestFinished(() => network.stop());
  const far = await openFor(Object.assign(new URL(url), { port: network.port }).href);
  network.set({ kind: 'down' });
  await expect(noteIds(far)).rejects.toThrow(Unavailable);
  network.set(CALM);
  await expect(noteIds(far)).resolves.toEqual([1]);
});

test('connections that the server ends while nobody uses them are replaced', async () => {
  const { db, url } = await openFresh('postgres');
  await addNote(db, 1);
  const other = await openFor(url);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
  `.execute(other.read);
  await addNote(db, 2);
  await expect(noteIds(other)).resolves.toEqual([1, 2]);
});

test('a work that throws at once gives its connection back', async () => {
  const { db } = await openFresh('postgres', { poolSize: 1 });
  const throwing = db.write('throw', () => {
    throw new Error('at once');
  });
  await expect(throwing).rejects.toThrow('at once');
  await addNote(db, 1);
});
