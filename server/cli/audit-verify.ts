import { createReadStream } from 'node:fs';
import { ConfigError } from '../config/faults.ts';
import type { KeptCheckpoints } from '../domain/audit/checkpoint.ts';
import { type ChainReport, verifyChain } from '../domain/audit/verify-chain.ts';
import { toIso } from '../domain/clock.ts';
import { checkpointFile } from '../storage/checkpoint-file.ts';
import { isSignedWith } from '../vault/checkpoint-signer.ts';
import { digest } from '../vault/digest.ts';
import { BrokenExport, openAuditFile } from './audit-file.ts';
import { storedPages } from './audit-pages.ts';
import type { Call, Command, Terminal } from './command.ts';
import { grouped } from './grouped.ts';
import { usableFile } from './usable-file.ts';
import { withGoodturn } from './with-goodturn.ts';

/**
 * `goodturn audit verify`: recomputes the chain of the audit and holds it against the signed checkpoints. With
 * `--export` it reads a file instead of the database, and needs no settings.
 */
export const auditVerify: Command = {
  name: 'audit verify',
  usage: '[--export FILE] [--checkpoints FILE] [--key KEY]',
  summary:
    'Prove that no entry of the audit was altered, removed or slipped in; names the first one that was',
  options: ['export', 'checkpoints', 'key'],
  arity: 0,
  run: (call) =>
    call.options['export'] === undefined ? verifyStored(call) : verifyExport(call, call.options['export']),
};

async function verifyStored(call: Call): Promise<number> {
  const { checkpoints: path, key } = call.options;
  return withGoodturn(call, { declares: false }, async ({ store, audit, config }) => {
    // Read before the chain, which only grows: whatever they state is there.
    const kept = await readKept(path ?? config.auditCheckpoints);
    const parts = { digest, isSigned: isSignedWith, key: key ?? audit.signer.key };
    const report = await verifyChain(parts, storedPages(store.read), kept.checkpoints);
    const code = tell(call.terminal, report, kept, path ?? config.auditCheckpoints);
    call.terminal.say(
      `Committed and not sealed yet: ${grouped(await store.read.auditLinks.countUnsealed())}.`,
    );
    return code;
  });
}

async function verifyExport({ options, terminal }: Call, path: string): Promise<number> {
  const apart = options['checkpoints'];
  const kept = apart === undefined ? null : await readKept(apart);
  try {
    return await usableFile(path, async () => {
      const file = await openAuditFile(createReadStream(path, 'utf8'));
      const key = options['key'] ?? file.key;
      const checkpoints = [...file.checkpoints, ...(kept?.checkpoints ?? [])];
      const report = await verifyChain({ digest, isSigned: isSignedWith, key }, file.pages, checkpoints);
      const code = tell(terminal, report, { checkpoints, unreadable: kept?.unreadable ?? 0 }, path);
      terminal.say(`The checkpoints are signed with the key ${key}.`);
      return code;
    });
  } catch (error) {
    if (error instanceof BrokenExport) throw new ConfigError([error.message]);
    throw error;
  }
}

function readKept(path: string): Promise<KeptCheckpoints> {
  return usableFile(path, () => checkpointFile(path).read());
}

/** Says what was found; resolves to the exit code. */
function tell(terminal: Terminal, report: ChainReport, kept: KeptCheckpoints, place: string): number {
  const { head, fault, checkpoint } = report;
  if (kept.unreadable > 0) terminal.complain(`Lines of checkpoints that cannot be read: ${kept.unreadable}.`);
  if (fault) {
    terminal.complain(fault.sentence);
    return 1;
  }
  tellLate(terminal, report);
  if (head.sequence === 0) {
    terminal.say('Nothing is sealed yet.');
    return 0;
  }
  if (!checkpoint) {
    terminal.complain(
      `The chain of ${grouped(head.sequence)} entries is whole, but there is no checkpoint in ${place}: a cut end or a chain that was written anew would not show. Name the file with --checkpoints.`,
    );
    return 1;
  }
  terminal.say(
    `${grouped(head.sequence)} entries are what was sealed. The newest checkpoint, of ${toIso(checkpoint.at)}, states entry ${grouped(checkpoint.sequence)}.`,
  );
  return 0;
}

function tellLate({ complain }: Terminal, { late, lateCount }: ChainReport): void {
  const [first] = late;
  if (!first) return;
  complain(
    `Entries that were sealed more than an hour after later ones: ${grouped(lateCount)}, the first is entry ${first.sequence} (${first.auditId}). A clock that was behind makes such, and so does somebody who slips entries in.`,
  );
}
