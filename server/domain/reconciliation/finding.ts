/** What can differ between the books here and there, in the order of a report. */
const FINDING_KINDS = [
  'missing_here',
  'missing_there',
  'duplicated',
  'amount_differs',
  'content_differs',
  'status_differs',
  'unknown_number',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One difference between an order here and the upstream. Holds ids, states and amounts; never a claim. */
export type Finding = {
  kind: FindingKind;
  accountId: string;
  poNumber: string | null;
  /** Ours; null where the database has no such order. */
  orderId: string | null;
  /** The upstream's ids of the orders that it is about. */
  upstreamIds: string[];
  here: string | null;
  there: string | null;
  /** What was done about it, or null. */
  adopted: 'status' | 'orphan' | null;
};

/** Sorts findings so that the same books give the same report, whatever was read first. */
export function inOrder(findings: Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) =>
      FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind) || compareText(keyOf(a), keyOf(b)),
  );
}

function keyOf({ accountId, poNumber, orderId, upstreamIds }: Finding): string {
  return JSON.stringify([accountId, poNumber, orderId, upstreamIds]);
}

/** By code units, since a locale would sort differently elsewhere. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
