import { setTimeout as wait } from 'node:timers/promises';
import type { Reward } from '../../shared/contract/reward.ts';
import type { Chance } from '../simulation/chance.ts';
import type { AcknowledgedLog } from './acknowledged.ts';
import { keyOf, SITES, type SiteId, type Stage } from './stage.ts';

const ANSWER_WITHIN_MS = 5000;
/** All that becomes due by a jump of the clock is done before its answer. */
const JUMP_WITHIN_MS = 30_000;
const REFERRERS = 20;
/** Conversions that wait for their answer at once. A site has so many workers; what piles up beyond them would only measure us. */
const AT_ONCE = 128;
const INTERNAL = 500;
const HOUR_MS = 3_600_000;
/** Of a hundred conversions, how many are told twice at the same moment: clients repeat themselves. */
const TWICE = 5;

type Conversion = { site: SiteId; eventId: string; code: string };

/** The sites' back ends: each tells its conversions until it has been answered, and notes what it was answered. */
export class Clients {
  told = 0;
  readonly #acknowledged = new Set<string>();
  repeats = 0;
  requests = 0;
  /** Requests that were answered as a fault of the server's own, each by its path. */
  readonly failed: string[] = [];
  #passers = 0;
  readonly #stage: Stage;
  readonly #chance: Chance;
  readonly #log: AcknowledgedLog;
  #codes: { site: SiteId; code: string }[] = [];

  constructor(stage: Stage, chance: Chance, log: AcknowledgedLog) {
    this.#stage = stage;
    this.#chance = chance;
    this.#log = log;
  }

  /** Conversions that were answered with 2xx. */
  get acknowledged(): number {
    return this.#acknowledged.size;
  }

  async makeReferrers(): Promise<void> {
    for (let number = 0; number < REFERRERS; number += 1) {
      const site = SITES[number % SITES.length] ?? 'acme';
      const answer = await this.#post(site, '/v1/participants', { externalId: `referrer_${number}` });
      const { codes } = (await answer.json()) as { codes: { code: string }[] };
      this.#codes.push({ site, code: codes[0]?.code ?? '' });
    }
  }

  /** Tells so many conversions, at most at the given rate; resolves when all of them are acknowledged. */
  async tellAll(conversions: number, perSecond: number): Promise<void> {
    const telling = new Set<Promise<void>>();
    let due = performance.now();
    for (let number = 0; number < conversions; number += 1) {
      const conversion = { ...this.#chance.pick(this.#codes), eventId: `purchase_${number}` };
      const told = Promise.all(this.#timesOf(conversion)).then(() => void telling.delete(told));
      telling.add(told);
      this.told += 1;
      due += 1000 / perSecond;
      await wait(Math.max(0, due - performance.now()));
      if (telling.size < AT_ONCE) continue;
      await Promise.race(telling);
      due = performance.now();
    }
    await Promise.all(telling);
  }

  #timesOf(conversion: Conversion): Promise<void>[] {
    const times = this.#chance.percent(TWICE) ? 2 : 1;
    return Array.from({ length: times }, () => this.#tell(conversion));
  }

  /** Moves the sandbox's clock, as a person would who wants to see tomorrow; false when nobody did. */
  async moveClock(hours: number): Promise<boolean> {
    const move = { advanceMs: hours * HOUR_MS };
    const moved = await this.#post('acme', '/v1/sandbox/clock', move, JUMP_WITHIN_MS).catch(() => null);
    return moved?.ok ?? false;
  }

  /** Writes a little; the status, or null where nobody answered. */
  async touch(): Promise<number | null> {
    this.#passers += 1;
    const body = { externalId: `passer_${this.#passers}` };
    return (await this.#post('acme', '/v1/participants', body).catch(() => null))?.status ?? null;
  }

  async #tell({ site, eventId, code }: Conversion): Promise<void> {
    const body = {
      type: 'purchase',
      eventId,
      customer: { id: `friend_of_${eventId}` },
      referralCode: code,
      amount: { amount: 4200, currency: 'USD' },
      // The same in every repeat, as an event is what happened and not when it was told.
      metadata: { told: 'by prove' },
    };
    for (let pauseMs = 50; ; pauseMs = Math.min(1000, pauseMs * 2)) {
      const answer = await this.#post(site, '/v1/events', body).catch(() => null);
      if (answer?.ok) {
        const event = (await answer.json().catch(() => null)) as { rewards: Reward[] } | null;
        if (event) {
          this.#log.add({ site, eventId, rewardIds: event.rewards.map(({ id }) => id) });
          this.#acknowledged.add(eventId);
          return;
        }
      }
      if (
        answer &&
        answer.status >= 400 &&
        answer.status < 500 &&
        answer.status !== 429 &&
        answer.status !== 409
      ) {
        throw new Error(`${eventId} was refused: ${answer.status} ${await answer.text()}`);
      }
      this.repeats += 1;
      await wait(pauseMs);
    }
  }

  async #post(
    site: SiteId,
    path: string,
    body: unknown,
    withinMs: number = ANSWER_WITHIN_MS,
  ): Promise<Response> {
    const servers = this.#stage.alive();
    if (servers.length === 0) throw new Error('no server is up');
    this.requests += 1;
    const answer = await fetch(this.#chance.pick(servers).url + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${keyOf(site)}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(withinMs),
    });
    if (answer.status === INTERNAL) this.failed.push(path);
    return answer;
  }
}
