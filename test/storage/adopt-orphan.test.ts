import { describe, expect, test } from 'vitest';
import { adoptOrphan } from '../../server/domain/restore/adopt-orphan.ts';
import type { Orphan } from '../../server/domain/restore/orphan.ts';
import { type WriteOff, writeOffOrphan } from '../../server/domain/restore/write-off.ts';
import type { Rows, Store } from '../../server/domain/store.ts';
import { createIds } from '../../server/ids.ts';
import { sampleClaim } from '../domain/order/sample-order.ts';
import { DIALECTS } from '../support/databases.ts';
import { NOW, openRows } from './rows/open-rows.ts';

const TRACE = 'ZZZZZZZZZZZZZZZZ';
const FOUND = `GTAAAA01JDZZZZZZ${TRACE}`;

const AS_READ: Orphan = {
  ...{ poNumber: FOUND, trace: TRACE, accountId: 'installation', foundAt: NOW },
  ...{ orderId: null, writtenOffAt: null },
};
const WRITE_OFF: WriteOff = {
  ...{ poNumber: FOUND, accountId: 'installation', faceValue: 1500 },
  ...{ cost: { amount: 1500, currency: 'USD' }, actor: 'cli', words: 'lost' },
};

describe.each(DIALECTS)('an order that is taken over, on %s', (dialect) => {
  test('is booked once, also when it is written off between the look for it and its taking', async () => {
    const { store, write, addOrder } = await openRows(dialect);
    const ids = createIds();
    const order = await addOrder({ poNumber: `GTBBBB01JDZZZZZZ${TRACE}` });
    await write((rows) => rows.orphans.keep([AS_READ]));
    await writeOffOrphan({ store, clock: () => NOW, ids }, WRITE_OFF);
    await write(async (rows) => {
      const { orders, funds, audit } = rows;
      const earlier = { orders, funds, audit, orphans: { ...rows.orphans, open: async () => [AS_READ] } };
      const adopted = await adoptOrphan(earlier, ids, sampleClaim(order), NOW);
      expect(adopted?.order.poNumber).toBe(FOUND);
      const charge = { kind: 'charge', amount: 1500, faceValue: 1500, currency: 'USD' } as const;
      await rows.funds.charge({
        ...{ ...charge, id: ids.next('acc'), accountId: 'installation', orderId: order.id },
        ...{ topUpId: null, poNumber: null, createdAt: NOW },
      });
    });
    expect(await store.read.funds.ofAccount('installation')).toMatchObject([{ charged: 1500 }]);
  });

  test('is not said to be written off before when it is taken over while somebody writes it off', async () => {
    const { store, addOrder } = await openRows(dialect);
    const order = await addOrder({ poNumber: `GTBBBB01JDZZZZZZ${TRACE}` });
    await store.write('claim-orders', (rows) => rows.orphans.keep([AS_READ]));
    const takenMeanwhile = (own: Rows) => {
      const take = (rows: Rows) => rows.orphans.take(FOUND, order.id);
      // SQLite has one writer: there nobody comes in between, and it is the same write that takes it.
      return dialect === 'sqlite' ? take(own) : store.write('claim-orders', take);
    };
    const lateStore: Store = {
      ...store,
      write: (name, work) =>
        store.write(name, (rows) => {
          const keep: Rows['orphans']['keep'] = async (orphans) => {
            await takenMeanwhile(rows);
            return rows.orphans.keep(orphans);
          };
          const get = (own: Rows, key: string | symbol) =>
            key === 'orphans' ? { ...own.orphans, keep } : Reflect.get(own, key, own);
          return work(new Proxy(rows, { get }));
        }),
    };
    const writing = writeOffOrphan({ store: lateStore, clock: () => NOW, ids: createIds() }, WRITE_OFF);
    await expect(writing).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await store.read.funds.ofAccount('installation')).toEqual([]);
  });
});
