import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from '../simulation/chance.ts';
import { CALM, type FaultProxy, type Weather } from '../support/fault-proxy.ts';
import { type ServerProcess, SHORT_LEASES } from '../support/server-process.ts';
import type { Clients } from './clients.ts';
import type { Stage } from './stage.ts';

/** What can happen, as the report names it. */
export const DISASTERS = [
  'SIGKILL',
  'SIGTERM',
  'SIGSTOP past the lease',
  'upstream fault',
  'upstream network',
  'database network',
  'clock',
] as const;
export type Disaster = (typeof DISASTERS)[number];

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
const UP_AGAIN_MS = 50;
const FROZEN_MS = Number(SHORT_LEASES.ORDER_LEASE_MS) + 300;

/** Disasters one after another, chosen by the seed, until it is stopped. */
export class Havoc {
  readonly counts = new Map<Disaster, number>(DISASTERS.map((disaster) => [disaster, 0]));
  readonly #stage: Stage;
  readonly #clients: Clients;
  readonly #chance: Chance;
  #on = false;
  #running: Promise<void> = Promise.resolve();

  constructor(stage: Stage, clients: Clients, chance: Chance) {
    this.#stage = stage;
    this.#clients = clients;
    this.#chance = chance;
  }

  start(everyMs: number): void {
    this.#on = true;
    this.#running = this.#rage(everyMs);
  }

  /** Resolves when the last disaster is over and everything is calm. */
  async stop(): Promise<void> {
    this.#on = false;
    await this.#running;
    for (const word of WORDS) await this.#stage.sandbox.control('fault', { word, times: 0 });
  }

  /** Each kind once in every round, in an order of its own: chance alone may leave one out of a short run. */
  async #rage(everyMs: number): Promise<void> {
    let round: Disaster[] = [];
    while (this.#on) {
      if (round.length === 0) round = this.#chance.shuffled(this.#possible());
      const disaster = round.pop() ?? 'SIGKILL';
      if (await this.#strike(disaster)) this.counts.set(disaster, (this.counts.get(disaster) ?? 0) + 1);
      await wait(everyMs);
    }
  }

  #possible(): Disaster[] {
    return DISASTERS.filter((disaster) => disaster !== 'database network' || this.#stage.databaseNetwork);
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
      case 'clock':
        return this.#clients.moveClock(this.#chance.pick([1, 1, 25]));
    }
  }

  /** Somebody who is up; whoever died a moment ago is waited for. */
  async #victim(): Promise<ServerProcess | null> {
    while (this.#on && this.#stage.alive().length === 0) await wait(UP_AGAIN_MS);
    const servers = this.#stage.alive();
    return servers.length === 0 ? null : this.#chance.pick(servers);
  }
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
