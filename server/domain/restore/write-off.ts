import type { Money } from '../../../shared/money.ts';
import { Trail } from '../audit/trail.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import { readPoNumber } from '../order/po-number.ts';
import type { Rows, Store } from '../store.ts';

export type WriteOff = {
  poNumber: string;
  /** In whose list the upstream shows it. */
  accountId: string;
  cost: Money;
  /** What its gift cards are worth, in minor units of the cost's currency. */
  faceValue: number;
  actor: string;
  /** Why, in the words of whoever gave it up. */
  words: string;
};

const NOT_OURS = 'No installation of Goodturn made this number.';
const HAS_ORDER = 'An order here has this number, so its reward answers for it.';

/**
 * Gives up an order that the upstream made and no reward here will come for: its cost is booked in its account's books, and
 * reconciliation passes it over. A reward that is made for it after all takes it over all the same. False when it was
 * written off before. Throws `bad_request` for a number that is not ours, `wrong_state` for one that an order has.
 */
export async function writeOffOrphan(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  writeOff: WriteOff,
): Promise<boolean> {
  const { poNumber, accountId, cost, faceValue, actor, words } = writeOff;
  const trace = readPoNumber(poNumber)?.trace;
  if (trace === undefined) throw new DomainError('bad_request', NOT_OURS);
  return store.write('write-off-orphan', async (rows) => {
    const now = clock();
    if (await hasOrder(rows, poNumber)) throw new DomainError('wrong_state', HAS_ORDER);
    await rows.orphans.keep([
      { poNumber, trace, accountId, foundAt: now, orderId: null, writtenOffAt: null },
    ]);
    if (!(await rows.orphans.writeOff(poNumber, now))) {
      // On PostgreSQL an order may have taken it over since it was asked above.
      if (await hasOrder(rows, poNumber)) throw new DomainError('wrong_state', HAS_ORDER);
      return false;
    }
    const entry = { id: ids.next('acc'), accountId, kind: 'write_off', amount: cost.amount } as const;
    const { currency } = cost;
    await rows.funds.charge({
      ...{ ...entry, faceValue, currency, poNumber },
      ...{ orderId: null, topUpId: null, createdAt: now },
    });
    const trail = new Trail(ids, now, actor);
    const about = { siteId: 'installation', subject: 'order', subjectId: poNumber } as const;
    trail.step({ ...about, status: 'written_off', reason: 'order_written_off' }, words);
    await trail.store(rows);
    return true;
  });
}

async function hasOrder({ orders, orphans }: Rows, poNumber: string): Promise<boolean> {
  const [orphan] = await orphans.among([poNumber]);
  return orphan?.orderId != null || (await orders.byNumbers([poNumber])).length > 0;
}
