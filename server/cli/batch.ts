import { basename } from 'node:path';
import { type BatchHead, batchHead, MAX_BATCH_ITEMS } from '../../shared/contract/batch.ts';
import { ConfigError } from '../config/faults.ts';
import { valid } from '../config/valid.ts';
import type { Deps } from '../deps.ts';
import { acceptBatch } from '../domain/batch/accept-batch.ts';
import type { BatchRecord } from '../domain/batch/batch.ts';
import { readCsvItems } from '../domain/batch/read-csv.ts';
import type { Site } from '../domain/site/site.ts';
import { followBatch } from './batch-progress.ts';
import type { Call, Command } from './command.ts';
import { givenFile } from './given-file.ts';
import { inSentences } from './in-sentences.ts';
import { withGoodturn } from './with-goodturn.ts';

/**
 * `goodturn batch FILE.csv --program ID`: gives the rewards of a file and shows how far they are. The batch's id is the
 * file's name unless another is given, so the same file again goes on with the same batch: no row is given twice.
 * Interrupted, the batch stays: a server goes on with it.
 */
export const batch: Command = {
  name: 'batch',
  usage: 'FILE.csv --program ID [--id ID] [--delivery Links]',
  summary: 'Give the rewards of a CSV file as one batch, and follow it until they are issued',
  options: ['program', 'id', 'delivery'],
  arity: 1,
  run(call) {
    const { program } = call.options;
    if (program === undefined)
      throw new ConfigError(['Say in which program the rewards are given: --program ID.']);
    const head = headOf(call, program);
    return withGoodturn(call, { declares: false }, (deps) => giveFile(deps, call, head));
  },
};

function headOf({ args: [file = ''], options }: Call, programId: string): BatchHead {
  const told = {
    batchId: options['id'] ?? basename(file).replaceAll(':', '-'),
    programId,
    delivery: options['delivery'] ?? 'Links',
  };
  return valid(batchHead, told, ({ path, message }) => `${path} ${message}.`);
}

async function giveFile(deps: Deps, { args: [file = ''], terminal }: Call, head: BatchHead): Promise<number> {
  const bytes = givenFile(file);
  const site = await siteOf(deps, head.programId);
  const given = await accept(deps, site, head, bytes);
  return followBatch(deps, terminal, given);
}

async function siteOf({ directory }: Deps, programId: string): Promise<Site> {
  const sites = await directory.current();
  const site = sites.byId(sites.program(programId)?.siteId ?? '');
  if (site) return site;
  const known = sites.programs().map(({ id }) => id);
  throw new ConfigError([`There is no program ${programId}; there is ${known.join(', ') || 'none yet'}.`]);
}

/** Every row that is not right is a sentence, and nothing was reserved. */
async function accept(deps: Deps, site: Site, head: BatchHead, bytes: Uint8Array): Promise<BatchRecord> {
  return inSentences(async () => {
    const items = await readCsvItems(bytes, MAX_BATCH_ITEMS);
    const { batch: accepted, alerts } = await acceptBatch(deps, { site, head, items, actor: 'cli' });
    for (const alert of alerts) deps.alerts.raise(alert);
    return accepted;
  });
}
