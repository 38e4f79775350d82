import { createReadStream } from 'node:fs';
import { ConfigError } from '../config/faults.ts';
import type { Deps } from '../deps.ts';
import type { Call, Command, Terminal } from './command.ts';
import { grouped } from './grouped.ts';
import { type Customer, type CustomerRow, NoCustomerList, readCustomers } from './read-customers.ts';
import { withGoodturn } from './with-goodturn.ts';

/** Rows that share a transaction. */
const AT_ONCE = 500;
/** Rows after which a person likes to hear that it goes on. */
const PROGRESS_EVERY = 10_000;

/**
 * `goodturn import-customers FILE --site ID`: tells who was a customer before, so that their next purchase is no first
 * one. Of each only keyed hashes are kept. Importing a file twice adds nothing.
 */
export const importCustomers: Command = {
  name: 'import-customers',
  usage: 'FILE --site ID',
  summary: 'Take in known customers from CSV (columns id, email) or JSON lines, as keyed hashes',
  options: ['site'],
  arity: 1,
  run(call) {
    const { site } = call.options;
    if (site === undefined) throw new ConfigError(['Say whose customers they are: --site ID.']);
    return withGoodturn(call, { declares: false }, (deps) => importFile(deps, call, site));
  },
};

async function importFile(
  deps: Deps,
  { args: [file = ''], terminal }: Call,
  siteId: string,
): Promise<number> {
  const sites = (await deps.store.read.sites.sites()).map(({ id }) => id);
  if (!sites.includes(siteId)) {
    throw new ConfigError([`There is no site ${siteId}; there is ${sites.join(', ') || 'none yet'}.`]);
  }
  const counts = await readable(file, importAll(deps, terminal, file, siteId));
  const { read, bad, added } = counts;
  terminal.say(
    `Customers of ${siteId} read: ${grouped(read - bad)}. Ids and addresses that are new: ${grouped(added)}.`,
  );
  if (bad === 0) return 0;
  terminal.complain(
    `Rows skipped: ${grouped(bad)} of ${grouped(read)}. Mend them and import the file again.`,
  );
  return 1;
}

type Counts = { read: number; bad: number; added: number };

async function importAll(deps: Deps, terminal: Terminal, file: string, siteId: string): Promise<Counts> {
  const counts: Counts = { read: 0, bad: 0, added: 0 };
  let batch: Customer[] = [];
  const store = async () => {
    counts.added += await add(deps, siteId, batch);
    batch = [];
  };
  for await (const row of readCustomers(createReadStream(file, 'utf8'))) {
    counts.read += 1;
    if ('fault' in row) {
      counts.bad += 1;
      terminal.complain(skipped(row));
    } else batch.push(row.customer);
    if (batch.length === AT_ONCE) await store();
    if (counts.read % PROGRESS_EVERY === 0) terminal.complain(`${grouped(counts.read)} rows read …`);
  }
  await store();
  return counts;
}

function skipped({ line, fault }: Extract<CustomerRow, { fault: string }>): string {
  return `Line ${line} is skipped: ${fault}.`;
}

function add({ store, pseudonyms }: Deps, siteId: string, batch: Customer[]): Promise<number> {
  const macs = batch.flatMap(({ id, email }) => [
    ...(id === undefined ? [] : [pseudonyms.customer({ id })]),
    ...(email === undefined ? [] : [pseudonyms.customer({ email })]),
  ]);
  return store.write('import-customers', (rows) => rows.knownCustomers.add(siteId, [...new Set(macs)]));
}

/** What is wrong with the file as a whole, as a sentence. */
async function readable<R>(file: string, work: Promise<R>): Promise<R> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NoCustomerList)
      throw new ConfigError([`${file} is no list of customers. ${error.message}`]);
    const isUnreadable = error instanceof Error && 'syscall' in error && 'path' in error;
    throw isUnreadable ? new ConfigError([`${file} cannot be read.`]) : error;
  }
}
