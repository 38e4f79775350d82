import type { Exit } from '../support/processes.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { type Deed, deedsOf, type Earning, earningsOf } from './deeds.ts';
import { makeReferrer, type Stand } from './stand.ts';

type Crash = {
  /** How the process ended, and its last line. */
  exit: Exit;
  lastLine: string | undefined;
  /** The server that runs after it, without the fault. */
  recovered: ServerProcess;
  /** What was earned in the meantime. */
  earnings: Earning[];
};

/** Long enough for a busy machine to bring all orders past the point. */
const DEATH_WITHIN_MS = 20_000;

/**
 * One crash: a server that dies at `point` while rewards go every way that they can go, and its successor. The client
 * does what a client should: it asks again for what nobody answered. `name` tells its people and events from others.
 */
export async function crashOnce(stand: Stand, point: string, name: string): Promise<Crash> {
  // One order at a time, so that each of them passes every point by itself.
  const dying = await stand.start({ GOODTURN_CRASH_AT: point, GIFT_CARD_API_CONCURRENCY: '1' });
  // What its predecessor left to do may bring it past the point before it has answered anything.
  const code = await makeReferrer(dying, name).catch(() => null);
  const unanswered = code === null ? null : await askAll(deedsOf(name, code), dying);
  const exit = await deathOf(dying);

  const recovered = await stand.start();
  for (const { title, ask } of unanswered ?? deedsOf(name, await makeReferrer(recovered, name))) {
    if (!(await ask(recovered))) throw new Error(`${title} was refused.`);
  }
  return { exit, lastLine: dying.lines.at(-1), recovered, earnings: earningsOf(name) };
}

/** Resolves to those that were not answered. */
async function askAll(deeds: Deed[], server: ServerProcess): Promise<Deed[]> {
  const unanswered: Deed[] = [];
  for (const deed of deeds) {
    if (!(await deed.ask(server).catch(() => false))) unanswered.push(deed);
  }
  return unanswered;
}

/** How the server ended. One that never passes its point is stopped, and its exit shows a signal that is not its own. */
async function deathOf(dying: ServerProcess): Promise<Exit> {
  const timer = setTimeout(() => void dying.kill('SIGTERM'), DEATH_WITHIN_MS);
  const exit = await dying.exited;
  clearTimeout(timer);
  return exit;
}
