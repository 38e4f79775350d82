export type LoadRequest = {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
};

/** What the load generator is told to send, and for how long. Lies in a file, since it is another process. */
export type LoadJob = {
  url: string;
  connections: number;
  warmUpSeconds: number;
  seconds: number;
  /** `numbers`: every `#` in the body becomes the next number, so that no two requests are alike. */
  load:
    | { kind: 'cycle'; requests: LoadRequest[] }
    | { kind: 'numbers'; request: LoadRequest & { body: string }; count: number };
};

/** What it saw. Latencies are in whole milliseconds. */
export type LoadResult = {
  perSecond: number;
  p50: number;
  p99: number;
  answers: Record<string, number>;
  errors: number;
};
