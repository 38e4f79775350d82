import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { type ApiClient, ApiFault, backoffMs } from '../api-client.ts';
import type { SessionModel } from '../models/session-model.ts';
import { readEvents } from './read-events.ts';

const FIRST_POLL_MS = 15_000;
const FIRST_UNSEEN_POLL_MS = 60_000;
const LASTING_MS = 10_000;
const LONGEST_POLL_MS = 5 * 60_000;

/**
 * Keeps `me` fresh: a stream of hints while somebody looks, slower and slower polling while nobody does, nothing
 * while the page is hidden. A stream that cannot be held is replaced by polling until the next look.
 * @returns stops everything
 */
export function keepLive(
  api: ApiClient,
  session: SessionModel,
  isPageShown: ReadonlySignal<boolean>,
): () => void {
  // A signal between the two, so that only a change of the way itself ends what runs.
  const way = signal<'stream' | 'poll' | null>(null);
  const stops: (() => void)[] = [
    effect(() => {
      const isOff = !isPageShown.value || session.phase.value === 'signed-out' || session.isOver();
      const isSeen = session.viewers.value > 0;
      way.value = isOff ? null : isSeen ? 'stream' : 'poll';
    }),
    effect(() => {
      if (!way.value) return;
      const stop = new AbortController();
      if (way.value === 'stream') stream(api, session, stop.signal);
      else poll(session, stop.signal, FIRST_UNSEEN_POLL_MS);
      return () => stop.abort();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** A hint lost between two streams is caught by asking once after each connection. */
async function stream(api: ApiClient, session: SessionModel, signal: AbortSignal): Promise<void> {
  for (let failed = 0; !signal.aborted && failed < 3; failed++) {
    try {
      const openedMs = Date.now();
      const body = await session.withSession((token) => followMe(api, token, signal));
      if (body) await readEvents(body, (event) => event === 'me' && session.refresh());
      // One that ends at once is no better than none: somebody on the way does not let streams through.
      if (Date.now() - openedMs > LASTING_MS) failed = 0;
    } catch (error) {
      if (signal.aborted || (error instanceof ApiFault && error.kind === 'refused')) break;
    }
    await pause(backoffMs(failed), signal);
    if (!signal.aborted) await session.refresh();
  }
  await poll(session, signal, FIRST_POLL_MS);
}

/** The stream of hints that `me` changed; `readEvents` takes it apart. */
async function followMe(api: ApiClient, token: string, signal: AbortSignal) {
  return (await api.send('GET', 'events', { token, signal, attempts: 1 })).body;
}

async function poll(session: SessionModel, signal: AbortSignal, firstMs: number): Promise<void> {
  for (let delayMs = firstMs; !signal.aborted; delayMs = Math.min(delayMs * 1.5, LONGEST_POLL_MS)) {
    await pause(delayMs, signal);
    if (!signal.aborted) await session.refresh();
  }
}

/** Resolves after the delay, or at once when the signal ends it: nothing is left waiting. */
function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
