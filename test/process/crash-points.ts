import { REWARD_ROAD_WRITES } from '../../server/domain/store.ts';
import { SEND_POINTS } from '../../server/upstream/upstream.ts';

/** What the storage tells of every write. */
export const WRITE_MOMENTS = ['before-commit', 'after-commit'] as const;

/** Every place between an event and its gift cards at which power may fail, as the sources name them. */
export const CRASH_POINTS: readonly string[] = [
  ...REWARD_ROAD_WRITES.flatMap((write) => WRITE_MOMENTS.map((moment) => `${write}:${moment}`)),
  ...SEND_POINTS,
];
