import { describe, expect, test } from 'vitest';
import { BrokenExport, exportLines, openAuditFile } from '../../server/cli/audit-file.ts';
import type { AuditEntry } from '../../server/domain/audit/audit.ts';
import { CHAIN_START, linksFor, type SealedEntry } from '../../server/domain/audit/chain.ts';
import { signCheckpoint } from '../../server/domain/audit/checkpoint.ts';
import { verifyChain } from '../../server/domain/audit/verify-chain.ts';
import { createCheckpointSigner, isSignedWith } from '../../server/vault/checkpoint-signer.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { digest } from '../../server/vault/digest.ts';

const signer = createCheckpointSigner(deriveKeys('a-master-secret-of-the-export-tests-42').auditCheckpoint);

function entryOf(number: number): AuditEntry {
  const facts = {
    subject: 'reward',
    status: 'issued',
    actor: 'key:shop',
    reason: 'order_completed',
  } as const;
  const id = `aud_${String(number).padStart(7, '0')}`;
  return { id, siteId: 'acme', subjectId: `rwd_${number}`, createdAt: 1_795_000_000_000 + number, ...facts };
}

/** For a busy machine. */
const PATIENCE_MS = 60_000;

/** An export of so many entries, with a checkpoint at the middle and one at the end. */
async function exportOf(count: number): Promise<string> {
  const entries = Array.from({ length: count }, (_, index) => entryOf(index + 1));
  const links = linksFor(digest, { sequence: 0, hash: CHAIN_START }, entries);
  const sealed = links.map((link, index): SealedEntry => ({ ...link, entry: entries[index] ?? null }));
  const stated = [links[Math.floor(count / 2) - 1], links[count - 1]].flatMap((link) => link ?? []);
  const checkpoints = stated.map((link) => signCheckpoint(signer, link, 1_795_000_000_000));
  async function* pages() {
    yield sealed;
  }
  const lines: string[] = [];
  for await (const line of exportLines(signer.key, checkpoints, pages())) lines.push(line);
  return lines.join('');
}

/** What is wrong with an export, or null. */
async function faultOf(text: string): Promise<string | null> {
  async function* chunks() {
    yield text;
  }
  try {
    const { key, checkpoints, pages } = await openAuditFile(chunks());
    const report = await verifyChain({ digest, isSigned: isSignedWith, key }, pages, checkpoints);
    return report.fault?.sentence ?? (report.checkpoint ? null : 'no checkpoint');
  } catch (error) {
    if (error instanceof BrokenExport) return error.message;
    throw error;
  }
}

describe('an export', () => {
  test('verifies as it was written, and not with any single byte altered', {
    timeout: PATIENCE_MS,
  }, async () => {
    const text = await exportOf(3);
    expect(await faultOf(text)).toBeNull();
    const bytes = Buffer.from(text);
    const unseen: string[] = [];
    for (let at = 0; at < bytes.length - 1; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      if ((await faultOf(changed.toString('latin1'))) === null)
        unseen.push(`${at}: ${text.slice(at - 10, at + 10)}`);
    }
    expect(unseen).toEqual([]);
  });

  test.each([
    ['without a line', (lines: string[]) => lines.toSpliced(6, 1), /^Entry 4 is missing/],
    ['with a line twice', (lines: string[]) => lines.toSpliced(6, 0, lines[6] ?? ''), /^Entry 4 .+ twice/],
    [
      'with two lines swapped',
      (lines: string[]) => lines.with(6, lines[7] ?? '').with(7, lines[6] ?? ''),
      /^Entry 4 is missing/,
    ],
    ['without its end', (lines: string[]) => lines.slice(0, -2), /^The end was cut off: entry 9 /],
    ['without its head', (lines: string[]) => lines.slice(1), /^Line 1 cannot be read/],
  ])('%s does not verify, and says where', async (_, change, says) => {
    const lines = (await exportOf(10)).trimEnd().split('\n');
    expect(await faultOf(change(lines).join('\n'))).toMatch(says);
  });

  test('tells which entries were sealed long after their time: a chain takes in what somebody slips in late', async () => {
    const hour = 3_600_000;
    const entries = [hour * 2, hour * 2 - hour, hour * 2 - hour - 1, hour * 3].map((at, index) => ({
      ...entryOf(index + 1),
      createdAt: at,
    }));
    const links = linksFor(digest, { sequence: 0, hash: CHAIN_START }, entries);
    async function* pages() {
      yield links.map((link, index): SealedEntry => ({ ...link, entry: entries[index] ?? null }));
    }
    const { fault, late } = await verifyChain(
      { digest, isSigned: isSignedWith, key: signer.key },
      pages(),
      [],
    );
    expect([fault, late.map(({ sequence }) => sequence)]).toEqual([null, [3]]);
  });

  test('of 100,000 entries verifies', { timeout: PATIENCE_MS }, async () => {
    expect(await faultOf(await exportOf(100_000))).toBeNull();
  });
});
