import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../server/storage/open-database.ts';
import { type Db, type Places, statement } from '../../server/storage/statement.ts';
import type { Tables } from '../../server/storage/tables.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';

type Account = Tables['account'];

const COUNTS = { failures: 0, unreachableAt: null, tryAt: 0, repeatTenths: 0, firstSentAt: 0 } as const;
const NOTHING = {
  ...COUNTS,
  id: '',
  sealedCredentials: '',
  state: 'open',
  probeAt: 0,
  nextSendAt: 0,
} as const;

const insertAccounts = statement((db: Db, { rows }: Places<{ rows: Account[] }>) =>
  db.insertInto('account').values(rows),
);
const findAccounts = statement((db: Db, { ids }: Places<{ ids: string[] }>) =>
  db.selectFrom('account').select('id').where('id', 'in', ids).where('state', '=', 'open').orderBy('id'),
);

describe.each(DIALECTS)('a statement on %s', async (dialect) => {
  const url = await freshDatabaseUrl(dialect);

  async function open() {
    const db = await openDatabase<Tables>(url);
    onTestFinished(() => db.close());
    await db.write('create', (tx) =>
      tx.schema
        .createTable('account')
        .ifNotExists()
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('sealedCredentials', 'text')
        .addColumn('state', 'text')
        .addColumn('probeAt', 'bigint')
        .addColumn('nextSendAt', 'bigint')
        .addColumn('failures', 'bigint')
        .addColumn('unreachableAt', 'bigint')
        .addColumn('tryAt', 'bigint')
        .addColumn('repeatTenths', 'bigint')
        .addColumn('firstSentAt', 'bigint')
        .execute(),
    );
    return db;
  }

  test('binds the values of each run, for lists of any length', async () => {
    const db = await open();
    await db.write('one', (tx) => insertAccounts(tx, { rows: [{ ...NOTHING, id: 'a' }] }));
    const [parked, last] = [
      { ...NOTHING, id: 'b', state: 'parked' as const },
      { ...COUNTS, nextSendAt: 7, probeAt: 5, state: 'open' as const, sealedCredentials: 'x', id: 'c' },
    ];
    await db.write('two', (tx) => insertAccounts(tx, { rows: [parked, last] }));
    expect(await findAccounts(db.read, { ids: ['c'] })).toEqual([{ id: 'c' }]);
    expect(await findAccounts(db.read, { ids: ['a'] })).toEqual([{ id: 'a' }]);
    expect(await findAccounts(db.read, { ids: ['a', 'b', 'c'] })).toEqual([{ id: 'a' }, { id: 'c' }]);
    const stored = await db.read.selectFrom('account').selectAll().where('id', '=', 'c').execute();
    expect(stored).toEqual([last]);
  });

  test('cannot run in a write that is over', async () => {
    const db = await open();
    const { tx } = await db.write('leak', async (leaked) => ({ tx: leaked }));
    await expect(findAccounts(tx, { ids: ['a'] })).rejects.toThrow();
  });
});
