import { type Compilable, type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import { SynchronousExecutor } from './sqlite/synchronous-executor.ts';
import type { Tables } from './tables.ts';

/** The database that a query is built for; nothing is asked of it meanwhile. */
export type Db = Kysely<Tables>;

/** The values' places in the text of a query: what `build` works with instead of the values themselves. */
export type Places<V> = { [K in keyof V]: PlaceOf<V[K]> };
type PlaceOf<T> = [T] extends [readonly (infer Item)[]]
  ? PlaceOf<Item>[]
  : [T] extends [object]
    ? Places<T>
    : RawBuilder<T>;

/** Runs the query with these values and resolves to its rows. */
type Statement<V, Row> = (db: Db, values: V) => Promise<Row[]>;

/**
 * A query whose text is made once, for what runs with every request: building and compiling a query costs Kysely
 * more than a point query costs the database. Values are columns, rows or lists of either; a list has one text for
 * each of its lengths. `build` must not look at what it gets, only put it into the query.
 */
export function statement<V extends object, Row>(
  build: (db: Db, places: Places<V>) => Compilable<Row>,
): Statement<V, Row> {
  // Both dialects may be open in one process, and each has its own texts.
  const textsOf = new WeakMap<object, Map<string, CompiledQuery<Row>>>();
  /** Which values are lists: the same ones in every run, since their types are. */
  let lists: string[] | undefined;

  function textFor(db: Db, adapter: object, values: V): CompiledQuery<Row> {
    lists ??= listsAmong(values);
    const texts = textsOf.get(adapter) ?? new Map<string, CompiledQuery<Row>>();
    textsOf.set(adapter, texts);
    const lengths = lists.length === 0 ? '' : lengthsOf(values, lists);
    const known = texts.get(lengths);
    if (known) return known;
    const query = build(db, placesOf(values, []) as Places<V>).compile();
    texts.set(lengths, query);
    return query;
  }

  return async (db, values) => {
    const executor = db.getExecutor();
    const text = textFor(db, executor.adapter, values);
    const parameters = text.parameters.map((each) => (each instanceof Place ? each.valueIn(values) : each));
    // What the rows hold is what the query's builder says of them; the driver knows no types.
    if (executor instanceof SynchronousExecutor) return executor.rowsOf(text.sql, parameters) as Row[];
    const { rows } = await db.executeQuery<Row>({ ...text, parameters });
    return rows;
  };
}

/** Stands among the parameters of a compiled query for the value that each run brings. */
class Place {
  readonly #path: readonly (string | number)[];

  constructor(path: readonly (string | number)[]) {
    this.#path = path;
  }

  valueIn(values: object): unknown {
    let value: unknown = values;
    for (const name of this.#path) value = (value as Record<string | number, unknown>)[name];
    return value;
  }
}

function placesOf(value: unknown, path: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => placesOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return sql`${new Place(path)}`;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, placesOf(part, [...path, name])]),
  );
}

function listsAmong(values: object): string[] {
  return Object.entries(values).flatMap(([name, value]) => (Array.isArray(value) ? [name] : []));
}

function lengthsOf(values: object, lists: readonly string[]): string {
  return lists.map((name) => (values as Record<string, unknown[]>)[name]?.length).join();
}
