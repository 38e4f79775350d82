/** Counts by status with their sum, as lists tell them. */
export function countsOf(rows: { status: string; count: number }[]): {
  total: number;
  counts: Record<string, number>;
} {
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    counts: Object.fromEntries(rows.map(({ status, count }) => [status, count])),
  };
}

type Range = { createdFrom?: string | undefined; createdTo?: string | undefined };

/** The instants of a query as epoch ms. */
export function rangeOf({ createdFrom, createdTo }: Range): { createdFrom?: number; createdTo?: number } {
  return {
    ...(createdFrom !== undefined && { createdFrom: Date.parse(createdFrom) }),
    ...(createdTo !== undefined && { createdTo: Date.parse(createdTo) }),
  };
}
