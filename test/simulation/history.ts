import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { Chance } from './chance.ts';
import { BookChecker } from './check-books.ts';
import { faultsAtTheEnd } from './check-end.ts';
import type { Wiring } from './machine.ts';
import { rowReader } from './read-rows.ts';
import { SimulatedReceiver } from './receiver.ts';
import { Scheduler } from './scheduler.ts';
import { Stage } from './stage.ts';
import { SimulatedUpstream } from './upstream.ts';

const START = Date.parse('2026-11-23T12:00:00.000Z');
const STEPS = 90;

export type History = { seed: number; faults: string[]; story: string[]; rewards: number; deaths: number };

/** What does not differ from history to history: an empty database with its schema, and a folder without a widget. */
export type Ground = { folder: string; emptyDatabase: string; widgetFolder: string };

/**
 * One history of the reward's road, all of it decided by the seed: buyers, refunds, batches, recipients who open, a
 * person who reviews, an upstream and a receiver of webhooks with every fault, two machines that die between any two
 * steps. It stops at the first step that breaks an invariant.
 */
export async function playHistory(seed: number, ground: Ground, wiring: Wiring = {}): Promise<History> {
  const folder = mkdtempSync(join(ground.folder, 'history-'));
  const file = join(folder, 'goodturn.db');
  copyFileSync(ground.emptyDatabase, file);
  const chance = new Chance(seed);
  const scheduler = new Scheduler(START, chance);
  const upstream = new SimulatedUpstream(scheduler, chance);
  const receiver = new SimulatedReceiver(scheduler, chance);
  const world = {
    scheduler,
    chance,
    upstream,
    receiver,
    databaseUrl: `file:${file}`,
    widgetFolder: ground.widgetFolder,
    wiring,
  };
  const stage = new Stage(world);
  const reading = new SqliteConnection(file, { readonly: true });
  const read = rowReader(reading);
  const { opened } = stage.people;
  const checker = new BookChecker(read, { booked: upstream.books, receiver, opened });
  try {
    await stage.open();
    let faults: string[] = [];
    for (let step = 0; step < STEPS && faults.length === 0; step += 1) {
      await stage.step();
      const books = checker.check();
      stage.people.see(books.rewards);
      faults = books.faults;
    }
    if (faults.length === 0) {
      await stage.calmDown(() => checker.check());
      const books = checker.check();
      const witnessed = { booked: upstream.books, receiver, people: stage.people, bytes: bytesOf(file) };
      faults = [...books.faults, ...faultsAtTheEnd(books, witnessed, read)];
    }
    const { deaths, people } = stage;
    const rewards = checker.check().rewards.length;
    return { seed, faults: [...people.broken, ...faults], story: scheduler.story, rewards, deaths };
  } finally {
    reading.close();
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file and its log, in which the newest pages stand. */
function bytesOf(file: string): Buffer {
  return Buffer.concat([file, `${file}-wal`].filter(existsSync).map((path) => readFileSync(path)));
}
