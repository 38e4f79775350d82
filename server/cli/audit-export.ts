import { open } from 'node:fs/promises';
import { exportLines } from './audit-file.ts';
import { storedPages } from './audit-pages.ts';
import type { Command } from './command.ts';
import { grouped } from './grouped.ts';
import { usableFile } from './usable-file.ts';
import { withGoodturn } from './with-goodturn.ts';

/** `goodturn audit export FILE`: the sealed audit as JSON lines, which `audit verify --export` proves anywhere. */
export const auditExport: Command = {
  name: 'audit export',
  usage: 'FILE',
  summary: 'Write the sealed audit as JSON lines, which verify without the database and without secrets',
  options: [],
  arity: 1,
  run: (call) =>
    withGoodturn(call, { declares: false }, async ({ store, audit, auditSealer, config }) => {
      const [path = ''] = call.args;
      // What is committed by now is in it, under a checkpoint.
      const { checkpoints } = await usableFile(config.auditCheckpoints, async () => {
        await auditSealer.seal({ now: true });
        return audit.checkpoints.read();
      });
      const { sequence } = await store.read.auditLinks.head();
      const stated = checkpoints.filter((checkpoint) => checkpoint.sequence <= sequence);
      await usableFile(path, async () => {
        const file = await open(path, 'wx', 0o600);
        try {
          const pages = storedPages(store.read, sequence);
          for await (const lines of exportLines(audit.signer.key, stated, pages))
            await file.appendFile(lines);
          await file.sync();
        } finally {
          await file.close();
        }
      });
      call.terminal.say(`Entries written to ${path}: ${grouped(sequence)}.`);
      call.terminal.say(
        `Its checkpoints are signed with the key ${audit.signer.key}; keep that apart from the file.`,
      );
      return 0;
    }),
};
