import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, inject } from 'vitest';

export const DIALECTS = ['sqlite', 'postgres'] as const;
export type Dialect = (typeof DIALECTS)[number];

const cleanups: (() => Promise<void>)[] = [];

// Registered when the file is imported: hooks run in reverse, so this comes after the test has closed its connections.
afterAll(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/**
 * The `DATABASE_URL` of an empty database that nobody else uses: `file:PATH` or `postgres://…`.
 * It is removed when the test file has ended, open connections or not.
 */
export async function freshDatabaseUrl(dialect: Dialect): Promise<string> {
  return dialect === 'sqlite' ? freshFile() : freshPostgres();
}

async function freshFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-test-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return `file:${join(folder, 'goodturn.db')}`;
}

async function freshPostgres(): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  cleanups.push(() => administer(`drop database if exists ${name} with (force)`));
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
