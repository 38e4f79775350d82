import { REWARD_ROAD_WRITES, WEBHOOK_ROAD_WRITES } from '../../server/domain/store.ts';
import { SEND_POINTS } from '../../server/upstream/upstream.ts';
import { DELIVER_POINTS } from '../../server/webhook/post-webhook.ts';

/** What the storage tells of every write. */
export const WRITE_MOMENTS = ['before-commit', 'after-commit'] as const;

/** Every place between an event and its gift cards at which power may fail, as the sources name them. */
export const CRASH_POINTS: readonly string[] = [
  ...REWARD_ROAD_WRITES.flatMap((write) => WRITE_MOMENTS.map((moment) => `${write}:${moment}`)),
  ...SEND_POINTS,
];

/** Every place between what a site is told and its endpoint. What causes a message is on the road above. */
export const WEBHOOK_CRASH_POINTS: readonly string[] = [
  ...WEBHOOK_ROAD_WRITES.flatMap((write) => WRITE_MOMENTS.map((moment) => `${write}:${moment}`)),
  ...DELIVER_POINTS,
];
