import type { Clock } from '../domain/clock.ts';
import type { SessionCaller } from './caller.ts';
import type { Changes } from './route-parts.ts';

/** Often enough that no proxy closes the line, and that a signed-out session is noticed within a minute. */
const HEARTBEAT_MS = 25_000;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // nginx would otherwise collect the stream before passing it on.
  'X-Accel-Buffering': 'no',
};

type Line = {
  /** The page has left. */
  gone: AbortSignal;
  /** Whether the session still holds. Never rejects. */
  isSignedIn: () => Promise<boolean>;
};

/**
 * The stream behind a visible panel: one `me` event for every change, a comment now and then so that proxies keep
 * the line open. It says only that something changed; what changed is read with the session, as always. It ends
 * with the session, with the page, and with the server.
 */
export function streamChanges(
  { changes, clock }: { changes: Changes; clock: Clock },
  { claims, code }: SessionCaller,
  { gone, isSignedIn }: Line,
): Response {
  const over = new AbortController();
  const body = new ReadableStream<string>({
    start(controller) {
      const finish = () => {
        if (over.signal.aborted) return;
        over.abort();
        controller.close();
      };
      let last = code.revision;
      const tell = (revision: number) => {
        if (revision === last) return;
        last = revision;
        controller.enqueue(`event: me\ndata: {}\nid: ${revision}\n\n`);
      };
      const beat = async () => {
        const holds = await isSignedIn();
        if (!holds) finish();
        else if (!over.signal.aborted) controller.enqueue(': still here\n\n');
      };
      const unwatch = changes.watch(claims, tell, finish);
      const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS);
      const end = setTimeout(finish, Math.max(0, claims.expiresAt - clock()));
      over.signal.addEventListener('abort', () => {
        unwatch();
        clearInterval(heartbeat);
        clearTimeout(end);
      });
      gone.addEventListener('abort', finish, { once: true });
      controller.enqueue('retry: 3000\n: open\n\n');
    },
    // The reader is gone already, so nothing may be written or closed any more.
    cancel: () => over.abort(),
  });
  return new Response(body.pipeThrough(new TextEncoderStream()), { headers: HEADERS });
}
