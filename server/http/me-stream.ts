import type { Clock } from '../domain/clock.ts';
import type { SessionCaller } from './caller.ts';
import type { Changes } from './route-parts.ts';

const HEARTBEAT_MS = 25_000;

/**
 * The stream behind a visible panel: one `me` event for every change, a comment now and then so that proxies keep
 * the line open. It says only that something changed; what changed is read with the session, as always.
 */
export function streamChanges(
  { changes, clock }: { changes: Changes; clock: Clock },
  { claims, code }: SessionCaller,
  gone: AbortSignal,
): Response {
  const encoder = new TextEncoder();
  let close = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text));
      let last = code.revision;
      const unwatch = changes.watch(claims, (revision) => {
        if (revision === last) return;
        last = revision;
        say(`event: me\ndata: {}\nid: ${revision}\n\n`);
      });
      const heartbeat = setInterval(() => say(': still here\n\n'), HEARTBEAT_MS);
      const end = setTimeout(() => close(), Math.max(0, claims.expiresAt - clock()));
      close = () => {
        close = () => {};
        unwatch();
        clearInterval(heartbeat);
        clearTimeout(end);
        controller.close();
      };
      gone.addEventListener('abort', () => close(), { once: true });
      say('retry: 3000\n: open\n\n');
    },
    cancel() {
      close = () => {};
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      // nginx would otherwise collect the stream before passing it on.
      'X-Accel-Buffering': 'no',
    },
  });
}
