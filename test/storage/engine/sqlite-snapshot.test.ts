import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
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
