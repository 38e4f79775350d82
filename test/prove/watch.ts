import { setTimeout as wait } from 'node:timers/promises';
import { OVERDRAWN } from './judge.ts';
import type { Rows } from './rows.ts';

const EVERY_MS = 250;
/** Of the run's time, how much looking may take: it shares a core with those who are looked at. */
const SHARE = 0.05;

/** Looks at the database during a run: what was final once, and whether a budget was overdrawn at any look. */
export class Watch {
  readonly finals = new Map<string, string>();
  readonly overdrawn: string[] = [];
  looks = 0;
  #on = true;
  readonly #running: Promise<void>;

  constructor(rows: Rows) {
    this.#running = this.#look(rows);
  }

  async stop(): Promise<void> {
    this.#on = false;
    await this.#running;
  }

  async #look(rows: Rows): Promise<void> {
    while (this.#on) {
      const startedAt = performance.now();
      for (const { programId } of await rows.all<{ programId: string }>(OVERDRAWN)) {
        this.overdrawn.push(`${programId} was overdrawn at look ${this.looks}`);
      }
      const final = await rows.all<{ id: string; status: string }>(
        `select id, status from "order" where status in ('completed', 'cancelled')`,
      );
      for (const { id, status } of final) if (!this.finals.has(id)) this.finals.set(id, status);
      this.looks += 1;
      await wait(Math.max(EVERY_MS, (performance.now() - startedAt) / SHARE));
    }
  }
}
