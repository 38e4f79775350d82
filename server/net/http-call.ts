import http from 'node:http';
import https from 'node:https';

type HttpRequest = {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Called once the whole request was handed to the operating system: from here on it may arrive. */
  onSent?: () => void;
};

/**
 * What came back. `whole` is false when the body was cut, too large or too slow; the status still counts,
 * since a 4xx is a definite answer whatever becomes of its text.
 */
export type HttpResult =
  | { kind: 'answer'; status: number; retryAfter: string | null; text: string; whole: boolean }
  | { kind: 'no_answer'; reason: string };

export type HttpCall = (request: HttpRequest) => Promise<HttpResult>;

type HttpLimits = {
  /** For the whole exchange: connecting, sending and reading, so that a trickle of bytes cannot hold a worker. */
  timeoutMs: number;
  /** For reaching the upstream at all, TLS included. */
  connectTimeoutMs: number;
  /** Bytes of a body that are read at most. */
  bodyLimit: number;
};

/** Free connections are dropped before common servers drop them, which would turn an order into an unknown. */
const IDLE_CONNECTION_MS = 4000;

/** Who makes the connections: `plain` for http and `secure` for https. */
type HttpAgents = { plain: http.Agent; secure: https.Agent };

/**
 * An HTTP client without surprises: no redirects, no repeats, no compression, every failure a value. `agents` may
 * refuse connections, for addresses that strangers name.
 */
export function createHttpCall(limits: HttpLimits, { plain, secure } = ownAgents()): HttpCall {
  function open({ method, url, headers }: HttpRequest): http.ClientRequest {
    const all = { Accept: 'application/json', 'Accept-Encoding': 'identity', ...headers };
    return new URL(url).protocol === 'https:'
      ? https.request(url, { method, headers: all, agent: secure })
      : http.request(url, { method, headers: all, agent: plain });
  }

  async function call(request: HttpRequest): Promise<HttpResult> {
    let timer: NodeJS.Timeout | undefined;
    const connectBy = Date.now() + limits.connectTimeoutMs;
    try {
      const outgoing = open(request);
      timer = setTimeout(() => outgoing.destroy(failure('TIMEOUT')), limits.timeoutMs);
      const response = await send(outgoing, request, connectBy);
      return { kind: 'answer', ...readHead(response), ...(await readBody(response, limits.bodyLimit)) };
    } catch (error) {
      return { kind: 'no_answer', reason: codeOf(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  return call;
}

function ownAgents(): HttpAgents {
  const keepAlive = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  return { plain: new http.Agent(keepAlive), secure: new https.Agent(keepAlive) };
}

function send(
  outgoing: http.ClientRequest,
  request: HttpRequest,
  connectBy: number,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    // Stays for the life of the request: a socket may still fail after the answer was taken.
    outgoing.on('error', reject);
    // Without an error, as after an answer that wants to change the protocol.
    outgoing.once('close', () => reject(failure('CLOSED')));
    if (request.onSent) outgoing.once('finish', request.onSent);
    onceConnected(outgoing, connectBy, () => outgoing.end(request.body));
  });
}

/**
 * A process that is frozen while it connects wakes up with the connection made, before its timers run. It must not send then
 * what it meant to send long ago, so the time is looked at once more.
 */
function onceConnected(outgoing: http.ClientRequest, connectBy: number, goOn: () => void): void {
  outgoing.once('socket', (socket) => {
    const fail = () => outgoing.destroy(failure('CONNECT_TIMEOUT'));
    const go = () => (Date.now() > connectBy ? fail() : goOn());
    if (!socket.connecting) return go();
    const timer = setTimeout(fail, connectBy - Date.now());
    socket.once('close', () => clearTimeout(timer));
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      go();
    });
  });
}

function readHead(response: http.IncomingMessage): { status: number; retryAfter: string | null } {
  return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null };
}

async function readBody(
  response: http.IncomingMessage,
  bodyLimit: number,
): Promise<{ text: string; whole: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  let whole = false;
  try {
    for await (const chunk of response) {
      size += chunk.length;
      // Leaving the loop destroys the connection, so nothing beyond the limit is read.
      if (size > bodyLimit) break;
      chunks.push(chunk);
    }
    whole = size <= bodyLimit && response.complete;
  } catch {
    // Cut off: what arrived is kept, and stays marked as not whole.
  }
  // TextDecoder also takes away a byte order mark, which JSON.parse would refuse.
  return { text: new TextDecoder().decode(Buffer.concat(chunks)), whole };
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Only the code of an error is kept: messages may hold hosts, paths or header values. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'NO_CONNECTION';
}
