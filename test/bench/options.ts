import { parseArgs } from 'node:util';
import type { Effort } from './round.ts';
import type { WorldSize } from './world.ts';

export type Options = {
  quick: boolean;
  postgres: boolean;
  /** Ids of the measures to take; empty means all. */
  only: string[];
  effort: Effort;
  size: WorldSize;
};

export const USAGE = `npm run bench [-- OPTIONS]
  --quick     one short round; says little, and leaves the README alone
  --postgres  on PostgreSQL, for information; leaves the README alone
  --only IDS  some measures, such as --only hono,redirect; webhooks is how soon a site is told`;

const QUICK: Effort = { rounds: 1, seconds: 2, warmUpSeconds: 3 };

/**
 * A server runs for weeks; what it does in its first seconds is the compiler's work beside its own, since V8 compiles on
 * the same core: a redirect takes twice as long after three seconds as after ten, a bare Hono as long as ever.
 */
const WHOLE: Effort = { rounds: 3, seconds: 6, warmUpSeconds: 10 };

/** Throws a `TypeError` with a sentence for options that do not exist. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: { quick: { type: 'boolean' }, postgres: { type: 'boolean' }, only: { type: 'string' } },
  });
  const { quick = false, postgres = false, only = '' } = values;
  return {
    quick,
    postgres,
    only: only.split(',').filter((id) => id !== ''),
    effort: quick ? QUICK : WHOLE,
    size: quick
      ? { referrers: 200, viewers: 50, friends: 20_000 }
      : { referrers: 1000, viewers: 200, friends: 40_000 },
  };
}
