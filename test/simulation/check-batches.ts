import type { ReadRows } from './read-rows.ts';

export type BatchRow = {
  id: string;
  batchId: string;
  status: string;
  dueAt: number | null;
  /** Items whose rewards are not made yet. */
  waiting: number;
  /** Rewards that were made and are not at rest. */
  moving: number;
};

const BATCHES = `
  select batch.id, batch."batchId", batch.status, batch."dueAt",
    (select count(*) from "batchItem" item where item."batchRowId" = batch.id and item.status = 'waiting') as waiting,
    (select count(*) from "batchItem" item join reward on reward.id = item."rewardId"
      where item."batchRowId" = batch.id and reward.status in ('earned', 'held', 'approved', 'ordering')) as moving
  from batch`;

/** Items that have not exactly the reward that they should have, by the events that rewards come of. */
const WRONG_ITEMS = `
  select batch."batchId" || ' ' || item."itemId" as what, item.status, count(reward.id) as made
  from "batchItem" item join batch on batch.id = item."batchRowId"
  left join reward on reward."eventId" = 'batch:' || batch."batchId" || ':' || item."itemId"
  group by item.id
  having count(reward.id) <> (item.status = 'made') or max(reward.id) is not item."rewardId"`;

export function readBatches(read: ReadRows): BatchRow[] {
  return read<BatchRow>(BATCHES);
}

/** One reward for each recipient whose turn has come, and none for anybody else. */
export function batchFaults(read: ReadRows, batches: BatchRow[]): string[] {
  const wrong = read<{ what: string; status: string; made: number }>(WRONG_ITEMS);
  return [
    ...wrong.map(({ what, status, made }) => `the item ${what} is ${status} and has ${made} rewards`),
    ...batches
      .filter(({ status, waiting, moving }) => status === 'completed' && waiting + moving > 0)
      .map(({ batchId }) => `the batch ${batchId} is completed, and something of it is open`),
  ];
}

/** Whether it has something to do by itself: rewards to make, or to find out that nothing is open any more. */
export function isBusy({ status, waiting, moving }: BatchRow): boolean {
  return status === 'running' && (waiting > 0 || moving === 0);
}
