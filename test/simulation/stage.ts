import { parseConfigFile } from '../../server/config/config-file.ts';
import { readEnv } from '../../server/config/env.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { applyConfig } from '../../server/domain/site/apply-config.ts';
import { newWebhookSecret } from '../../server/vault/random.ts';
import type { ConfigFile } from '../../shared/contract/site.ts';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { isBusy } from './check-batches.ts';
import { type Books, ON_OPEN } from './check-books.ts';
import { Machine, type World } from './machine.ts';
import { People } from './people.ts';
import type { Scheduler } from './scheduler.ts';

/** More rounds than any history needs to come to rest. */
const CALM_ROUNDS = 400;
/** Nobody waits for what happens in a year. */
const NEVER_MS = 365 * DAY_MS;
/** Where the site wants to be told; nothing is sent there but to the simulated receiver. */
const RECEIVER = 'https://receiver.acme.example/in';

/** The machines and the people, and what may happen to them next. */
export class Stage {
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
    const starting = applyAs(first, configOf(chance), scheduler.now);
    await this.#until(starting);
    const ada = Promise.resolve(
      first.app.request('/v1/participants', {
        method: 'POST',
        body: JSON.stringify({ externalId: 'ada' }),
        headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
      }),
    ).then(async (answer) => {
      const { codes } = (await answer.json()) as { codes: { programId: string; code: string }[] };
      this.people.codes = codes;
    });
    await this.#until(ada);
    await this.#start();
  }

  /** Lets one thing happen, and then some of what waits for its turn. */
  async step(): Promise<void> {
    const { chance, scheduler } = this.#world;
    await this.#happen(chance.between(1, 100));
    await scheduler.rest();
    for (let turns = chance.between(0, 12); turns > 0; turns -= 1) await scheduler.takeOne();
  }

  async #happen(roll: number): Promise<void> {
    if (roll <= 24) this.people.ask(this.#anyone());
    else if (roll <= 44) this.#anyone().work();
    else if (roll <= 52) this.#anyone().release();
    else if (roll <= 60) this.#finish();
    else if (roll <= 64) this.#hint();
    else if (roll <= 78) this.#passTime();
    else if (roll <= 82) await this.#crash();
    else if (roll <= 88) this.people.open(this.#anyone());
    else if (roll <= 94) this.#anyone().makeBatches();
    else this.#anyone().deliver();
  }

  /** From now on nothing fails and nobody dies: runs until nothing is left to do. */
  async calmDown(books: () => Books) {
    const { scheduler, upstream, receiver } = this.#world;
    upstream.calm = true;
    receiver.calm = true;
    for (let round = 0; round < CALM_ROUNDS; round += 1) {
      await this.#allTurns();
      this.people.askAgain(this.#anyone());
      for (const machine of this.#machines) {
        machine.work();
        machine.release();
        machine.makeBatches();
        machine.deliver();
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

const RECEIVER_SECRET = newWebhookSecret();

function applyAs({ deps }: Machine, config: ConfigFile, now: number): Promise<unknown> {
  return applyConfig(
    deps,
    parseConfigFile(JSON.stringify(config), readEnv({ ...SECRETS, RECEIVER_SECRET })),
    now,
  );
}

/** The earliest instant at which something happens by itself, or null. */
function nextInstant({ orders, rewards, batches, deliveries }: Books, scheduler: Scheduler): number | null {
  const instants = [
    ...orders.map(({ dueAt }) => dueAt),
    ...rewards.map(({ releaseAt }) => releaseAt),
    ...batches.filter(isBusy).map(({ dueAt }) => dueAt),
    ...deliveries.map(({ dueAt }) => dueAt),
    scheduler.nextDueAt(),
  ]
    .filter((instant) => instant !== null)
    .filter((instant) => instant < scheduler.now + NEVER_MS);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** A program that orders at once, one that orders on opening, and a site that wants to be told. */
function configOf(chance: World['chance']): ConfigFile {
  const program = () => ({
    rules: rules(),
    fraud: { level: 'off' },
    hold: { days: chance.pick([0, 1]) },
    approval: chance.pick(['auto', 'auto', 'manual']),
    budget: { amount: 1500 * chance.between(6, 20), currency: 'USD' },
  });
  const config = acmeConfig(program() as Parameters<typeof acmeConfig>[0], [
    programLike({ ...program(), id: ON_OPEN, payout: { mode: 'on_open' } }),
  ]);
  const endpoint = { name: 'told', url: RECEIVER, events: null, secrets: [{ env: 'RECEIVER_SECRET' }] };
  for (const site of config.sites) if (site.id === 'acme') site.webhooks = [endpoint];
  return config;
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
