import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../domain/clock.ts';

/** Answers that are remembered at most, and the characters of all of them: one may hold a hundred friends and rewards. */
const MAX_ANSWERS = 1000;
const MAX_CHARACTERS = 10_000_000;

/** From when on an answer is built anew, whatever its version says: design section 8 wants a limit for every cache. */
export const REMEMBER_MS = 10 * MINUTE_MS;

/** What a participant's `me` was, as JSON, by its version: a page that is opened anew mostly gets what the one before it got. */
type MeAnswers = {
  /** The answer of this version, built where it is not remembered. */
  of(tag: string, build: () => Promise<string>): Promise<string>;
};

/** Remembers nothing yet. `now`: ms that only go forwards. */
export function createMeAnswers(now: () => number = () => performance.now()): MeAnswers {
  const answers = new LRUCache<string, string>({
    max: MAX_ANSWERS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (json) => json.length,
    ttl: REMEMBER_MS,
    // A look at the clock costs less than the timer that would spare it.
    ttlResolution: 0,
    perf: { now },
  });
  return {
    async of(tag, build) {
      const known = answers.get(tag);
      if (known !== undefined) return known;
      const json = await build();
      // Only now: remembering it again at each use would put off its end.
      answers.set(tag, json);
      return json;
    },
  };
}
