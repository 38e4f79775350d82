import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { addNote, noteIds, openFor, openFresh } from './open-fresh.ts';

test('what is read in one turn shows every commit of this process, whoever made it', async () => {
  const { db, url } = await openFresh('sqlite');
  const other = await openFor(url);
  expect(await noteIds(db)).toEqual([]);
  await addNote(other, 1);
  expect(await noteIds(db)).toEqual([1]);
  await addNote(db, 2);
  expect(await noteIds(db)).toEqual([1, 2]);
});

test('reads of one turn see one state, and the next turn sees what others wrote meanwhile', async () => {
  const { db, url } = await openFresh('sqlite');
  const stranger = new SqliteConnection(url.replace('file:', ''));
  try {
    expect(await noteIds(db)).toEqual([]);
    stranger.exec("insert into note values (1, 'from another process', 0)");
    expect(await noteIds(db)).toEqual([]);
    await setImmediate();
    expect(await noteIds(db)).toEqual([1]);
  } finally {
    stranger.close();
  }
});

test('the log starts over though somebody reads in the middle of every group', async () => {
  const { db, url } = await openFresh('sqlite');
  await db.write('settings', (tx) => sql.raw('pragma wal_autocheckpoint = 8').execute(tx));
  // Each look at the clock finds that much time gone, so that the loop turns between any two writes.
  let now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 10));
  onTestFinished(() => clock.mockRestore());
  for (let group = 0; group < 100; group += 1) {
    const writes = Array.from({ length: 4 }, (_, index) => addNote(db, 4 * group + index));
    // Queued behind the turn that the group gives, so that the snapshot is still open when it commits.
    const reads = Promise.all(
      writes.map(async (_, turn) => {
        for (let waited = 0; waited <= turn; waited += 1) await setImmediate();
        return noteIds(db);
      }),
    );
    await Promise.all([...writes, reads]);
  }
  expect(statSync(`${url.replace('file:', '')}-wal`).size).toBeLessThan(50 * 4096);
});

test('the log starts over though somebody reads between every two commits', async () => {
  let read = () => {};
  // Queued behind the commit, so that the snapshot is still open when the next group begins.
  const onGroup = () => queueMicrotask(() => read());
  const { db, url } = await openFresh('sqlite', { batchLimit: 1, onGroup });
  await db.write('settings', (tx) => sql.raw('pragma wal_autocheckpoint = 8').execute(tx));
  read = () => void noteIds(db);
  await Promise.all(Array.from({ length: 200 }, (_, index) => addNote(db, index)));
  // 200 commits of at least one page each; without a new start the log would hold them all.
  expect(statSync(`${url.replace('file:', '')}-wal`).size).toBeLessThan(50 * 4096);
});
