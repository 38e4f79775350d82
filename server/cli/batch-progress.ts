import { setTimeout } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import type { BatchRecord } from '../domain/batch/batch.ts';
import { presentBatch } from '../domain/batch/present-batch.ts';
import { SECOND_MS } from '../domain/clock.ts';
import type { Terminal } from './command.ts';
import { grouped } from './grouped.ts';

/** How often the progress is looked at, and how long nothing may move before a person is told why. */
const LOOK_MS = SECOND_MS;
const PATIENCE_MS = 30 * SECOND_MS;

/**
 * Makes the rewards of a batch and tells how far they are until all have come to rest. Orders are sent by the server.
 * Ctrl-C ends the telling between two pieces and nothing else. Resolves to the exit code.
 */
export async function followBatch(deps: Deps, terminal: Terminal, given: BatchRecord): Promise<number> {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  process.once('SIGINT', leave);
  try {
    return await follow(deps, terminal, given.id, leaving.signal);
  } finally {
    process.removeListener('SIGINT', leave);
  }
}

async function follow(deps: Deps, terminal: Terminal, id: string, signal: AbortSignal): Promise<number> {
  let told = '';
  let movedAt = deps.clock();
  for (;;) {
    const batch = await stand(deps, id);
    const line = lineOf(batch);
    if (line !== told) {
      terminal.complain(line);
      movedAt = deps.clock();
    } else if (deps.clock() - movedAt > PATIENCE_MS) {
      terminal.complain('Nothing moves: orders are sent by a running server. Ctrl-C leaves the batch to it.');
      movedAt = deps.clock();
    }
    told = line;
    const end = endOf(batch);
    if (end !== null) {
      terminal.say(end);
      return 0;
    }
    if (signal.aborted) {
      terminal.say(`Left at: ${line} The batch goes on with a running server, or with this command again.`);
      return 0;
    }
    await deps.makeBatches(signal);
    if (batch.counts.waiting === 0) await setTimeout(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

async function stand({ store: { read } }: Deps, id: string) {
  const record = await read.batches.find(id);
  if (!record) throw new Error(`batch ${id} is gone`);
  const approvals = await read.batches.approvals(id);
  return presentBatch(record, { counts: await read.batches.counts(id), approvals });
}

type Standing = Awaited<ReturnType<typeof stand>>;

function lineOf({ items, progress: { made, ordered, issued }, counts }: Standing): string {
  const [all, ...parts] = [items, made, ordered, issued].map(grouped);
  const refused = counts.refused > 0 ? `, ${counts.refused} refused` : '';
  return `${all} rows: ${parts[0]} made, ${parts[1]} ordered, ${parts[2]} issued${refused}.`;
}

/** Where there is nothing more to see, in a sentence; null while it goes on. */
function endOf({ id, status, approvals, counts }: Standing): string | null {
  switch (status) {
    case 'running':
      return isAtRest(counts)
        ? `All rewards of ${id} are made. The rest are sent on the program's payout day or when their recipients open them.`
        : null;
    case 'held':
      return `The batch ${id} waits for ${approvals.needed - approvals.given} of ${approvals.needed} approvals: POST /v1/reward-batches/${id}/approve.`;
    case 'stopped':
      return `The batch ${id} is stopped: POST /v1/reward-batches/${id}/resume.`;
    default:
      return `The batch ${id} is ${status}.`;
  }
}

/** Rewards that are ordered later, or on opening, may rest for weeks. */
function isAtRest({ waiting, earned, ordering, approved }: Standing['counts']): boolean {
  return waiting + earned + ordering === 0 && approved > 0;
}
