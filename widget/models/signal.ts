/** A value that effects which read it run again for. */
export type Signal<T> = { value: T; peek(): T };
export type ReadonlySignal<T> = { readonly value: T; peek(): T };

type Readers = Set<Effect>;
type Effect = { run(): void; sources: Set<Readers> };

let running: Effect | null = null;
let waiting: Set<Effect> | null = null;

/**
 * The part of @preact/signals-core that the widget uses, with the same meaning: the whole element is drawn by one
 * effect, so a tenth of the library's size does, and the widget's size is what each page of a site pays for.
 */
export function signal<T>(initial: T): Signal<T> {
  const readers: Readers = new Set();
  let current = initial;
  return {
    get value() {
      if (running) {
        readers.add(running);
        running.sources.add(readers);
      }
      return current;
    },
    set value(next) {
      if (next === current) return;
      current = next;
      batch(() => {
        for (const reader of readers) waiting?.add(reader);
      });
    },
    peek: () => current,
  };
}

/** Runs at once and after each change of what it read; a function that it returns is called before the next run. @returns stops it */
export function effect(body: () => unknown): () => void {
  let cleanUp: unknown;
  function clear() {
    if (typeof cleanUp === 'function') cleanUp();
    cleanUp = undefined;
    for (const readers of self.sources) readers.delete(self);
    self.sources.clear();
  }
  const self: Effect = {
    sources: new Set(),
    run() {
      clear();
      const outer = running;
      running = self;
      try {
        cleanUp = body();
      } finally {
        running = outer;
      }
    },
  };
  self.run();
  return () => {
    clear();
    waiting?.delete(self);
  };
}

/** Several changes, one run of each effect. */
export function batch(change: () => void): void {
  if (waiting) {
    change();
    return;
  }
  waiting = new Set();
  try {
    change();
    // A set also hands out what is added while it is walked.
    for (const reader of waiting) {
      waiting.delete(reader);
      reader.run();
    }
  } finally {
    waiting = null;
  }
}
