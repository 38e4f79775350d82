import { describe, expect, test } from 'vitest';
import { LostRace } from '../../../server/domain/lost-race.ts';
import { Unavailable } from '../../../server/domain/unavailable.ts';
import { DIALECTS } from '../../support/databases.ts';
import { addNote, noteIds, openFor, openFresh } from './open-fresh.ts';

describe.each(DIALECTS)('a write on %s', (dialect) => {
  test('is seen by another connection when it resolves and not before', async () => {
    const { db, url } = await openFresh(dialect);
    const other = await openFor(url);
    await db.write('add', async (tx) => {
      await tx.insertInto('note').values({ id: 1, text: 'one', stars: 0 }).execute();
      expect(await noteIds(other)).toEqual([]);
    });
    expect(await noteIds(other)).toEqual([1]);
  });

  test('resolves to what the work returned and sees what it wrote itself', async () => {
    const { db } = await openFresh(dialect);
    const text = await db.write('add', async (tx) => {
      await tx.insertInto('note').values({ id: 1, text: 'one', stars: 0 }).execute();
      return (await tx.selectFrom('note').select('text').executeTakeFirstOrThrow()).text;
    });
    expect(text).toBe('one');
  });

  test('that throws leaves nothing and rejects with its own error, while its neighbours stand', async () => {
    const { db } = await openFresh(dialect);
    const failure = new Error('not this one');
    const failing = db.write('fail', async (tx) => {
      await tx.insertInto('note').values({ id: 2, text: 'two', stars: 0 }).execute();
      throw failure;
    });
    const outcomes = await Promise.allSettled([addNote(db, 1), failing, addNote(db, 3)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(failing).rejects.toBe(failure);
    expect(await noteIds(db)).toEqual([1, 3]);
  });

  test('that breaks a constraint fails alone', async () => {
    const { db } = await openFresh(dialect);
    await addNote(db, 2);
    const outcomes = await Promise.allSettled([1, 2, 3].map((id) => addNote(db, id)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await noteIds(db)).toEqual([1, 2, 3]);
  });

  test('that lost a race is run again whole, on what now stands', async () => {
    const { db } = await openFresh(dialect);
    let runs = 0;
    const result = await db.write('race', async (tx) => {
      runs += 1;
      await tx.insertInto('note').values({ id: runs, text: 'mine', stars: 0 }).execute();
      if (runs < 3) throw new LostRace();
      return runs;
    });
    expect(result).toBe(3);
    expect(await noteIds(db)).toEqual([3]);
  });

  test('that loses the race every time is run six times and rejects with LostRace', async () => {
    const { db } = await openFresh(dialect);
    let runs = 0;
    const losing = db.write('race', async () => {
      runs += 1;
      throw new LostRace('still lost');
    });
    await expect(losing).rejects.toThrow(LostRace);
    expect(runs).toBe(6);
  });

  test('passes its two points around the commit before it settles', async () => {
    const seen: string[] = [];
    const { db } = await openFresh(dialect, { onPoint: (point) => seen.push(point) });
    seen.length = 0;
    await addNote(db, 1, 'record-click');
    seen.push('settled');
    expect(seen).toEqual(['record-click:before-commit', 'record-click:after-commit', 'settled']);
  });

  test('that failed passes no after-commit point', async () => {
    const seen: string[] = [];
    const { db } = await openFresh(dialect, { onPoint: (point) => seen.push(point) });
    await expect(db.write('fail', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(seen.filter((point) => point.startsWith('fail:'))).toEqual([]);
  });

  test('is counted as pending until it settles', async () => {
    const { db } = await openFresh(dialect);
    const writes = [addNote(db, 1), addNote(db, 1), addNote(db, 2)];
    expect(db.pendingWrites()).toBe(3);
    await Promise.allSettled(writes);
    expect(db.pendingWrites()).toBe(0);
  });

  test('cannot be opened again from inside', async () => {
    const { db } = await openFresh(dialect);
    const nested = db.write('nest', (tx) => tx.transaction().execute(async () => {}));
    await expect(nested).rejects.toThrow();
  });

  test('cannot use its db after it is over', async () => {
    const { db } = await openFresh(dialect);
    const leaked = await db.write('leak', async (tx) => ({ tx }));
    const late = async () => leaked.tx.selectFrom('note').select('id').execute();
    await expect(late()).rejects.toThrow();
  });

  test('pending at close is finished, a later one is refused', async () => {
    const { db, url } = await openFresh(dialect);
    const pending = addNote(db, 1);
    const closing = db.close();
    await expect(addNote(db, 2)).rejects.toThrow(Unavailable);
    await pending;
    await closing;
    expect(await noteIds(await openFor(url))).toEqual([1]);
  });
});

describe.each(DIALECTS)('check on %s', (dialect) => {
  test('resolves while the database is open and throws when it is not', async () => {
    const { db } = await openFresh(dialect);
    await expect(db.check()).resolves.toBeUndefined();
    await db.close();
    await expect(db.check()).rejects.toThrow();
  });
});
