import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from '../simulation/chance.ts';
import { CALM, type FaultProxy, type Weather } from '../support/fault-proxy.ts';
import { type ServerProcess, SHORT_LEASES } from '../support/server-process.ts';
import type { Clients } from './clients.ts';
import { holdLock } from './hold-lock.ts';
import type { Stage } from './stage.ts';

/** What can happen, as the report names it. */
export const DISASTERS = [
  'SIGKILL',
  'SIGTERM',
  'SIGSTOP past the lease',
  'upstream fault',
  'upstream network',
  'database network',
  'database locked',
  'full disk',
  'clock',
] as const;
export type Disaster = (typeof DISASTERS)[number];
/** Why one of them does not happen here. */
export type LeftOut = Partial<Record<Disaster, string>>;

/** Death without warning is what most promises are about: so often in every round. */
const KILLS_A_ROUND = 3;

/** The upstream's own faults after which the same number must be sent again. */
const WORDS = ['SIMDROPAFTER', 'SIMTIMEOUTAFTER', 'SIMERR500', 'SIMRATE429', 'SIMNOFUNDS', 'SIMSLOW'];
const WEATHERS: Weather[] = [
  { kind: 'down' },
  { kind: 'hang' },
  { kind: 'half_open' },
  { kind: 'cut' },
  { kind: 'reset' },
  { kind: 'calm', latencyMs: 20, sliceBytes: 200 },
];
const BAD_WEATHER_MS = 400;
const LOCKED_MS = 3000;
/** Room for a few commits, so that the volume fills up in the middle of the work. */
const LAST_ROOM_BYTES = 256 * 1024;
const FULL_MS = 500;
const FULL_WITHIN_MS = 10_000;
const REFUSED_FOR_NOW = 503;
const CREATED = 201;
/** Strikes without an effect after which the run is broken, not unlucky. */
const MOST_MISSES = 50;
const UP_AGAIN_MS = 50;
const FROZEN_MS = Number(SHORT_LEASES.ORDER_LEASE_MS) + 300;

/** Disasters one after another, chosen by the seed, until it is stopped. */
export class Havoc {
  readonly counts = new Map<Disaster, number>(DISASTERS.map((disaster) => [disaster, 0]));
  readonly #stage: Stage;
  readonly #clients: Clients;
  readonly #chance: Chance;
  /** Until a write was taken again after room came back on a full disk, at worst, in ms; null where none was full. */
  roomToWriteMs: number | null = null;
  #on = false;
  #misses = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(stage: Stage, clients: Clients, chance: Chance) {
    this.#stage = stage;
    this.#clients = clients;
    this.#chance = chance;
  }

  start(everyMs: number): void {
    this.#on = true;
    this.#running = this.#rage(everyMs);
    // Told by `stop`: until then the load goes on.
    this.#running.catch(() => {});
  }

  /** Resolves when each kind has happened and the last one is over, and everything is calm. */
  async stop(): Promise<void> {
    this.#on = false;
    await this.#running;
    for (const word of WORDS) await this.#stage.sandbox.control('fault', { word, times: 0 });
  }

  /** Each kind in every round, in an order of its own: chance alone may leave one out of a short run. */
  async #rage(everyMs: number): Promise<void> {
    const possible = DISASTERS.filter((disaster) => !(disaster in leftOutOn(this.#stage)));
    const kills = Array.from({ length: KILLS_A_ROUND - 1 }, () => 'SIGKILL' as const);
    let round: Disaster[] = [];
    while (this.#on || possible.some((disaster) => this.counts.get(disaster) === 0)) {
      if (round.length === 0) round = this.#chance.shuffled([...possible, ...kills]);
      const disaster = round.pop() ?? 'SIGKILL';
      if (await this.#strike(disaster)) this.counts.set(disaster, (this.counts.get(disaster) ?? 0) + 1);
      else this.#miss(disaster);
      await wait(everyMs);
    }
  }

  #miss(disaster: Disaster): void {
    this.#misses += 1;
    if (this.#misses <= MOST_MISSES) return;
    const never = [...this.counts].filter(([, times]) => times === 0).map(([each]) => each);
    throw new Error(`Disasters have no effect, ${disaster} at last; never: ${never.join(', ') || 'none'}.`);
  }

  /** False when there was nobody to hit. */
  async #strike(disaster: Disaster): Promise<boolean> {
    const { network, databaseNetwork, sandbox } = this.#stage;
    const victim = await this.#victim();
    switch (disaster) {
      case 'SIGKILL':
      case 'SIGTERM':
        await victim?.kill(disaster);
        return victim !== null;
      case 'SIGSTOP past the lease':
        if (victim) await freeze(victim.pid);
        return victim !== null;
      case 'upstream fault':
        await sandbox.control('fault', { word: this.#chance.pick(WORDS), times: this.#chance.between(1, 5) });
        return true;
      case 'upstream network':
        await storm(network, this.#chance.pick(WEATHERS));
        return true;
      case 'database network':
        if (databaseNetwork) await storm(databaseNetwork, this.#chance.pick(WEATHERS));
        return databaseNetwork !== null;
      case 'database locked':
        await holdLock(this.#stage.databaseUrl, LOCKED_MS);
        return true;
      case 'full disk':
        return this.#fillDisk();
      case 'clock':
        return this.#clients.moveClock(this.#chance.pick([1, 1, 25]));
    }
  }

  /** Until a write is refused, and a moment more. False when none was in time. */
  async #fillDisk(): Promise<boolean> {
    const { volume } = this.#stage;
    if (!volume) return false;
    volume.fill(LAST_ROOM_BYTES);
    const giveUpAt = performance.now() + FULL_WITHIN_MS;
    let isRefused = false;
    while (!isRefused && performance.now() < giveUpAt)
      isRefused = (await this.#clients.touch()) === REFUSED_FOR_NOW;
    if (isRefused) await wait(FULL_MS);
    volume.makeRoom();
    const roomAt = performance.now();
    while ((await this.#clients.touch()) !== CREATED) await wait(UP_AGAIN_MS);
    this.roomToWriteMs = Math.max(this.roomToWriteMs ?? 0, Math.round(performance.now() - roomAt));
    return isRefused;
  }

  /** Somebody who is up; whoever died a moment ago is waited for. */
  async #victim(): Promise<ServerProcess | null> {
    while (this.#on && this.#stage.alive().length === 0) await wait(UP_AGAIN_MS);
    const servers = this.#stage.alive();
    return servers.length === 0 ? null : this.#chance.pick(servers);
  }
}

/** What cannot happen to this database, and why. */
export function leftOutOn({ databaseUrl, databaseNetwork, volume }: Stage): LeftOut {
  const isFile = databaseUrl.startsWith('file:');
  const noVolume = isFile
    ? 'no volume of a known size could be mounted; that takes Linux and root'
    : 'the volume of a PostgreSQL server is its operator’s';
  return {
    ...(databaseNetwork === null && { 'database network': 'the database is a file' }),
    ...(volume === null && { 'full disk': noVolume }),
  };
}

/** A process that is frozen holds what it held, and goes on with it when its time is over. */
async function freeze(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGSTOP');
    await wait(FROZEN_MS);
    process.kill(pid, 'SIGCONT');
  } catch {
    // It died meanwhile, which is a disaster as well.
  }
}

async function storm(network: FaultProxy, weather: Weather): Promise<void> {
  network.set(weather);
  await wait(BAD_WEATHER_MS);
  // Whoever hangs must not hang for ever: a storm ends with the line cut.
  network.set({ kind: 'down' });
  network.set(CALM);
}
