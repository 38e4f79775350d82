/** A ratio between two measures of one round that issue and README promise. */
export type RateAim = {
  measure: string;
  against: string;
  /** How the table names what it is compared with. */
  than: string;
  atLeast: number;
};

export const RATE_AIMS: RateAim[] = [
  { measure: 'redirect', against: 'hono', than: 'Hono hello', atLeast: 0.2 },
  { measure: 'credited', against: 'hono-body', than: 'Hono with a JSON body', atLeast: 0.12 },
  { measure: 'credited', against: 'credited-alone', than: 'one transaction per request', atLeast: 1.7 },
  { measure: 'recorded', against: 'hono-body', than: 'Hono with a JSON body', atLeast: 0.3 },
  { measure: 'recorded', against: 'recorded-alone', than: 'one transaction per request', atLeast: 3 },
  { measure: 'me', against: 'hono', than: 'Hono hello', atLeast: 0.15 },
  { measure: 'me-unchanged', against: 'hono', than: 'Hono hello', atLeast: 0.25 },
];

/** Bytes after brotli, at most. */
export const SIZE_AIMS = { loader: 2000, interface: 14_000 };

/**
 * RefRef (commit 81af934), the one open-source platform that could be run, on two cores of the same kind: server and
 * PostgreSQL on one core, 50 connections, medians of three. It counts no click and signs no token.
 */
export const PEER: Record<string, string> = {
  redirect: 'RefRef 765/s, p99 125 ms',
  credited: 'RefRef 97/s, p99 588 ms (one reward)',
  interface: 'RefRef 93.1 kB',
};
