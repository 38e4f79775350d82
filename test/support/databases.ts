import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
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

/** A copy of a database that nobody has open now, as a backup of it would be restored. */
export async function copyDatabase(url: string): Promise<string> {
  if (url.startsWith('file:')) {
    const copy = await freshFile();
    await copyFile(url.slice('file:'.length), copy.slice('file:'.length));
    return copy;
  }
  const copy = new URL(url);
  copy.pathname = `/t_${randomUUID().replaceAll('-', '')}`;
  const name = copy.pathname.slice(1);
  await administer(`create database ${name} template ${new URL(url).pathname.slice(1)}`);
  cleanups.push(() => administer(`drop database if exists ${name} with (force)`));
  return copy.href;
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
