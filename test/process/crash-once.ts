import { DAY_MS } from '../../server/domain/clock.ts';
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

/** Rewards wait a day: one that was earned longer ago is ordered at once, one of a day ago is released a moment later. */
export const HOLD = { days: 1 };
const AGES_MS = [2 * DAY_MS, DAY_MS - 100];

/** Long enough for a busy machine to bring four orders past the point. */
const DEATH_WITHIN_MS = 20_000;

/**
 * One crash: a server that dies at `point` while two purchases go their way, one of them through a hold, and its successor. The client does what
 * a client should: it posts again what nobody answered with 2xx. `name` tells its referrer and events from others.
 */
export async function crashOnce(stand: Stand, point: string, name: string): Promise<Crash> {
  // One order at a time, so that each of the four passes every point by itself.
  const dying = await stand.start({ GOODTURN_CRASH_AT: point, GIFT_CARD_API_CONCURRENCY: '1' });
  const code = await makeReferrer(dying, name);
  const eventIds = [`${name}-a`, `${name}-b`];
  const unanswered: string[] = [];
  for (const [at, eventId] of eventIds.entries()) {
    if (!(await tellPurchase(dying, eventId, code, AGES_MS[at]))) unanswered.push(eventId);
  }
  const exit = await deathOf(dying);

  const recovered = await stand.start();
  for (const eventId of unanswered) {
    const agoMs = AGES_MS[eventIds.indexOf(eventId)];
    if (!(await tellPurchase(recovered, eventId, code, agoMs))) throw new Error(`${eventId} was refused.`);
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
