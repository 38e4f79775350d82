import { link, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readConfig } from '../config/config.ts';
import { ConfigError } from '../config/faults.ts';
import type { Deps } from '../deps.ts';
import type { Checkpoint } from '../domain/audit/checkpoint.ts';
import { verifyChain } from '../domain/audit/verify-chain.ts';
import { markCopied } from '../domain/restore/gate.ts';
import { openStore } from '../storage/open-store.ts';
import { copySqlite, faultsOfSqlite } from '../storage/sqlite/back-up.ts';
import { storedPages } from './audit-pages.ts';
import type { Command, Terminal } from './command.ts';
import { grouped } from './grouped.ts';
import { usableFile } from './usable-file.ts';
import { withGoodturn } from './with-goodturn.ts';

/**
 * `goodturn backup FILE`: a copy of the database as it is at one moment, made while servers write to it, and proved
 * before it gets its name. What is sealed is sealed in it too: without the master secret it opens nothing.
 */
export const backup: Command = {
  name: 'backup',
  usage: 'FILE',
  summary:
    'Copy the database while servers run, and prove that the copy is whole (SQLite; for PostgreSQL see pg_dump)',
  options: [],
  arity: 1,
  async run(call) {
    const { database } = readConfig(call.env);
    if (database.kind === 'postgres') throw new ConfigError(USE_PG_DUMP);
    const [path = ''] = call.args;
    const part = `${path}.part`;
    return withGoodturn(call, { declares: false }, (deps) =>
      usableFile(path, async () => {
        await reserve(path, part);
        try {
          const entries = await copyAndProve(deps, database.path, part, call.terminal);
          await keep(part, path);
          call.terminal.say(
            `${path} is whole: its integrity is checked, and its ${grouped(entries)} sealed entries of the audit are what was sealed.`,
          );
          return 0;
        } finally {
          await rm(part, { force: true });
        }
      }),
    );
  },
};

const USE_PG_DUMP = [
  'goodturn backup copies SQLite files, and DATABASE_URL names PostgreSQL, whose own program does that while servers run: pg_dump --format=custom --file=FILE "$DATABASE_URL".',
  'To prove such a backup, restore it to an empty database and use "goodturn audit verify" on that.',
];

/** Makes the file of the copy, which nobody else may read. An earlier backup is never written over. */
async function reserve(path: string, part: string): Promise<void> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (exists) throw new ConfigError([`${path} is there already.`]);
  const file = await open(part, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new ConfigError([`${part} is left of a backup that broke off, or one runs: remove it, or wait.`]);
    }
    throw error;
  });
  await file.close();
}

/** Resolves to how many entries of the audit are sealed in the copy. */
async function copyAndProve(
  { audit }: Deps,
  from: string,
  part: string,
  terminal: Terminal,
): Promise<number> {
  // Read before the copy, whose chain then reaches at least as far as they state.
  const { checkpoints } = await audit.checkpoints.read();
  await copySqlite(from, part, progressTo(terminal));
  const entries = await provenEntries(audit, part, checkpoints);
  const faults = faultsOfSqlite(part);
  if (faults.length > 0) throw new ConfigError(faults.map((each) => `The copy is not whole: ${each}.`));
  return entries;
}

async function provenEntries(audit: Deps['audit'], part: string, checkpoints: Checkpoint[]): Promise<number> {
  const copy = await openStore(`file:${part}`);
  try {
    const parts = { ...audit, key: audit.signer.key };
    const { head, fault } = await verifyChain(parts, storedPages(copy.store.read), checkpoints);
    if (fault) throw new ConfigError([`The audit in the copy does not verify. ${fault.sentence}`]);
    // Whoever starts the copy has to find out first what was ordered since.
    await markCopied({ store: copy.store, clock: Date.now });
    return head.sequence;
  } finally {
    await copy.close();
  }
}

/** Tells each tenth of the way. */
function progressTo({ complain }: Terminal) {
  let told = 0;
  return (copied: number, total: number): void => {
    const tenth = Math.floor((10 * copied) / Math.max(1, total));
    if (tenth <= told || tenth === 10) return;
    told = tenth;
    complain(`${tenth}0 % copied …`);
  };
}

/** Gives the finished copy its name, and lets neither be lost to a power cut. */
async function keep(part: string, path: string): Promise<void> {
  await sync(part);
  // Fails where somebody has made a file of that name meanwhile; renaming would write over it.
  await link(part, path);
  await sync(dirname(path));
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
