import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { available } from '../../../server/domain/budget/budget.ts';
import { LostRace } from '../../../server/domain/lost-race.ts';
import { DIALECTS } from '../../support/databases.ts';
import { entryOf, openRows } from './open-rows.ts';

describe.each(DIALECTS)('budgets in %s', async (dialect) => {
  const { store, write, addOrder, execute, count } = await openRows(dialect);
  const budget = () => store.read.budgets.find('friends');
  const set = (limit: number | null) => write((rows) => rows.budgets.set('friends', 'USD', limit));
  const reserve = (...rewardIds: string[]) =>
    write((rows) =>
      rows.budgets.reserve(
        'friends',
        rewardIds.map((id) => entryOf(id, 'reserve')),
      ),
    );
  const release = (id: string) => write((rows) => rows.budgets.release(entryOf(id, 'release')));
  const spend = (id: string) => write((rows) => rows.budgets.spend(entryOf(id, 'spend')));
  const newReward = async () => (await addOrder()).rewardId;
  await set(null);

  test('reserve, spend, release and lose each reward once, however often it is said', async () => {
    const [one, two] = [await newReward(), await newReward()];
    await reserve(one, two);
    expect(await budget()).toMatchObject({ reserved: 3000, spent: 0 });
    await spend(one);
    await spend(one);
    await release(two);
    await release(two);
    expect(await budget()).toMatchObject({ reserved: 0, spent: 1500 });
    const lose = () => write((rows) => rows.budgets.lose(entryOf(one, 'loss')));
    expect([await lose(), await lose()]).toEqual([true, false]);
    expect(await budget()).toMatchObject({ reserved: 0, spent: 1500 });
    expect((await store.read.budgets.entries('friends')).map(({ kind }) => kind).toSorted()).toEqual([
      'loss',
      'release',
      'reserve',
      'reserve',
      'spend',
    ]);
  });

  test('refuse what they do not cover, and leave nothing of it', async () => {
    const { reserved = 0, spent = 0 } = (await budget()) ?? {};
    await set(reserved + spent + 2000);
    const [one, two] = [await newReward(), await newReward()];
    await reserve(one);
    const entries = await count('budgetEntry');
    await expect(reserve(two)).rejects.toBeInstanceOf(LostRace);
    expect(await count('budgetEntry')).toBe(entries);
    expect(await budget()).toMatchObject({ reserved: reserved + 1500 });
    await set(null);
  });

  test('lowered below their promises keep them, are exhausted, and promise nothing that is released', async () => {
    const [one, two, three] = [await newReward(), await newReward(), await newReward()];
    await reserve(one, two);
    const before = await budget();
    await set(1000);
    expect(await budget()).toMatchObject({ reserved: before?.reserved, limit: 1000 });
    expect(available(await budget())).toBe(0);
    await expect(reserve(three)).rejects.toBeInstanceOf(LostRace);
    // What comes back does not make room above the new limit.
    await release(one);
    await expect(reserve(three)).rejects.toBeInstanceOf(LostRace);
    await spend(two);
    expect(await budget()).toMatchObject({ spent: (before?.spent ?? 0) + 1500 });
    await set(null);
    await reserve(three);
  });

  test('keep their currency while anything is promised or paid in it', async () => {
    const inEuro = () => write((rows) => rows.budgets.set('friends', 'EUR', 9000));
    const before = await budget();
    expect((before?.reserved ?? 0) + (before?.spent ?? 0)).toBeGreaterThan(0);
    expect(await inEuro()).toBe(false);
    expect(await budget()).toEqual(before);
    expect(await set(null)).toBe(true);
    // Nothing of it is left: a currency may be corrected before the first reward.
    await execute(`update budget set reserved = 0, spent = 0`);
    expect(await inEuro()).toBe(true);
    expect(await budget()).toMatchObject({ currency: 'EUR', limit: 9000 });
    await execute(
      `update budget set currency = 'USD', reserved = ${before?.reserved}, spent = ${before?.spent}, ceiling = null, "limit" = null`,
    );
  });

  test('never exceed the limit under any sequence of commands, are never negative, and always equal their entries', async () => {
    const command = fc.record({
      kind: fc.constantFrom('reserve', 'reduce', 'spend', 'release', 'lose', 'set'),
      reward: fc.nat(5),
      part: fc.integer({ min: 1, max: 1499 }),
      limit: fc.option(fc.integer({ min: 0, max: 9000 })),
    });
    let parts = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
        await set(null);
        const rewards = await Promise.all(Array.from({ length: 6 }, newReward));
        // What is reserved for each reward now, and which were paid.
        const open = new Map<string, number>();
        const paid = new Set<string>();
        for (const { kind, reward, part, limit } of commands) {
          const id = rewards[reward] ?? '';
          const left = open.get(id);
          const before = await budget();
          if (kind === 'set') await set(limit);
          if (kind === 'reserve' && left === undefined)
            await reserve(id).then(
              () => open.set(id, 1500),
              () => {},
            );
          if (kind === 'reduce' && left !== undefined && part < left) {
            parts += 1;
            const entry = { ...entryOf(id, 'reduce', part), id: `bud_part_${parts}` };
            await write((rows) => rows.budgets.reduce(entry));
            open.set(id, left - part);
          }
          if (kind === 'spend' && left !== undefined) {
            await write((rows) => rows.budgets.spend(entryOf(id, 'spend', left)));
            paid.add(id);
          }
          if (kind === 'release' && left !== undefined)
            await write((rows) => rows.budgets.release(entryOf(id, 'release', left)));
          if (kind === 'lose' && paid.has(id)) await write((rows) => rows.budgets.lose(entryOf(id, 'loss')));
          if ((kind === 'spend' || kind === 'release') && left !== undefined) {
            open.delete(id);
            if (kind === 'release') rewards[reward] = await newReward();
          }
          const after = await budget();
          const sum = (after?.reserved ?? 0) + (after?.spent ?? 0);
          const sumBefore = (before?.reserved ?? 0) + (before?.spent ?? 0);
          const max = after?.limit ?? Number.POSITIVE_INFINITY;
          expect(sum <= max || sum <= sumBefore, JSON.stringify({ kind, before, after })).toBe(true);
          expect(Math.min(after?.reserved ?? 0, after?.spent ?? 0)).toBeGreaterThanOrEqual(0);
        }
        const entries = await store.read.budgets.entries('friends');
        const total = (...kinds: string[]) =>
          entries.reduce((sum, { kind, amount }) => sum + (kinds.includes(kind) ? amount : 0), 0);
        expect(await budget()).toMatchObject({
          reserved: total('reserve') - total('reduce', 'spend', 'release'),
          spent: total('spend'),
        });
      }),
      { numRuns: 20 },
    );
  });

  test('hold a ledger that nobody changes: an entry can be neither altered nor deleted', async () => {
    await expect(execute(`update "budgetEntry" set amount = 1`)).rejects.toThrow('append-only');
    await expect(execute(`delete from "budgetEntry"`)).rejects.toThrow('append-only');
  });
});
