import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/config/config.ts';
import { type Env, readEnv } from '../../server/config/env.ts';
import { createDeps, type Deps } from '../../server/deps.ts';
import type { GiftCards } from '../../server/domain/order/gift-cards.ts';
import type { Rows, Store } from '../../server/domain/store.ts';
import type { HttpApp } from '../../server/http/http-app.ts';
import { openStore } from '../../server/storage/open-store.ts';
import { SECRETS } from '../support/acme.ts';
import { memoryMarks } from '../support/memory-marks.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { Chance } from './chance.ts';
import type { SimulatedReceiver } from './receiver.ts';
import type { Scheduler } from './scheduler.ts';
import { seededIds } from './seeded-ids.ts';
import type { SimulatedUpstream } from './upstream.ts';

/** A change of the wiring: how a planted bug gets in. Absent parts are as in the product. */
export type Wiring = {
  /** What writes and readers see instead of the rows. */
  rows?: (rows: Rows) => Rows;
  upstream?: (giftCards: GiftCards) => GiftCards;
  store?: (store: Store) => Store;
};

export type World = {
  scheduler: Scheduler;
  chance: Chance;
  upstream: SimulatedUpstream;
  receiver: SimulatedReceiver;
  databaseUrl: string;
  widgetFolder: string;
  wiring: Wiring;
};

/** One server process, in parts as in the product; its commits, calls and waits are turns of the scheduler. */
export class Machine {
  readonly name: string;
  readonly deps: Deps;
  readonly app: HttpApp;
  readonly #world: World;
  readonly #closeDatabase: () => Promise<void>;
  /** Whether a round of releases is under way. */
  #releasing = false;
  #makingBatches = false;
  alive = true;

  private constructor(parts: { name: string; world: World; deps: Deps; closeDatabase: () => Promise<void> }) {
    this.name = parts.name;
    this.deps = parts.deps;
    this.app = buildApp(parts.deps, { widgetFolder: parts.world.widgetFolder });
    this.#world = parts.world;
    this.#closeDatabase = parts.closeDatabase;
  }

  static async start(name: string, world: World): Promise<Machine> {
    const { scheduler, chance, upstream, receiver, databaseUrl, wiring } = world;
    let closeDatabase = async () => {};
    // Starting is not part of the history: it is over before anything else goes on.
    const started = { yet: false };
    const giftCards = upstream.reachedBy(name);
    const deps = await createDeps(
      readConfig(settings(databaseUrl)),
      { master: SECRETS.GOODTURN_SECRET },
      {
        clock: () => scheduler.now,
        ids: seededIds(chance, () => scheduler.now),
        random: chance.fraction,
        log: quietLog,
        sendMarks: memoryMarks(),
        giftCards: wiring.upstream?.(giftCards) ?? giftCards,
        post: receiver.reachedBy(name),
        pause: async (ms) => scheduler.turn(name, 'has waited', scheduler.now + ms),
        answerWithin: (ms, work, otherwise) =>
          Promise.race([
            work,
            scheduler.turn(name, 'has waited long enough', scheduler.now + ms).then(() => otherwise),
          ]),
        openStore: async (url, options) => {
          const opened = await openStore(url, options);
          closeDatabase = opened.close;
          const store = turnByTurn(name, opened.store, world, started);
          return { ...opened, store: wiring.store?.(store) ?? store };
        },
      },
    );
    started.yet = true;
    scheduler.tell(`${name} starts`);
    return new Machine({ name, world, deps, closeDatabase });
  }

  /** Looks for due orders, as a worker does when it is woken. */
  work(): void {
    void this.deps.worker.settle();
  }

  /** Moves the rewards whose time has come, as the round does; never two rounds at once. */
  release(): void {
    if (this.#releasing) return;
    this.#releasing = true;
    void this.deps.releaseDue().finally(() => {
      this.#releasing = false;
    });
  }

  /** Makes the rewards of batches that are due, as the round does. */
  makeBatches(): void {
    if (this.#makingBatches) return;
    this.#makingBatches = true;
    void this.deps.makeBatches().finally(() => {
      this.#makingBatches = false;
    });
  }

  /** Posts what sites are to be told. */
  deliver(): void {
    void this.deps.deliveries.settle();
  }

  /** SIGKILL: whatever it was doing is not done any more, whatever it had committed stays. */
  async crash(): Promise<void> {
    this.alive = false;
    this.#world.scheduler.forget(this.name);
    await this.#closeDatabase();
  }
}

/** Before a commit, and between the commit and the news of it, a process may die. */
function turnByTurn(
  name: string,
  store: Store,
  { scheduler, wiring }: World,
  started: { yet: boolean },
): Store {
  const seen = wiring.rows ?? ((rows: Rows) => rows);
  return {
    ...store,
    read: seen(store.read),
    async write(what, work) {
      if (!started.yet) return store.write(what, work);
      await scheduler.turn(name, `commits ${what}`);
      const result = await scheduler
        .undivided(() => store.write(what, (rows) => work(seen(rows))))
        .then(
          (value) => () => value,
          (error: unknown) => () => {
            throw error;
          },
        );
      await scheduler.turn(name, `goes on after ${what}`);
      return result();
    },
  };
}

function settings(databaseUrl: string): Env {
  return readEnv({
    PUBLIC_URL: 'https://go.acme.example',
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'silent',
    GIFT_CARD_API_URL: 'https://cards.example',
    GIFT_CARD_API_EMAIL: 'sandbox@giftcards.example',
    GIFT_CARD_API_TOKEN: 'sandbox-access-token',
    GIFT_CARD_API_RATE: '50',
    GIFT_CARD_API_CONCURRENCY: '3',
    ...SECRETS,
  });
}
