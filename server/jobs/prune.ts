import { type Clock, DAY_MS, HOUR_MS } from '../domain/clock.ts';
import { COUNTED_FOR_MS } from '../domain/fraud/arrival.ts';
import type { Store } from '../domain/store.ts';
import { MESSAGE_LIFE_MS } from '../domain/webhook/schedule.ts';

/** How long an `Idempotency-Key` is remembered. The event's own id guards it beyond that. */
const KEY_LIFE_MS = 30 * DAY_MS;

/** Another process's clock may be behind ours, so the ending of a session must outlive its token by more than that. */
const ENDED_SESSION_GRACE_MS = HOUR_MS;

/** How many rows one write takes on, so that nobody waits long behind it. */
const AT_ONCE = 500;

const MESSAGES_AT_ONCE = 500;

type PruneParts = {
  store: Store;
  clock: Clock;
  /** How long a participant's contact is kept after the site told it last (ms). */
  config: { retention: { contactMs: number } };
};

/**
 * Removes what has no use any more: old answers to `Idempotency-Key`s, endings of sessions that are over anyway,
 * messages to sites, and where people were seen or can be reached.
 */
export async function prune({ store, clock, config }: PruneParts): Promise<void> {
  const now = clock();
  await store.write('prune', async (rows) => {
    await rows.keyedAnswers.prune(now - KEY_LIFE_MS);
    await rows.sessions.prune(now - ENDED_SESSION_GRACE_MS);
    await rows.webhookEndpoints.pruneSecrets(now);
  });
  await forgetFootprints(store, now);
  await forgetAddresses(store, now, config.retention.contactMs);
  await forgetMessages(store, now);
  await store.scrub();
}

/** What nobody took within the time in which it can be replayed. */
async function forgetMessages(store: Store, now: number): Promise<void> {
  for (let forgotten = MESSAGES_AT_ONCE; forgotten >= MESSAGES_AT_ONCE; ) {
    forgotten = await store.write('prune', (rows) =>
      rows.webhookDeliveries.forget(now - MESSAGE_LIFE_MS, MESSAGES_AT_ONCE),
    );
  }
}

/** Where visitors and participants were seen is forgotten when nothing can be decided by it any more. */
async function forgetFootprints(store: Store, now: number): Promise<void> {
  for (let forgotten = AT_ONCE; forgotten >= AT_ONCE; ) {
    forgotten = await store.write('prune', async (rows) =>
      Math.max(
        await rows.clicks.forget(now, AT_ONCE),
        await rows.clicks.forgetEarlier(now - COUNTED_FOR_MS, AT_ONCE),
        await rows.sightings.forget(now, AT_ONCE),
        await rows.arrivals.forget(now, AT_ONCE),
      ),
    );
  }
}

/** Where cards went is forgotten a while after they arrived, and contacts that nobody has told for long. */
async function forgetAddresses(store: Store, now: number, contactMs: number): Promise<void> {
  for (let forgotten = AT_ONCE; forgotten >= AT_ONCE; ) {
    forgotten = await store.write('prune', async (rows) =>
      Math.max(
        await rows.destinations.forget(now, AT_ONCE),
        await rows.contacts.forget(now - contactMs, AT_ONCE),
      ),
    );
  }
}
