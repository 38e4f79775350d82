import { type Compilable, type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
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
export type Statement<V, Row> = (db: Db, values: V) => Promise<Row[]>;

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

  function compiled(db: Db, values: V): CompiledQuery<Row> {
    const { adapter } = db.getExecutor();
    const texts = textsOf.get(adapter) ?? new Map<string, CompiledQuery<Row>>();
    textsOf.set(adapter, texts);
    const lengths = lengthsOf(values);
    const text = texts.get(lengths) ?? build(db, placesOf(values, []) as Places<V>).compile();
    texts.set(lengths, text);
    return text;
  }

  return async (db, values) => {
    const query = compiled(db, values);
    const parameters = query.parameters.map((each) => (each instanceof Place ? each.valueIn(values) : each));
    const { rows } = await db.executeQuery<Row>({ ...query, parameters });
    return rows;
  };
}

/** Stands among the parameters of a compiled query for the value that each run brings. */
class Place {
  readonly #path: readonly string[];

  constructor(path: readonly string[]) {
    this.#path = path;
  }

  valueIn(values: object): unknown {
    return this.#path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], values);
  }
}

function placesOf(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => placesOf(item, [...path, String(index)]));
  if (typeof value !== 'object' || value === null) return sql`${new Place(path)}`;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, placesOf(part, [...path, name])]),
  );
}

function lengthsOf(values: object): string {
  return Object.values(values)
    .map((value) => (Array.isArray(value) ? value.length : ''))
    .join();
}
