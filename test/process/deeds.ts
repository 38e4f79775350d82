import { DAY_MS } from '../../server/domain/clock.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { tellPurchase } from './stand.ts';

/** Rewards of the crash test's program wait a day, counted from the deed. */
export const HOLD = { days: 1 };

/** What a client asks for, and asks for again when nobody answered. True when it is done, now or earlier. */
export type Deed = { title: string; ask(server: ServerProcess): Promise<boolean> };

/** How many gift cards have to come of an event. */
export type Earning = { eventId: string; rewards: number };

/** Purchases' worth of rewards in one round: two for each purchase, two goodwill rewards by link, two by post, two in batches. */
export const PURCHASES_WORTH = 6;

/**
 * Every way to an order: at once, at the end of a hold, by a person's approval, as goodwill, in a batch, by the
 * address that a recipient gives; each of them twice.
 */
export function deedsOf(name: string, code: string): Deed[] {
  const buy = (eventId: string, agoMs: number): Deed => ({
    title: eventId,
    ask: (server) => tellPurchase(server, eventId, code, agoMs),
  });
  return [
    buy(`${name}-over`, 2 * DAY_MS),
    buy(`${name}-ending`, DAY_MS - 100),
    buy(`${name}-held`, 0),
    { title: `approving ${name}-held`, ask: (server) => approveAll(server, `${name}-held`) },
    ...[1, 2].map((number) => give(`${name}-${number}`, 'Links')),
    ...[1, 2].flatMap((number) => [
      give(`${name}-post-${number}`, 'PhysicalShipment'),
      sendAddress(`${name}-post-${number}`),
    ]),
    ...[1, 2].map((number) => giveBatch(`${name}-${number}`)),
  ];
}

export function earningsOf(name: string): Earning[] {
  return [
    ...['over', 'ending', 'held'].map((kind) => ({ eventId: `${name}-${kind}`, rewards: 2 })),
    ...['1', '2', 'post-1', 'post-2'].map((kind) => ({ eventId: `goodwill:${name}-${kind}`, rewards: 1 })),
    ...[1, 2].map((number) => ({ eventId: `batch:${name}-${number}:only`, rewards: 1 })),
  ];
}

async function approveAll(server: ServerProcess, eventId: string): Promise<boolean> {
  const listed = await server.site(`/v1/rewards?eventId=${eventId}`);
  const { data } = (await listed.json()) as { data: { id: string }[] };
  const answers: number[] = [];
  for (const { id } of data) {
    const { status } = await server.site(`/v1/rewards/${id}/approve`, { body: { reason: 'known buyer' } });
    answers.push(status);
  }
  // 409: the answer to the first try was lost, and the approval was not.
  return answers.length === 2 && answers.every((status) => status === 200 || status === 409);
}

function give(goodwillId: string, delivery: string): Deed {
  const body = {
    programId: 'friends',
    recipient: { externalId: goodwillId },
    productId: 'CVS',
    value: { amount: 1500, currency: 'USD' },
    delivery,
    reason: 'thank you',
    goodwillId,
  };
  return {
    title: `goodwill ${goodwillId}`,
    ask: async (server) => (await server.site('/v1/rewards', { body })).ok,
  };
}

/** A batch of one; its reward is made in the background, as those of larger ones are. */
function giveBatch(batchId: string): Deed {
  const items = [{ itemId: 'only', recipient: { externalId: `batch-${batchId}` } }];
  const body = { batchId, programId: 'friends', delivery: 'Links', items };
  return {
    title: `batch ${batchId}`,
    ask: async (server) => (await server.site('/v1/reward-batches', { body })).ok,
  };
}

const ADDRESS = { name: 'Sam Doe', line1: '1 Main Street', city: 'New York', state: 'NY', zip: '10001' };

/** The recipient of a posted card opens its page and fills in the form, if that still asks for an address. */
function sendAddress(goodwillId: string): Deed {
  return {
    title: `the address of ${goodwillId}`,
    ask: async (server) => {
      const listed = await server.site(`/v1/rewards?eventId=goodwill:${goodwillId}`);
      const { data } = (await listed.json()) as { data: { id: string }[] };
      const given = await server.site(`/v1/rewards/${data[0]?.id}/claim-page`, { method: 'POST' });
      const { claimPageUrl } = (await given.json()) as { claimPageUrl: string };
      const page = server.url + new URL(claimPageUrl).pathname;
      const markup = await (await fetch(page)).text();
      // The answer to the first try was lost, and the address was not.
      if (!markup.includes('<form')) return true;
      const nonce = /name="nonce" value="([^"]+)"/.exec(markup)?.[1] ?? '';
      const sent = await fetch(`${page}/address`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Sec-Fetch-Site': 'same-origin' },
        body: new URLSearchParams({ nonce, ...ADDRESS, country: 'US' }),
      });
      return sent.status === 303;
    },
  };
}
