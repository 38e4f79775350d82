import { setImmediate } from 'node:timers/promises';

/** How long work may go on before others get a turn, in ms: two or three rewarded purchases. */
const TURN_MS = 2;

/**
 * Cuts long work into turns of the event loop: called between two pieces, it lets others have theirs when the present one
 * has lasted long enough. Node takes one new connection in each turn (https://github.com/libuv/libuv/pull/3696), so turns
 * as long as a group of writes would let ten clients in per second, however idle the network is.
 */
export function shortTurns(): () => Promise<void> {
  let endsAt = performance.now() + TURN_MS;
  return async function giveWay() {
    if (performance.now() < endsAt) return;
    await setImmediate();
    endsAt = performance.now() + TURN_MS;
  };
}
