import type { Books } from './check-books.ts';
import type { Ask } from './people.ts';
import { rewardsOf } from './people.ts';
import { type BookedOrder, CANARY } from './upstream.ts';

/** Where a reward may come to rest: with its holder, given up by a person or a return, or waiting for a person. */
const RESTING = ['issued', 'opened', 'withheld', 'cancelled', 'rejected', 'failed', 'held'];

/**
 * What must hold once the upstream is calm, nobody dies any more and all that was due has happened: nothing is lost,
 * and nothing hangs.
 */
export function faultsAtTheEnd(
  { orders, rewards }: Books,
  booked: readonly BookedOrder[],
  asks: readonly Ask[],
  bytes: Buffer,
): string[] {
  return [
    ...asks.filter(({ status }) => status === null).map(({ path }) => `${path} was never answered`),
    ...lostConversions(rewards, asks),
    ...rewards
      .filter(({ status }) => !RESTING.includes(status))
      .map(({ id, status }) => `${id} hangs in ${status}`),
    ...orders.filter(({ dueAt }) => dueAt !== null).map(({ id, status }) => `${id} hangs in ${status}`),
    ...unadopted(orders, booked),
    ...(bytes.includes(CANARY) ? ['I6: a claim link stands in the file unsealed'] : []),
  ];
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
