import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acmeConfig } from '../support/acme.ts';
import buildWhenStale from '../support/build.ts';
import type { Measure } from './measures.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { type Placement, placeOnCores } from './placement.ts';
import { writeSection } from './readme-section.ts';
import { aimTable, rateTable, sizeTable } from './report.ts';
import { CONNECTIONS, type Measured, type Round, runRound } from './round.ts';
import { type SeededDatabase, seededFile } from './seeded-database.ts';
import { seededPostgres } from './seeded-postgres.ts';
import { startServer } from './servers.ts';
import { latencyTable, webhookLatency } from './webhook-latency.ts';
import { widgetSizes } from './widget-sizes.ts';
import { makeWorld, type World } from './world.ts';

/** More than any run can spend. */
const BUDGET = { amount: 1e12, currency: 'USD' };
/** The measure that is no rate, as `--only` names it. */
const WEBHOOKS = 'webhooks';
const README = fileURLToPath(new URL('../../README.md', import.meta.url));

const options = readOptionsOrStop();
const folder = mkdtempSync(join(tmpdir(), 'goodturn-bench-'));
try {
  buildWhenStale();
  const database = options.postgres ? await seededPostgres() : seededFile(folder);
  await bench(options, database).finally(() => database.discard());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench({ effort, ...rest }: Options, database: SeededDatabase): Promise<void> {
  const placement = placeOnCores();
  const surroundings = describe(placement, await database.durability());
  console.log(surroundings);
  const world = await seed(database);
  const rounds: Round[] = [];
  for (let number = 1; number <= effort.rounds; number += 1) {
    console.log(`round ${number} of ${effort.rounds}`);
    const parts = { effort, placement, world, folder, copyDatabase: database.copy };
    rounds.push(
      await runRound({ ...parts, wanted: (measure) => isWanted(rest, measure), onMeasured: print }),
    );
  }
  const latency = await latencyWanted(rest, effort);
  const tables = [aimTable(rounds), ...latency, sizeTable(widgetSizes()), rateTable(rounds)];
  const report = [...tables, surroundings].join('\n\n');
  console.log(`\n${report}`);
  if (isWhole(rest)) writeSection(README, report);
}

/** Not pinned to a core: the upstream and the receiver belong to what it takes. */
async function latencyWanted(
  { only, postgres, quick }: Omit<Options, 'effort'>,
  { rounds, seconds }: Options['effort'],
): Promise<string[]> {
  if (only.length > 0 && !only.includes(WEBHOOKS)) return [];
  console.log('how soon a site is told …');
  return [
    latencyTable(await webhookLatency({ postgres, folder, seconds: quick ? seconds : 2 * rounds * seconds })),
  ];
}

/** PostgreSQL groups commits by itself, so there is nothing to compare with. */
function isWanted({ only, postgres }: Pick<Options, 'only' | 'postgres'>, { id, server }: Measure): boolean {
  if (postgres && server === 'one-transaction-each') return false;
  return only.length === 0 || only.includes(id);
}

/** Only a run that measured everything may speak in the README. */
function isWhole({ quick, postgres, only }: Omit<Options, 'effort'>): boolean {
  return !quick && !postgres && only.length === 0;
}

function print({ what }: Measure, { perSecond, p99 }: Measured): void {
  console.log(`  ${Math.round(perSecond).toString().padStart(6)}/s  p99 ${p99} ms  ${what}`);
}

/** Lets the product fill its own database, and stops it, so that the file is whole. */
async function seed(database: SeededDatabase): Promise<World> {
  console.log('filling the database …');
  const configFile = join(folder, 'config.json');
  writeFileSync(configFile, JSON.stringify(acmeConfig({ budget: BUDGET })));
  const anywhere = (command: string, args: string[]) => ({ command, args });
  const server = await startServer('goodturn', { pin: anywhere, databaseUrl: database.url, configFile });
  try {
    return await makeWorld(server.address, options.size);
  } finally {
    await server.kill('SIGTERM');
  }
}

function describe({ sentence }: Placement, durability: string): string {
  const { rounds, seconds, warmUpSeconds } = options.effort;
  const [cpu] = cpus();
  return [
    `${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s after ${warmUpSeconds} s of warm-up, medians, ratios inside a round;`,
    `${sentence}; ${durability}; Node ${process.versions.node}; ${cpu?.model.trim()}, ${cpus().length} cores;`,
    `load average at the start ${loadavg()[0]?.toFixed(2)}; LOG_LEVEL=warn, ORDERING=off.`,
  ].join(' ');
}

function readOptionsOrStop(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(1);
  }
}
