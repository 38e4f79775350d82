import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { startServer } from '../support/postgres.ts';
import { findPostgres } from '../support/postgres-binaries.ts';
import type { SeededDatabase } from './seeded-database.ts';

/** On the server of `TEST_DATABASE_URL`, or on one that is started with PostgreSQL's own, durable defaults. */
export async function seededPostgres(): Promise<SeededDatabase> {
  const maintenanceUrl = await findServer();
  const ask = (statement: string) => askServer(maintenanceUrl, statement);
  const databases: string[] = [];

  async function create(template: string): Promise<string> {
    const name = `bench_${randomUUID().replaceAll('-', '')}`;
    await ask(`create database ${name} template ${template}`);
    databases.push(name);
    return name;
  }

  function addressOf(name: string): string {
    const url = new URL(maintenanceUrl);
    url.pathname = `/${name}`;
    return url.href;
  }

  const original = await create('template0');
  return {
    url: addressOf(original),
    copy: async () => addressOf(await create(original)),
    async durability() {
      const settings = ['server_version', 'fsync', 'synchronous_commit'];
      const values = await Promise.all(settings.map((setting) => ask(`show ${setting}`)));
      const [version, fsync, commit] = values.map(([row]) => Object.values(row ?? {}).join());
      return `PostgreSQL ${version}, free to use every core, fsync=${fsync}, synchronous_commit=${commit}`;
    },
    async discard() {
      for (const name of databases.splice(0)) await ask(`drop database if exists ${name} with (force)`);
    },
  };
}

async function findServer(): Promise<string> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return given;
  const binaries = findPostgres();
  if (!binaries) throw new Error('No PostgreSQL found: run `npm ci`, install one, or set TEST_DATABASE_URL.');
  return startServer(binaries);
}

async function askServer(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
