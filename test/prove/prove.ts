import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Chance } from '../simulation/chance.ts';
import { AcknowledgedLog } from './acknowledged.ts';
import { Clients } from './clients.ts';
import type { Effort } from './effort.ts';
import { type Disaster, Havoc, type LeftOut, leftOutOn } from './havoc.ts';
import { readJournal } from './journal.ts';
import { judge, unsettled, type Verdict } from './judge.ts';
import { openRows, type Rows } from './rows.ts';
import { type Place, Stage } from './stage.ts';
import { Watch } from './watch.ts';

/** What one database went through, and how it came out. */
export type Proof = {
  database: string;
  seed: number;
  conversions: number;
  repeats: number;
  disasters: Record<Disaster, number>;
  /** What did not happen here, and why. */
  leftOut: LeftOut;
  starts: number;
  rewards: number;
  doubled: number;
  lost: number;
  /** From the last disaster until every reward was with its holder, in ms. */
  settledMs: number;
  /** From room on a full disk until a write was taken again, at worst, in ms; null where no disk was full. */
  roomToWriteMs: number | null;
  /** Points of the reward's road at which a server was killed, one by one; absent where that was not tried. */
  crashPoints?: number;
  /** From the SIGKILL of a server with default settings until all that it held was issued, in ms; as above. */
  recoveryMs?: number;
  verdicts: Verdict[];
};

type ProveOptions = {
  database: string;
  place: Place;
  seed: number;
  effort: Effort;
  onProgress: (line: string) => void;
};

/** Nothing that is on its way rests longer than this (trust.md 1). */
const STILL_MS = 60_000;
/** A day's hold and what a jump of the clock left of it. */
const PAST_EVERY_HOLD_HOURS = 26;
const PROGRESS_MS = 5000;
const SETTLE_LOOK_MS = 500;

/** Puts real servers under load and disasters, lets them come to rest, and has them judged. */
export async function prove(options: ProveOptions): Promise<Proof> {
  const { place, seed, effort } = options;
  const { databaseUrl, folder } = place;
  const chance = new Chance(seed);
  const stage = await Stage.open(place, new Chance(seed + 2));
  const rows = await openRows(databaseUrl);
  const log = new AcknowledgedLog(join(folder, 'acknowledged.jsonl'));
  const clients = new Clients(stage, chance, log);
  let watch: Watch | null = null;
  try {
    await clients.makeReferrers();
    watch = new Watch(rows);
    const havoc = new Havoc(stage, clients, new Chance(seed + 1));
    const stopTelling = tellProgress(options, clients, havoc);
    havoc.start(effort.havocEveryMs);
    await clients.tellAll(effort.conversions, effort.rate);
    await havoc.stop();
    stopTelling();
    stage.mailbox.well = true;
    const settledMs = await settle(options, rows, clients);
    await watch.stop();
    // What is committed by now is chained within a round or two; a stopped server says its last words.
    await stage.stop();
    const verdicts = await judge({
      rows,
      sold: readJournal(stage.journal),
      acknowledged: log.all(),
      said: stage.said,
      files: filesOf(databaseUrl),
      taken: stage.mailbox.taken,
      finals: watch.finals,
      looks: watch.looks,
      overdrawn: watch.overdrawn,
      requests: clients.requests,
      failed: clients.failed,
    });
    return summary(options, { clients, havoc, stage, settledMs, verdicts, rewards: await count(rows) });
  } finally {
    await watch?.stop();
    await rows.close();
    await stage.stop().catch(() => null);
  }
}

/**
 * Resolves with the ms until every reward was issued and every message delivered. It waits as long as something still
 * moves: how fast a backlog goes is the machine's affair. Judging goes on when nothing does, and says what hangs.
 */
async function settle({ database, onProgress }: ProveOptions, rows: Rows, clients: Clients): Promise<number> {
  const startedAt = performance.now();
  await untilUp(() => clients.moveClock(PAST_EVERY_HOLD_HOURS));
  let open = await unsettled(rows);
  let movedAt = performance.now();
  let toldAt = 0;
  while (open > 0 && performance.now() - movedAt < STILL_MS) {
    if (performance.now() - toldAt > PROGRESS_MS) {
      onProgress(`${database}: ${open} rewards and messages on their way`);
      toldAt = performance.now();
    }
    await wait(SETTLE_LOOK_MS);
    const now = await unsettled(rows);
    if (now !== open) movedAt = performance.now();
    open = now;
  }
  return Math.round(performance.now() - startedAt);
}

async function untilUp(work: () => Promise<boolean>): Promise<void> {
  while (!(await work())) await wait(200);
}

async function count(rows: Rows): Promise<number> {
  const [row] = await rows.all<{ rewards: number }>('select count(*) as rewards from reward');
  return Number(row?.rewards);
}

function filesOf(databaseUrl: string): string[] {
  if (!databaseUrl.startsWith('file:')) return [];
  const path = databaseUrl.slice('file:'.length);
  return [path, `${path}-wal`];
}

type Parts = {
  clients: Clients;
  havoc: Havoc;
  stage: Stage;
  settledMs: number;
  verdicts: Verdict[];
  rewards: number;
};

function summary({ database, seed }: ProveOptions, parts: Parts): Proof {
  const { clients, havoc, stage, settledMs, verdicts, rewards } = parts;
  const once = verdicts.find(({ id }) => id === 'I1')?.faults ?? [];
  return {
    database,
    seed,
    conversions: clients.acknowledged,
    repeats: clients.repeats,
    disasters: Object.fromEntries(havoc.counts) as Proof['disasters'],
    leftOut: leftOutOn(stage),
    roomToWriteMs: havoc.roomToWriteMs,
    starts: stage.starts,
    rewards,
    doubled: once.filter((fault) => !fault.endsWith(' 0 times')).length,
    lost: once.filter((fault) => fault.endsWith(' 0 times')).length,
    settledMs,
    verdicts,
  };
}

function tellProgress(
  { database, effort, onProgress }: ProveOptions,
  clients: Clients,
  havoc: Havoc,
): () => void {
  const timer = setInterval(() => {
    const disasters = [...havoc.counts.values()].reduce((sum, times) => sum + times, 0);
    const { acknowledged } = clients;
    onProgress(
      `${database}: ${acknowledged} of ${effort.conversions} conversions answered, ${disasters} disasters`,
    );
  }, PROGRESS_MS);
  return () => clearInterval(timer);
}
