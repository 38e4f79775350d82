import { randomUUID } from 'node:crypto';
import { ConfigError } from '../config/faults.ts';
import type { Deps } from '../deps.ts';
import { DAY_MS } from '../domain/clock.ts';
import {
  type ReconcileReport,
  type ReconcileRequest,
  reconcile,
} from '../domain/reconciliation/reconcile.ts';
import { openGate } from '../domain/restore/gate.ts';
import type { Gate } from '../domain/restore/gate-rows.ts';
import { noticeRestore } from '../domain/restore/notice-restore.ts';
import type { Command, Terminal } from './command.ts';
import { type GateOutcome, reportLines } from './reconcile-lines.ts';
import { withGoodturn } from './with-goodturn.ts';

/** Beside 0, and 1 for what kept it from beginning. */
const DRIFT = 2;
const NOT_ALL_COMPARED = 3;

/** Orders after which a person likes to hear that it goes on. */
const PROGRESS_EVERY = 100;

/**
 * `goodturn reconcile`: holds every order against the upstream's books. With `--adopt` it takes over what is there, and
 * opens the gate of a restored backup once everything since the backup is known.
 */
export const reconcileCommand: Command = {
  name: 'reconcile',
  usage: '[--since DATE] [--adopt] [--json]',
  summary:
    'Compare every order with the upstream and report what differs; changes nothing without --adopt (exit 2: something differs, 3: not all could be compared)',
  options: ['since'],
  flags: ['adopt', 'json'],
  arity: 0,
  async run({ env, terminal, options, flags }) {
    const from = readSince(options['since']);
    const [adopt, json] = [flags.has('adopt'), flags.has('json')];
    return withGoodturn({ env, terminal }, { declares: false }, async (deps) => {
      // Before anything takes a turn of an account, by which a restore is noticed.
      const noticed = await noticeRestore(deps);
      const report = await run(deps, { from, adopt }, terminal);
      const gate = await settleGate(deps, noticed?.gate ?? null, { from, adopt }, report);
      if (json) terminal.say(JSON.stringify({ ...report, gate }, null, 2));
      else for (const line of reportLines(report, gate)) terminal.say(line);
      return exitCode(report);
    });
  },
};

function readSince(text: string | undefined): number {
  if (text === undefined) return 0;
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new ConfigError(['--since takes a date such as 2026-11-23 or 2026-11-23T12:00:00Z.']);
  return at;
}

function run(deps: Deps, request: ReconcileRequest, terminal: Terminal): Promise<ReconcileReport> {
  const { retention } = deps.config;
  let told = 0;
  return reconcile(
    {
      ...deps,
      addressMs: retention.addressMs,
      worker: `reconcile ${randomUUID()}`,
      progress({ accountId, listed, compared }) {
        const done = listed + compared;
        if (done - told < PROGRESS_EVERY) return;
        told = done;
        terminal.complain(`${accountId}: ${listed} orders in the list, ${compared} of ours compared …`);
      },
    },
    request,
  );
}

async function settleGate(
  deps: Deps,
  gate: Gate | null,
  { from, adopt }: ReconcileRequest,
  { unread }: ReconcileReport,
): Promise<GateOutcome> {
  if (!gate) return 'none';
  if (!adopt) return 'closed';
  if (unread.length > 0) return 'incomplete';
  // Clocks differ, days do not: the upstream's may be behind ours.
  if (from > gate.since - DAY_MS) return 'too_short';
  await openGate(deps);
  await deps.sendMarks.forget();
  return 'opened';
}

function exitCode({ unread, findings }: ReconcileReport): number {
  if (unread.length > 0) return NOT_ALL_COMPARED;
  return findings.some(({ adopted }) => adopted === null) ? DRIFT : 0;
}
