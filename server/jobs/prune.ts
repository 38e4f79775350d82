import { type Clock, DAY_MS, HOUR_MS } from '../domain/clock.ts';
import type { Store } from '../domain/store.ts';

/** How long an `Idempotency-Key` is remembered. The event's own id guards it beyond that. */
const KEY_LIFE_MS = 30 * DAY_MS;

/** Another process's clock may be behind ours, so the ending of a session must outlive its token by more than that. */
const ENDED_SESSION_GRACE_MS = HOUR_MS;

/** How many footprints one write takes on, so that nobody waits long behind it. */
const FOOTPRINTS_AT_ONCE = 500;

/** Removes what has no use any more: old answers to `Idempotency-Key`s, and endings of sessions that are over anyway. */
export async function prune({ store, clock }: { store: Store; clock: Clock }): Promise<void> {
  const now = clock();
  await store.write('prune', async (rows) => {
    await rows.keyedAnswers.prune(now - KEY_LIFE_MS);
    await rows.sessions.prune(now - ENDED_SESSION_GRACE_MS);
  });
  await forgetFootprints(store, now);
  await store.scrub();
}

/** Where visitors and participants were seen is forgotten when nothing can be decided by it any more. */
async function forgetFootprints(store: Store, now: number): Promise<void> {
  for (let forgotten = FOOTPRINTS_AT_ONCE; forgotten >= FOOTPRINTS_AT_ONCE; ) {
    forgotten = await store.write('prune', async (rows) =>
      Math.max(
        await rows.clicks.forget(now, FOOTPRINTS_AT_ONCE),
        await rows.sightings.forget(now, FOOTPRINTS_AT_ONCE),
        await rows.arrivals.forget(now, FOOTPRINTS_AT_ONCE),
      ),
    );
  }
}
