import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { provideServer } from './postgres.ts';

/**
 * The address of an empty database for a run outside of the tests: `sqlite` is a file in the folder, `postgres` a
 * database of its own on a server of its own (or that of TEST_DATABASE_URL); anything else is an address already.
 */
export async function ownDatabase(wanted: string, folder: string): Promise<string> {
  if (wanted === 'sqlite') return `file:${join(folder, 'goodturn.db')}`;
  if (wanted !== 'postgres') return wanted;
  const server = await provideServer();
  const name = `run_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return new URL(`/${name}`, server).href;
}
