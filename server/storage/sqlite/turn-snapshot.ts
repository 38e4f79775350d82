import type { Database, Statement } from 'better-sqlite3';

/** Commits that this process made, to any file: what is read after one must show it. */
let commits = 0;

/** Tells every open snapshot that it is out of date. */
export function noteCommit(): void {
  commits += 1;
}

/**
 * One snapshot for all that is read in one turn of the event loop: a query by itself locks and unlocks the log, which
 * costs more than a point query. A commit of this process ends it at once, so that nobody misses what was just
 * written; what another process commits is seen from the next turn on.
 */
export class TurnSnapshot {
  readonly #connection: Database;
  readonly #begin: Statement;
  readonly #end: Statement;
  #isHeld = false;
  #commitsSeen = 0;

  constructor(connection: Database) {
    this.#connection = connection;
    this.#begin = connection.prepare('begin');
    this.#end = connection.prepare('commit');
  }

  /** Called before each query. */
  hold(): void {
    if (this.#isHeld && this.#commitsSeen === commits) return;
    if (this.#isHeld) this.end();
    else setImmediate(() => this.end());
    this.#begin.run();
    this.#isHeld = true;
    this.#commitsSeen = commits;
  }

  /** An open snapshot would keep the log from being folded into the file. */
  end(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    // A failing disk may have ended it before.
    if (this.#connection.open && this.#connection.inTransaction) this.#end.run();
  }
}
