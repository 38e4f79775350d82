import { describe, expect, test } from 'vitest';
import { adoptOrphan } from '../../server/domain/restore/adopt-orphan.ts';
import { writeOffOrphan } from '../../server/domain/restore/write-off.ts';
import { createIds } from '../../server/ids.ts';
import { sampleClaim } from '../domain/order/sample-order.ts';
import { DIALECTS } from '../support/databases.ts';
import { NOW, openRows } from './rows/open-rows.ts';

const TRACE = 'ZZZZZZZZZZZZZZZZ';
const FOUND = `GTAAAA01JDZZZZZZ${TRACE}`;

describe.each(DIALECTS)('an order that is taken over, on %s', (dialect) => {
  test('is booked once, also when it is written off between the look for it and its taking', async () => {
    const { store, write, addOrder } = await openRows(dialect);
    const ids = createIds();
    const order = await addOrder({ poNumber: `GTBBBB01JDZZZZZZ${TRACE}` });
    const orphan = { poNumber: FOUND, trace: TRACE, accountId: 'installation', foundAt: NOW };
    const asRead = { ...orphan, orderId: null, writtenOffAt: null };
    await write((rows) => rows.orphans.keep([asRead]));
    await writeOffOrphan(
      { store, clock: () => NOW, ids },
      {
        ...{ poNumber: FOUND, accountId: 'installation', faceValue: 1500 },
        ...{ cost: { amount: 1500, currency: 'USD' }, actor: 'cli', words: 'lost' },
      },
    );
    await write(async (rows) => {
      const { orders, funds, audit } = rows;
      const earlier = { orders, funds, audit, orphans: { ...rows.orphans, open: async () => [asRead] } };
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
});
