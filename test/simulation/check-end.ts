import { isBusy } from './check-batches.ts';
import { type Books, ON_OPEN } from './check-books.ts';
import { undelivered } from './check-outbox.ts';
import { type Ask, type People, rewardsOf } from './people.ts';
import type { ReadRows } from './read-rows.ts';
import type { SimulatedReceiver } from './receiver.ts';
import { type BookedOrder, CANARY } from './upstream.ts';

type Witnessed = {
  booked: readonly BookedOrder[];
  receiver: SimulatedReceiver;
  people: Pick<People, 'asks' | 'answered'>;
  bytes: Buffer;
};

/** Where a reward may come to rest: with its holder, given up by a person or a return, or waiting for a person. */
const RESTING = ['issued', 'opened', 'withheld', 'cancelled', 'rejected', 'failed', 'held'];

/**
 * What must hold once the upstream is calm, nobody dies any more and all that was due has happened: nothing is lost,
 * and nothing hangs.
 */
export function faultsAtTheEnd(
  { orders, rewards, batches }: Books,
  { booked, receiver, people: { asks, answered }, bytes }: Witnessed,
  read: ReadRows,
): string[] {
  return [
    ...asks.filter(({ status }) => status === null).map(({ path }) => `${path} was never answered`),
    ...lostConversions(rewards, asks),
    ...rewards
      .filter((reward) => !RESTING.includes(reward.status) && !waitsToBeOpened(reward, answered))
      .map(({ id, status }) => `${id} hangs in ${status}`),
    ...orders.filter(({ dueAt }) => dueAt !== null).map(({ id, status }) => `${id} hangs in ${status}`),
    ...batches.filter(isBusy).map(({ batchId }) => `the batch ${batchId} hangs`),
    ...unadopted(orders, booked),
    ...undelivered(read, receiver),
    ...(bytes.includes(CANARY) ? ['I6: a claim link stands in the file unsealed'] : []),
  ];
}

/** A recipient may take their time. Whoever opened it and was answered so has not to wait for a second time. */
function waitsToBeOpened(
  { id, programId, status, reason }: Books['rewards'][number],
  answered: ReadonlySet<string>,
): boolean {
  return programId === ON_OPEN && status === 'approved' && reason === 'awaiting_opening' && !answered.has(id);
}

/** I3: what was answered is there, once, with the rewards that the answer told of. */
function lostConversions(rewards: Books['rewards'], asks: readonly Ask[]): string[] {
  const stored = new Set(rewards.map(({ id }) => id));
  const told = asks.flatMap(rewardsOf).filter(({ id }) => !stored.has(id));
  const perEvent = Map.groupBy(rewards, ({ eventId }) => eventId);
  const doubled = [...perEvent].filter(([, of]) => of.length > 2);
  return [
    ...told.map(({ id }) => `I3: ${id} was promised and is not there`),
    ...doubled.map(([eventId, of]) => `I3: ${eventId} earned ${of.length} rewards`),
  ];
}

/** What the upstream has made for us is known here as made. */
function unadopted(orders: Books['orders'], booked: readonly BookedOrder[]): string[] {
  return booked
    .filter(({ foreign, state }) => !foreign && state === 'completed')
    .filter(({ poNumber }) => orders.find((order) => order.poNumber === poNumber)?.status !== 'completed')
    .map(({ poNumber }) => `lost: the upstream made ${poNumber}, and nobody gets it`);
}
