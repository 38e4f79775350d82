import type { Log } from './domain/log.ts';
import type { Store } from './domain/store.ts';
import type { Changes } from './http/route-parts.ts';

/** How often the database is asked for changes that other processes made, while anybody is watching. */
const ASK_EVERY_MS = 1000;

/** Watchers in one question: a list of any length would meet the databases' limit of parameters one day. */
const ASK_AT_ONCE = 500;

type Watcher = {
  participantId: string;
  programId: string;
  changed: (revision: number) => void;
  ended: () => void;
};

/** Tells open panels about changes: one query for hundreds of them, and none while nobody watches. */
export function createChanges(store: Store, log: Log): Changes & { ask(): Promise<void>; close(): void } {
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    if (watchers.size === 0) return;
    try {
      const revisions = await revisionsOf([...watchers]);
      for (const { participantId, programId, changed } of watchers) {
        const revision = revisions.get(`${participantId} ${programId}`);
        if (revision !== undefined) changed(revision);
      }
    } catch (error) {
      log.warn({ err: error }, 'asking for changes failed');
    }
  }

  async function revisionsOf(asking: Watcher[]): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (let start = 0; start < asking.length; start += ASK_AT_ONCE) {
      const some = await store.read.codes.revisions(asking.slice(start, start + ASK_AT_ONCE));
      for (const [key, revision] of some) found.set(key, revision);
    }
    return found;
  }

  function schedule(): void {
    timer ??= setTimeout(async () => {
      await ask();
      timer = undefined;
      if (watchers.size > 0) schedule();
    }, ASK_EVERY_MS);
  }

  return {
    watch({ participantId, programId }, changed, ended) {
      const watcher = { participantId, programId, changed, ended };
      watchers.add(watcher);
      schedule();
      return () => watchers.delete(watcher);
    },
    ask,
    close() {
      for (const { ended } of watchers) ended();
      watchers.clear();
      clearTimeout(timer);
    },
  };
}
