/** The part of autocannon that the load generator uses; the package brings no types. */
declare module 'autocannon' {
  export type Request = {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
    /** Called before each sending; what it returns is sent. */
    setupRequest?: (request: Request) => Request;
  };

  export type Client = { setRequests(requests: Request[]): void };

  export type Options = {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    requests: Request[];
    setupClient?: (client: Client) => void;
  };

  export type Result = {
    /** Seconds. */
    duration: number;
    requests: { total: number };
    /** Whole milliseconds. */
    latency: { p50: number; p99: number };
    statusCodeStats: Record<string, { count: number }>;
    /** Broken connections and timeouts. */
    errors: number;
  };

  export type Running = PromiseLike<Result> & { stop(): void };

  export default function autocannon(options: Options): Running;
}
