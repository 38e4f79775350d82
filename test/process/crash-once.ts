import type { Exit } from '../support/processes.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { makeReferrer, type Stand, tellPurchase } from './stand.ts';

export type Crash = {
  /** How the process ended, and its last line. */
  exit: Exit;
  lastLine: string | undefined;
  /** The server that runs after it, without the fault. */
  recovered: ServerProcess;
  eventIds: string[];
};

/** Long enough for a busy machine to bring four orders past the point. */
const DEATH_WITHIN_MS = 20_000;

/**
 * One crash: a server that dies at `point` while two purchases go their way, and its successor. The client does what
 * a client should: it posts again what nobody answered with 2xx. `name` tells its referrer and events from others.
 */
export async function crashOnce(stand: Stand, point: string, name: string): Promise<Crash> {
  // One order at a time, so that each of the four passes every point by itself.
  const dying = await stand.start({ GOODTURN_CRASH_AT: point, GIFT_CARD_API_CONCURRENCY: '1' });
  const code = await makeReferrer(dying, name);
  const eventIds = [`${name}-a`, `${name}-b`];
  const unanswered: string[] = [];
  for (const eventId of eventIds) {
    if (!(await tellPurchase(dying, eventId, code))) unanswered.push(eventId);
  }
  const exit = await deathOf(dying);

  const recovered = await stand.start();
  for (const eventId of unanswered) {
    if (!(await tellPurchase(recovered, eventId, code))) throw new Error(`${eventId} was refused.`);
  }
  return { exit, lastLine: dying.lines.at(-1), recovered, eventIds };
}

/** How the server ended. One that never passes its point is stopped, and its exit shows a signal that is not its own. */
async function deathOf(dying: ServerProcess): Promise<Exit> {
  const timer = setTimeout(() => void dying.kill('SIGTERM'), DEATH_WITHIN_MS);
  const exit = await dying.exited;
  clearTimeout(timer);
  return exit;
}
