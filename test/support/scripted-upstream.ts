import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the upstream does with one request. Without `fault` it answers; a body that is no string is sent as JSON. */
export type Step = {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  fault?: 'hang' | 'reset' | 'half' | 'slow' | 'flood';
};

/** A step that depends on the request. */
type Reaction = (request: SeenRequest) => Step;

type SeenRequest = {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
};

export type ScriptedUpstream = {
  url: string;
  /** Every request in order of arrival; `seen('POST /v1/Orders')` only those. */
  seen(route?: string): SeenRequest[];
  /** Answers for a route (`GET /v1/Orders`, query left out), in order; the last one is repeated. */
  on(route: string, ...steps: (Step | Reaction)[]): void;
  /** Bytes that a `flood` handed to the network. */
  floodedBytes(): number;
  stop(): Promise<void>;
};

/** A gift-card upstream that does what each test tells it. Without being told, it only gives out tokens. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const requests: SeenRequest[] = [];
  const script = new Map<string, (Step | Reaction)[]>();
  let tokens = 0;
  let flooded = 0;

  function nextStep(route: string): Step | Reaction {
    const steps = script.get(route);
    const step = steps && steps.length > 1 ? steps.shift() : steps?.[0];
    if (step) return step;
    if (route !== 'POST /v1/Tokens') return { status: 404, body: { title: `Nothing scripted for ${route}` } };
    tokens += 1;
    return { body: { Value: `bearer-${tokens}`, ExpiresIn: 3600 } };
  }

  const server = http.createServer(async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const method = request.method ?? '';
    const body = await readText(request);
    const seen = { method, path: request.url ?? '', headers: request.headers, body };
    requests.push(seen);
    const step = nextStep(`${method} ${path}`);
    play(typeof step === 'function' ? step(seen) : step, response, (bytes) => {
      flooded += bytes;
    });
  });
  const port = await listen(server);

  return {
    url: `http://127.0.0.1:${port}`,
    seen: (route) =>
      requests.filter(({ method, path }) => !route || `${method} ${path.split('?')[0]}` === route),
    on: (route, ...steps) => void script.set(route, [...steps]),
    floodedBytes: () => flooded,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function play(step: Step, response: http.ServerResponse, onFlood: (bytes: number) => void): void {
  const { status = 200, headers = {}, body = '', fault } = step;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (fault === 'hang') return;
  if (fault === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault === 'flood') {
    flood(response, status, onFlood);
    return;
  }
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(text) });
  if (fault === 'half') {
    response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
  } else if (fault === 'slow') {
    trickle(response, text);
  } else {
    response.end(text);
  }
}

/** A byte every few milliseconds: always alive, never done. */
function trickle(response: http.ServerResponse, text: string): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(text.charAt(sent % text.length));
    sent += 1;
    if (sent >= text.length - 1) clearInterval(timer);
  }, 10);
  response.once('close', () => clearInterval(timer));
}

/** 50 MB, as fast as the reader takes them. */
function flood(response: http.ServerResponse, status: number, onFlood: (bytes: number) => void): void {
  const chunk = Buffer.alloc(64 * 1024, 0x20);
  let left = 800;
  response.writeHead(status, { 'Content-Type': 'application/json' });
  function pump(): void {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      onFlood(chunk.length);
      if (!response.write(chunk)) {
        response.once('drain', pump);
        return;
      }
    }
    response.end();
  }
  response.on('error', () => {});
  pump();
}

async function readText(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A port on loopback where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = http.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: http.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
