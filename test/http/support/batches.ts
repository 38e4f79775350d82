import type { Batch, BatchItem } from '../../../shared/contract/batch.ts';
import type { Harness } from '../../support/harness.ts';
import { fresh } from './people.ts';

/** So many rows of Links rewards in `friends`, whose rewards share one gift card and value. */
export function batchOf(count: number, change: object = {}) {
  const items = Array.from({ length: count }, (_, at) => ({
    itemId: `row-${at + 1}`,
    recipient: { externalId: fresh('recipient') },
  }));
  return { batchId: fresh('batch'), programId: 'friends', delivery: 'Links', items, ...change };
}

export async function readBatch(goodturn: Harness, id: string): Promise<Batch> {
  return (await goodturn.get(`/v1/reward-batches/${id}`)).json();
}

export async function readItems(goodturn: Harness, id: string): Promise<BatchItem[]> {
  const all: BatchItem[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer: Response = await goodturn.get(
      `/v1/reward-batches/${id}/items?limit=200${cursor && `&cursor=${cursor}`}`,
    );
    const page = (await answer.json()) as { data: BatchItem[]; nextCursor: string | null };
    all.push(...page.data);
    cursor = page.nextCursor;
  }
  return all;
}

/** Far more than a test needs; what still stands then is told by what it expects. */
const MOST_LOOKS = 20;

/** Makes what is due, orders it until nothing is on its way, and looks whether it has come to rest. */
export async function runThrough(goodturn: Harness): Promise<void> {
  await goodturn.deps.makeBatches();
  for (let look = 0; look === 0 || (look < MOST_LOOKS && (await isOrdering(goodturn))); look += 1) {
    await goodturn.deps.worker.settle();
    // The upstream slows down whoever asks for much at once: those orders are due later.
    goodturn.clock.now += 60_000;
  }
  goodturn.clock.now += 3_600_000;
  await goodturn.deps.makeBatches();
}

async function isOrdering(goodturn: Harness): Promise<boolean> {
  const { data } = await (await goodturn.get('/v1/rewards?status=ordering&limit=1')).json();
  return data.length > 0;
}
