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
