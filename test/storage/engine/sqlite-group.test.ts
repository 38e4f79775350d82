import SqliteConnection from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Unavailable } from '../../../server/domain/unavailable.ts';
import { addNote, noteIds, openFor, openFresh } from './open-fresh.ts';

/** Counts how often a connection executes `statement` from now on. */
function countExecutions(statement: string): () => number {
  const exec = vi.spyOn(SqliteConnection.prototype, 'exec');
  onTestFinished(() => exec.mockRestore());
  return () => exec.mock.calls.filter(([source]) => source === statement).length;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test('writes that wait together share one commit', async () => {
  const { db } = await openFresh('sqlite');
  const commits = countExecutions('commit');
  await Promise.all(upTo(40).map((id) => addNote(db, id)));
  expect(commits()).toBe(1);
  expect(await noteIds(db)).toEqual(upTo(40));
});

test('a group is no larger than its limit', async () => {
  const { db } = await openFresh('sqlite', { batchLimit: 8 });
  const commits = countExecutions('commit');
  await Promise.all(upTo(20).map((id) => addNote(db, id)));
  expect(commits()).toBe(3);
});

test('each commit tells how many writes it made durable and how many wait, and a lost group tells nothing', async () => {
  const groups: number[][] = [];
  const { db } = await openFresh('sqlite', {
    batchLimit: 8,
    onGroup: (writes, waiting) => groups.push([writes, waiting]),
  });
  groups.length = 0;
  await Promise.all(upTo(20).map((id) => addNote(db, id)));
  const pages = (count: number) =>
    db.write('limit', (tx) => sql.raw(`pragma max_page_count = ${count}`).execute(tx));
  await pages(1);
  const large = { id: 99, text: 'x'.repeat(100_000), stars: 0 };
  const lost = db.write('large', (tx) => tx.insertInto('note').values(large).execute());
  await expect(lost).rejects.toThrow(Unavailable);
  expect(groups).toEqual([
    [8, 12],
    [8, 4],
    [4, 0],
    [1, 0],
  ]);
});

test('a write that arrives while a group runs joins the next one', async () => {
  const { db } = await openFresh('sqlite');
  const commits = countExecutions('commit');
  const late: Promise<unknown>[] = [];
  await db.write('first', async (tx) => {
    late.push(addNote(db, 2), addNote(db, 3));
    await tx.insertInto('note').values({ id: 1, text: 'one', stars: 0 }).execute();
  });
  expect(commits()).toBe(1);
  expect(await noteIds(db)).toEqual([1]);
  await Promise.all(late);
  expect(commits()).toBe(2);
  expect(await noteIds(db)).toEqual([1, 2, 3]);
});

test('a long group lets the event loop turn between its writes, and still commits once', async () => {
  const { db } = await openFresh('sqlite');
  const commits = countExecutions('commit');
  // Each look at the clock finds that much time gone, so that every write is a long one.
  let now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 10));
  onTestFinished(() => clock.mockRestore());
  const turns: number[] = [];
  let turn = 0;
  let isOver = false;
  const count = () => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  const slow = upTo(5).map((id) =>
    db.write('slow', async (tx) => {
      turns.push(turn);
      await tx
        .insertInto('note')
        .values({ id, text: `note ${id}`, stars: 0 })
        .execute();
    }),
  );
  setImmediate(count);
  await Promise.all(slow);
  isOver = true;
  expect(new Set(turns).size).toBe(5);
  expect(commits()).toBe(1);
});

test('no write of a group is settled before the group is committed', async () => {
  const order: string[] = [];
  const { db } = await openFresh('sqlite', { onPoint: (point) => order.push(point) });
  order.length = 0;
  const told = (write: Promise<unknown>) => write.finally(() => order.push('settled'));
  const failing = db.write('b', () => Promise.reject(new Error('no')));
  await Promise.allSettled([told(addNote(db, 1, 'a')), told(failing)]);
  expect(order).toEqual(['a:before-commit', 'a:after-commit', 'settled', 'settled']);
});

test('a full disk rejects the whole group and the next writes succeed when there is room again', async () => {
  const { db } = await openFresh('sqlite');
  await addNote(db, 1);
  const setPages = (pages: number) =>
    db.write('limit', (tx) => sql.raw(`pragma max_page_count = ${pages}`).execute(tx));
  await setPages(1);
  const tooLarge = db.write('large', (tx) =>
    tx
      .insertInto('note')
      .values({ id: 3, text: 'x'.repeat(100_000), stars: 0 })
      .execute(),
  );
  const outcomes = await Promise.allSettled([addNote(db, 2), tooLarge, addNote(db, 4)]);
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual(
    Array(3).fill(expect.any(Unavailable)),
  );
  expect(await noteIds(db)).toEqual([1]);
  await setPages(1_000_000);
  await addNote(db, 5);
  expect(await noteIds(db)).toEqual([1, 5]);
});

test('a commit that fails rejects the whole group and leaves the connection usable', async () => {
  const { db } = await openFresh('sqlite');
  const foreignKey = 'foreign key (note) references note (id) deferrable initially deferred';
  await db.write('create', (tx) => sql.raw(`create table reply (note bigint, ${foreignKey})`).execute(tx));
  const orphan = db.write('orphan', (tx) => sql`insert into reply values (99)`.execute(tx));
  const outcomes = await Promise.allSettled([addNote(db, 1), orphan]);
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual(
    Array(2).fill(expect.any(Unavailable)),
  );
  await addNote(db, 2);
  expect(await noteIds(db)).toEqual([2]);
});

test('a lock that another process holds for a while fails no write and stops no read', async () => {
  const { db, url } = await openFresh('sqlite');
  await addNote(db, 1);
  const other = new SqliteConnection(url.replace('file:', ''));
  onTestFinished(() => void other.close());
  other.exec('begin immediate');
  const attempts = countExecutions('begin immediate');
  const writes = Promise.all(upTo(16).map((id) => addNote(db, id + 1)));
  await vi.waitUntil(() => attempts() >= 3, { interval: 1 });
  expect(await noteIds(db)).toEqual([1]);
  other.exec('commit');
  await writes;
  expect(await noteIds(db)).toEqual(upTo(17));
});

test('a lock that is never released rejects with Unavailable when the time limit is over', async () => {
  const { db, url } = await openFresh('sqlite');
  const other = new SqliteConnection(url.replace('file:', ''));
  onTestFinished(() => void other.close());
  other.exec('begin immediate');
  // The limit is five seconds; the clock that measures it jumps instead.
  const now = performance.now();
  const clock = vi
    .spyOn(performance, 'now')
    .mockReturnValueOnce(now)
    .mockReturnValue(now + 6000);
  onTestFinished(() => clock.mockRestore());
  await expect(addNote(db, 1)).rejects.toThrow(Unavailable);
  other.exec('rollback');
  await addNote(db, 1);
  expect(await noteIds(db)).toEqual([1]);
});

test('reading cannot write', async () => {
  const { db } = await openFresh('sqlite');
  const writing = db.read.insertInto('note').values({ id: 1, text: 'one', stars: 0 }).execute();
  await expect(writing).rejects.toThrow('readonly');
});

test(':memory: is a database of its own each time', async () => {
  const [one, two] = [await openFor(':memory:'), await openFor(':memory:')];
  const create = sql`create table note (id bigint not null primary key, text text, stars bigint)`;
  await one.write('create', (tx) => create.execute(tx));
  await addNote(one, 1);
  expect(await noteIds(one)).toEqual([1]);
  await expect(noteIds(two)).rejects.toThrow('no such table');
});

test('a write that hides the loss of the transaction takes no neighbour for committed', async () => {
  const { db } = await openFresh('sqlite');
  await addNote(db, 1);
  const hiding = db.write('hide', async (tx) => {
    await sql`insert or rollback into note values (1, 'again', 0)`.execute(tx).catch(() => {});
  });
  const outcomes = await Promise.allSettled([addNote(db, 2), hiding, addNote(db, 3)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await noteIds(db)).toEqual([1]);
});

test('no transaction begins deferred: Kysely may not open one', async () => {
  const { db } = await openFresh('sqlite');
  const begun = db.read.transaction().execute(async () => {});
  await expect(begun).rejects.toThrow('Transactions are opened by Database.write alone.');
});

test('a write that fails makes its neighbours run once more, and each of them stands once', async () => {
  const { db } = await openFresh('sqlite');
  const runs: number[] = [];
  const add = (id: number) =>
    db.write('add', async (tx) => {
      runs.push(id);
      await tx
        .insertInto('note')
        .values({ id, text: `note ${id}`, stars: 0 })
        .execute();
    });
  const outcomes = await Promise.allSettled([add(1), add(1), add(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(runs).toEqual([1, 1, 1, 1, 2]);
  expect(await noteIds(db)).toEqual([1, 2]);
});
