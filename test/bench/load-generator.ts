import { readFileSync } from 'node:fs';
import autocannon, { type Client, type Request, type Running } from 'autocannon';
import type { LoadJob, LoadResult } from './load-job.ts';

/**
 * A process of its own, because a generator in the server's process or on its core would measure itself.
 * Reads the job from the file it is given and prints the result as one line of JSON.
 */
const job: LoadJob = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const answers: Record<string, number> = {};
let running: Running | undefined;
const source = job.load.kind === 'cycle' ? cycled(job.load.requests) : numbered(job.load);

await send(job.warmUpSeconds);
const measured = await send(job.seconds);

const result: LoadResult = {
  perSecond: measured.requests.total / measured.duration,
  p50: measured.latency.p50,
  p99: measured.latency.p99,
  answers,
  errors: measured.errors,
};
console.log(JSON.stringify(result));

async function send(duration: number) {
  running = autocannon({ url: job.url, connections: job.connections, duration, ...source });
  const ended = await running;
  for (const [status, { count }] of Object.entries(ended.statusCodeStats)) {
    answers[status] = (answers[status] ?? 0) + count;
  }
  return ended;
}

/** Each connection begins at another place of the list; else all would ask for the same thing at the same time. */
function cycled(requests: Request[]): { requests: Request[]; setupClient: (client: Client) => void } {
  let connected = 0;
  return {
    requests,
    setupClient(client) {
      const start = (connected * 7) % requests.length;
      connected += 1;
      client.setRequests([...requests.slice(start), ...requests.slice(0, start)]);
    },
  };
}

/** Stops early when the numbers run out, since a repeat would be answered from the stored first answer. */
function numbered({ request, count }: { request: Request & { body: string }; count: number }) {
  const { body: template } = request;
  let next = 0;
  function setupRequest(sent: Request): Request {
    if (next >= count) running?.stop();
    sent.body = template.replaceAll('#', String(Math.min(next, count - 1)));
    next += 1;
    return sent;
  }
  return { requests: [{ ...request, setupRequest }] };
}
