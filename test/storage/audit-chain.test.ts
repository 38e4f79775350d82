import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { CHAIN_START, hashOf } from '../../server/domain/audit/chain.ts';
import { createAuditSealer } from '../../server/domain/audit/seal-audit.ts';
import { HOUR_MS, MINUTE_MS } from '../../server/domain/clock.ts';
import { createIds } from '../../server/ids.ts';
import { checkpointFile } from '../../server/storage/checkpoint-file.ts';
import { openDatabase } from '../../server/storage/open-database.ts';
import { openStore } from '../../server/storage/open-store.ts';
import { auditRows } from '../../server/storage/rows/audit.ts';
import type { Tables } from '../../server/storage/tables.ts';
import { createCheckpointSigner } from '../../server/vault/checkpoint-signer.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { digest } from '../../server/vault/digest.ts';
import { DIALECTS, type Dialect, freshDatabaseUrl } from '../support/databases.ts';
import { quietLog } from '../support/quiet-log.ts';
import { auditOf, NOW } from './rows/open-rows.ts';

const signer = createCheckpointSigner(deriveKeys('a-master-secret-of-the-chain-tests-42').auditCheckpoint);
const ids = createIds();

/** A database of its own; `process` opens what one server process has of it. */
async function openChain(dialect: Dialect) {
  const url = await freshDatabaseUrl(dialect);
  const folder = await mkdtemp(join(tmpdir(), 'goodturn-chain-'));
  const checkpoints = checkpointFile(join(folder, 'checkpoints'));
  const clock = { now: NOW };
  const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true })];
  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
  });

  async function process() {
    const { store, close } = await openStore(url);
    closing.push(close);
    const breathe = () => setImmediate();
    const parts = { store, digest, signer, checkpoints, log: quietLog, breathe };
    const append = (...auditIds: string[]) =>
      store.write('accept-event', (rows) => rows.audit.append(auditIds.map((id) => auditOf(id, 'rwd_1'))));
    return { store, append, sealer: createAuditSealer({ ...parts, clock: () => clock.now }) };
  }
  const first = await process();
  return { url, clock, checkpoints, process, ...first, chain: () => chainOf(first.store) };
}

type Store = Awaited<ReturnType<typeof openStore>>['store'];

/** The ids in the order of the chain, after a proof that each link follows the one before. */
async function chainOf({ read }: Store): Promise<string[]> {
  const links = await read.auditLinks.after(0, 100_000);
  let previous = CHAIN_START;
  for (const [index, { sequence, hash, entry }] of links.entries()) {
    expect(sequence).toBe(index + 1);
    if (!entry) throw new Error(`entry ${sequence} is gone`);
    expect(hashOf(digest, previous, sequence, entry)).toBe(hash);
    previous = hash;
  }
  return links.map(({ auditId }) => auditId);
}

describe.each(DIALECTS)('the chain on %s', (dialect) => {
  test('takes in what is committed, once each, in the order in which it came into sight', async () => {
    const { append, sealer, chain, store } = await openChain(dialect);
    await append('aud_b', 'aud_c');
    expect(await store.read.auditLinks.countUnsealed()).toBe(2);
    expect(await sealer.seal()).toBe(2);
    // Made earlier and committed later, as with a long transaction.
    await append('aud_a');
    await append('aud_d');
    expect(await sealer.seal()).toBe(2);
    expect(await sealer.seal()).toBe(0);
    expect(await chain()).toEqual(['aud_b', 'aud_c', 'aud_a', 'aud_d']);
    expect(await store.read.auditLinks.countUnsealed()).toBe(0);
  });

  test('finds within an hour what came far later than its id, without looking through everything each time', async () => {
    const { append, sealer, chain, clock } = await openChain(dialect);
    const many = Array.from({ length: 1500 }, (_, index) => `aud_m${String(index).padStart(4, '0')}`);
    await append(...many);
    await sealer.seal();
    clock.now += 2 * MINUTE_MS;
    await append('aud_a', 'aud_z');
    expect(await sealer.seal()).toBe(1);
    clock.now += HOUR_MS;
    expect(await sealer.seal()).toBe(1);
    expect(await chain()).toEqual([...many, 'aud_z', 'aud_a']);
  });

  test('does not fork: eight writers and four sealers at once leave one chain with every entry', async () => {
    const { process, chain, store } = await openChain(dialect);
    const processes = await Promise.all([process(), process(), process(), process()]);
    let writing = 8;
    const write = async (number: number) => {
      const { append } = processes[number % processes.length] ?? processes[0];
      for (let turn = 0; turn < 25; turn += 1) await append(ids.next('aud'), ids.next('aud'));
      writing -= 1;
    };
    const seal = async ({ sealer }: (typeof processes)[number]) => {
      while (writing > 0) {
        await sealer.seal();
        await setImmediate();
      }
    };
    await Promise.all([...Array.from({ length: 8 }, (_, number) => write(number)), ...processes.map(seal)]);
    await processes[0].sealer.seal();
    const sealed = await chain();
    expect([sealed.length, new Set(sealed).size]).toEqual([400, 400]);
    expect(await store.read.auditLinks.countUnsealed()).toBe(0);
  });

  test('cannot be changed or cut by a statement of ours, nor seal an entry twice', async () => {
    const { url, append, sealer } = await openChain(dialect);
    await append('aud_a');
    await sealer.seal();
    const raw = await openDatabase<Tables>(url);
    const execute = (statement: string) => raw.write('raw', (db) => sql.raw(statement).execute(db));
    await expect(execute(`update "auditLink" set hash = 'x'`)).rejects.toThrow(/append-only/);
    await expect(execute(`delete from "auditLink"`)).rejects.toThrow(/append-only/);
    await expect(execute(`insert into "auditLink" values (2, 'aud_a', 'x')`)).rejects.toThrow();
    await raw.close();
  });

  test('is signed for at the start, then at most once a minute, and always where it stands', async () => {
    const { append, sealer, clock, checkpoints, process } = await openChain(dialect);
    const stated = async () => (await checkpoints.read()).checkpoints.map(({ sequence }) => sequence);
    await sealer.seal();
    expect(await stated()).toEqual([]);
    for (const id of ['aud_a', 'aud_b', 'aud_c']) {
      await append(id);
      await sealer.seal();
    }
    expect(await stated()).toEqual([1]);
    clock.now += MINUTE_MS;
    await sealer.seal();
    await sealer.seal({ now: true });
    expect(await stated()).toEqual([1, 3]);
    await (await process()).sealer.seal();
    expect(await stated()).toEqual([1, 3, 3]);
  });
});

test('on postgres an entry whose transaction commits after later ones is sealed once, behind them', async () => {
  const { url, append, sealer, chain } = await openChain('postgres');
  const raw = await openDatabase<Tables>(url);
  const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = raw.write('slow', async (db) => {
    await auditRows(db).append([auditOf('aud_1', 'rwd_1')]);
    held.resolve();
    await release.promise;
  });
  await held.promise;
  await append('aud_2');
  await sealer.seal();
  expect(await chain()).toEqual(['aud_2']);
  release.resolve();
  await slow;
  await sealer.seal();
  expect(await chain()).toEqual(['aud_2', 'aud_1']);
  await raw.close();
});
