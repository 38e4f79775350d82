import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { parseConfigFile } from '../../server/config/config-file.ts';
import { readEnv } from '../../server/config/env.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { applyConfig } from '../../server/domain/site/apply-config.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import { Chance } from './chance.ts';
import { BookChecker } from './check-books.ts';
import { faultsAtTheEnd } from './check-end.ts';
import { Machine, type Wiring, type World } from './machine.ts';
import { People } from './people.ts';
import { Scheduler } from './scheduler.ts';
import { SimulatedUpstream } from './upstream.ts';

const START = Date.parse('2026-11-23T12:00:00.000Z');
const STEPS = 100;
/** More rounds than any history needs to come to rest. */
const CALM_ROUNDS = 400;

export type History = { seed: number; faults: string[]; story: string[]; rewards: number; deaths: number };

/** What does not differ from history to history: an empty database with its schema, and a folder without a widget. */
export type Ground = { folder: string; emptyDatabase: string; widgetFolder: string };

/**
 * One history of the reward's road, all of it decided by the seed: buyers, refunds, a person who reviews, an upstream
 * with every fault, two machines that die between any two steps. It stops at the first step that breaks an invariant.
 */
export async function playHistory(seed: number, ground: Ground, wiring: Wiring = {}): Promise<History> {
  const folder = mkdtempSync(join(ground.folder, 'history-'));
  const file = join(folder, 'goodturn.db');
  copyFileSync(ground.emptyDatabase, file);
  const chance = new Chance(seed);
  const scheduler = new Scheduler(START, chance);
  const upstream = new SimulatedUpstream(scheduler, chance);
  const world = {
    scheduler,
    chance,
    upstream,
    databaseUrl: `file:${file}`,
    widgetFolder: ground.widgetFolder,
    wiring,
  };
  const stage = new Stage(world);
  const reading = new SqliteConnection(file, { readonly: true });
  const checker = new BookChecker(reading, upstream.books);
  try {
    await stage.open();
    let faults: string[] = [];
    for (let step = 0; step < STEPS && faults.length === 0; step += 1) {
      await stage.step();
      faults = checker.check().faults;
    }
    if (faults.length === 0) {
      await stage.calmDown(() => checker.check());
      const books = checker.check();
      faults = [...books.faults, ...faultsAtTheEnd(books, upstream.books, stage.people.asks, bytesOf(file))];
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

/** The machines and the people, and what may happen to them next. */
class Stage {
  readonly people: People;
  deaths = 0;
  readonly #world: World;
  #machines: Machine[] = [];
  #started = 0;

  constructor(world: World) {
    this.#world = world;
    this.people = new People(world.chance);
  }

  async open(): Promise<void> {
    const { chance, scheduler } = this.#world;
    const first = await this.#start();
    const config = acmeConfig({
      rules: rules(),
      fraud: { level: 'off' },
      hold: { days: chance.pick([0, 1]) },
      approval: chance.pick(['auto', 'auto', 'manual']),
      budget: { amount: 1500 * chance.between(6, 20), currency: 'USD' },
    } as Parameters<typeof acmeConfig>[0]);
    const starting = applyAs(first, config, scheduler.now);
    await this.#until(starting);
    const ada = Promise.resolve(
      first.app.request('/v1/participants', {
        method: 'POST',
        body: JSON.stringify({ externalId: 'ada' }),
        headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
      }),
    ).then(async (answer) => {
      const { codes } = (await answer.json()) as { codes: { code: string }[] };
      this.people.code = codes[0]?.code ?? '';
    });
    await this.#until(ada);
    await this.#start();
  }

  /** Lets one thing happen, and then some of what waits for its turn. */
  async step(): Promise<void> {
    const { chance, scheduler } = this.#world;
    await this.#happen(chance.between(1, 100));
    await scheduler.rest();
    for (let turns = chance.between(0, 8); turns > 0; turns -= 1) await scheduler.takeOne();
  }

  async #happen(roll: number): Promise<void> {
    if (roll <= 25) this.people.ask(this.#anyone());
    else if (roll <= 50) this.#anyone().work();
    else if (roll <= 60) this.#anyone().release();
    else if (roll <= 70) this.#finish();
    else if (roll <= 75) this.#hint();
    else if (roll <= 90) this.#passTime();
    else if (roll <= 94) await this.#crash();
    else this.people.reveal(this.#anyone());
  }

  /** From now on nothing fails and nobody dies: runs until nothing is left to do. */
  async calmDown(
    books: () => { orders: { dueAt: number | null }[]; rewards: { releaseAt: number | null }[] },
  ) {
    const { scheduler, upstream } = this.#world;
    upstream.calm = true;
    for (let round = 0; round < CALM_ROUNDS; round += 1) {
      await this.#allTurns();
      this.people.askAgain(this.#anyone());
      for (const machine of this.#machines) {
        machine.work();
        machine.release();
      }
      while (upstream.finishOne()) await scheduler.rest();
      await this.#allTurns();
      const next = nextInstant(books(), scheduler);
      if (next === null && this.people.asks.every(({ status }) => status !== null)) return;
      // Due already, and it did not go: its account rests, or somebody who died still holds it.
      scheduler.now = Math.max(scheduler.now + 20 * SECOND_MS, next ?? 0);
    }
  }

  async close(): Promise<void> {
    for (const machine of this.#machines) await machine.crash();
  }

  #anyone(): Machine {
    return this.#world.chance.pick(this.#machines);
  }

  async #start(): Promise<Machine> {
    this.#started += 1;
    const machine = await Machine.start(`machine ${this.#started}`, this.#world);
    this.#machines.push(machine);
    return machine;
  }

  async #crash(): Promise<void> {
    const dying = this.#anyone();
    this.#machines = this.#machines.filter((machine) => machine !== dying);
    this.deaths += 1;
    await dying.crash();
    await this.#start();
  }

  #finish(): void {
    const order = this.#world.upstream.finishOne();
    if (order?.hookUrl && this.#world.chance.percent(70)) this.#call(order.hookUrl);
  }

  /** A hook that comes too early, twice or long after. */
  #hint(): void {
    const hooks = this.#world.upstream.books.flatMap(({ hookUrl }) => hookUrl ?? []);
    if (hooks.length > 0) this.#call(this.#world.chance.pick(hooks));
  }

  #call(url: string): void {
    void this.#anyone().app.request(new URL(url).pathname, { method: 'POST', body: '{}' });
  }

  #passTime(): void {
    const { chance, scheduler } = this.#world;
    const next = scheduler.nextDueAt();
    const leap = chance.percent(6) ? DAY_MS : chance.pick([SECOND_MS, 10 * SECOND_MS, MINUTE_MS]);
    scheduler.now = next !== null && chance.percent(50) ? next : scheduler.now + chance.between(1, leap);
    scheduler.tell('time passes');
  }

  async #allTurns(): Promise<void> {
    await this.#world.scheduler.rest();
    while (await this.#world.scheduler.takeOne()) {
      // Each turn may make others.
    }
  }

  /** Takes turns until the work is done. */
  async #until(work: Promise<unknown>): Promise<void> {
    let done = false;
    void work.finally(() => {
      done = true;
    });
    while (!done) {
      await this.#world.scheduler.rest();
      await this.#world.scheduler.takeOne();
    }
    await work;
  }
}

function applyAs({ deps }: Machine, config: ReturnType<typeof acmeConfig>, now: number): Promise<unknown> {
  return applyConfig(deps, parseConfigFile(JSON.stringify(config), readEnv({ ...SECRETS })), now);
}

function nextInstant(
  { orders, rewards }: { orders: { dueAt: number | null }[]; rewards: { releaseAt: number | null }[] },
  scheduler: Scheduler,
): number | null {
  const instants = [
    ...orders.map(({ dueAt }) => dueAt),
    ...rewards.map(({ releaseAt }) => releaseAt),
    scheduler.nextDueAt(),
  ].filter((instant) => instant !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Every purchase earns both a gift card, however often they buy. */
function rules() {
  const reward = (to: string) => ({
    to,
    productId: 'CVS',
    value: { amount: 1500, currency: 'USD' },
    delivery: 'Links',
  });
  return [
    {
      id: 'purchase',
      on: 'purchase',
      when: { firstOnly: false },
      rewards: [reward('referrer'), reward('friend')],
    },
  ];
}
