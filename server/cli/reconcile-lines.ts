import type { Finding, FindingKind } from '../domain/reconciliation/finding.ts';
import type { ReconcileReport } from '../domain/reconciliation/reconcile.ts';
import { grouped } from './grouped.ts';

/** What became of the gate: `none` where it was open all along. */
export type GateOutcome = 'none' | 'closed' | 'incomplete' | 'too_short' | 'opened';

const KINDS: Record<FindingKind, string> = {
  missing_here: 'An order of ours that this database does not know',
  missing_there: 'The upstream does not have it',
  duplicated: 'The upstream has several under one number',
  amount_differs: 'Another amount',
  content_differs: 'Another gift card',
  status_differs: 'Another status',
  unknown_number: 'An order that is not ours',
};

const GATES: Record<GateOutcome, string | null> = {
  none: null,
  opened: 'This was a restored backup. Everything since is known now, and orders go out again.',
  closed:
    'This is a restored backup, and no order goes out. Use "goodturn reconcile --adopt" to take over what was ordered since.',
  incomplete:
    'This is a restored backup, and no order goes out. Not all orders could be compared. Run the same command again.',
  too_short:
    'This is a restored backup, and no order goes out. Leave out --since, or name a day at least one day before the backup.',
};

const ADOPTED = { status: 'taken over', orphan: 'kept for its reward' } as const;

/** The report in words, for a terminal. */
export function reportLines(report: ReconcileReport, gate: GateOutcome): string[] {
  const { compared, listed, findings, unread } = report;
  const end = GATES[gate];
  return [
    `${grouped(compared)} orders compared with the ${grouped(listed)} that the upstream lists.`,
    ...findings.map(lineOf),
    ...unread.map((sentence) => `Not compared: ${sentence}`),
    ...(findings.length === 0 && unread.length === 0 ? ['Nothing differs.'] : []),
    ...(end === null ? [] : [end]),
  ];
}

function lineOf({ kind, poNumber, orderId, upstreamIds, here, there, adopted }: Finding): string {
  const names = [poNumber ?? 'no number', ...(orderId ? [orderId] : []), ...upstreamIds].join(', ');
  const sides = [...(here === null ? [] : [`here ${here}`]), ...(there === null ? [] : [`there ${there}`])];
  const end = adopted === null ? '' : ` (${ADOPTED[adopted]})`;
  return `${KINDS[kind]} (${kind}): ${names}${sides.length > 0 ? `; ${sides.join(', ')}` : ''}${end}`;
}
