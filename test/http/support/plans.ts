import SqliteConnection from 'better-sqlite3';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import type { Dialect } from '../../support/databases.ts';

const QUERY = /^(with|select|insert|update|delete)\b/i;

/** The texts of all statements that the database runs from now until the test ends. */
export function statementsRun(dialect: Dialect): Set<string> {
  const texts = new Set<string>();
  if (dialect === 'postgres') {
    listen(Client.prototype, 'query', (_, [query]) => {
      texts.add(textOf(query));
    });
    return texts;
  }
  const statement = Object.getPrototypeOf(new SqliteConnection(':memory:').prepare('select 1'));
  for (const name of ['run', 'all', 'get']) {
    listen(statement, name, ({ source }) => {
      texts.add(String(source));
    });
  }
  return texts;
}

type Methods = Record<string, unknown>;

function listen(prototype: object, name: string, hear: (self: Methods, values: unknown[]) => void): void {
  const methods = prototype as Methods;
  const original = methods[name];
  if (typeof original !== 'function') throw new Error(`there is no ${name} to listen to`);
  methods[name] = function (this: Methods, ...values: unknown[]) {
    hear(this, values);
    return original.apply(this, values);
  };
  onTestFinished(() => {
    methods[name] = original;
  });
}

function textOf(query: unknown): string {
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : String(query);
}

/** The parts of the statements' plans that read a table, or an index, from its beginning to its end. */
export async function endToEndReads(
  dialect: Dialect,
  databaseUrl: string,
  texts: Iterable<string>,
): Promise<string[]> {
  const queries = [...texts].filter((text) => QUERY.test(text));
  return dialect === 'sqlite' ? sqliteScans(databaseUrl, queries) : postgresScans(databaseUrl, queries);
}

function sqliteScans(databaseUrl: string, queries: string[]): string[] {
  const database = new SqliteConnection(databaseUrl.replace(/^file:/, ''));
  onTestFinished(() => void database.close());
  return queries.flatMap((text) => {
    const plan = database
      .prepare(`explain query plan ${text}`)
      // A plan does not depend on the values, but has places for them.
      .all(...Array.from(text.matchAll(/\?/g), () => null)) as { detail: string }[];
    return plan
      .filter(({ detail }) => /^SCAN (?!CONSTANT|\d)/.test(detail))
      .map(({ detail }) => `${detail}: ${text}`);
  });
}

type PlanNode = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  Plans?: PlanNode[];
};

/**
 * PostgreSQL prefers to read small tables as a whole. Where it is forbidden to, a scan is left only where no index
 * serves the statement; an index without a condition is read from end to end as well.
 */
async function postgresScans(databaseUrl: string, queries: string[]): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('set enable_seqscan = off');
  const scans: string[] = [];
  for (const text of queries) {
    // The plan for any values, as a named statement gets it: https://www.postgresql.org/docs/18/sql-explain.html
    const { rows } = await client.query(`explain (generic_plan, format json) ${text}`);
    const nodes = withChildren(rows[0]['QUERY PLAN'][0].Plan);
    const found = nodes.filter(readsAll);
    scans.push(...found.map((node) => `${node['Node Type']} ${node['Relation Name'] ?? ''}: ${text}`));
  }
  return scans;
}

function withChildren(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(withChildren)];
}

function readsAll(node: PlanNode): boolean {
  const type = node['Node Type'];
  return type === 'Seq Scan' || (/^(Bitmap )?Index/.test(type) && node['Index Cond'] === undefined);
}
