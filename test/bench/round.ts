import type { LoadResult } from './load-job.ts';
import { MEASURES, type Measure } from './measures.ts';
import type { Placement } from './placement.ts';
import { processCpuUs } from './process-cpu.ts';
import { sendLoad } from './send-load.ts';
import { SERVERS, type ServerName, startServer } from './servers.ts';
import type { World } from './world.ts';

/** How hard, and for how long. */
export type Effort = { rounds: number; seconds: number; warmUpSeconds: number };

export const CONNECTIONS = 64;

type RoundParts = {
  effort: Effort;
  placement: Placement;
  world: World;
  folder: string;
  /** The address of a fresh copy of the seeded database. */
  copyDatabase(): Promise<string>;
  wanted(measure: Measure): boolean;
  onMeasured(measure: Measure, result: Measured): void;
};

/** `cpuUs`: the server's processor time for one request, in µs; null where the system does not tell. */
export type Measured = LoadResult & { cpuUs: number | null };

/** What each measure gave in this round. */
export type Round = Map<string, Measured>;

/**
 * Every variant once, one after another, each server started anew: what the machine does meanwhile hits all of them,
 * and ratios are taken inside the round.
 */
export async function runRound(parts: RoundParts): Promise<Round> {
  const round: Round = new Map();
  for (const server of SERVERS) {
    const measures = MEASURES.filter((measure) => measure.server === server && parts.wanted(measure));
    if (measures.length > 0) await measureServer(parts, server, measures, round);
  }
  return round;
}

async function measureServer(
  parts: RoundParts,
  name: ServerName,
  measures: Measure[],
  round: Round,
): Promise<void> {
  const databaseUrl = await parts.copyDatabase();
  const server = await startServer(name, { pin: parts.placement.server, databaseUrl });
  try {
    for (const measure of measures) {
      const result = await runMeasure(parts, measure, server);
      round.set(measure.id, result);
      parts.onMeasured(measure, result);
    }
  } finally {
    await server.kill('SIGTERM');
  }
}

type Server = { pid: number; address: string };

async function runMeasure(parts: RoundParts, measure: Measure, server: Server): Promise<Measured> {
  const { effort, placement, folder, world } = parts;
  const { pid, address: url } = server;
  const before = await countOf(measure, url);
  const cpuBefore = processCpuUs(pid);
  const result = await sendLoad(
    {
      url,
      connections: CONNECTIONS,
      warmUpSeconds: effort.warmUpSeconds,
      seconds: effort.seconds,
      load: measure.load(world),
    },
    { folder, pin: placement.load, expected: measure.expected },
  );
  const cpuAfter = processCpuUs(pid);
  const done = (await countOf(measure, url)) - before;
  const answered = result.answers[measure.expected] ?? 0;
  if (measure.counter !== undefined && done < answered) {
    throw new Error(`${measure.what}: ${answered} answers, but only ${done} counted as ${measure.counter}.`);
  }
  const used = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
  return { ...result, cpuUs: used === null ? null : used / answered };
}

async function countOf({ counter }: Measure, url: string): Promise<number> {
  if (counter === undefined) return 0;
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(counter));
  return Number(line?.slice(counter.length) ?? 0);
}
