import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { DomainError } from '../domain/errors.ts';
import type { Telemetry } from '../domain/telemetry.ts';
import type { HttpApp } from './http-app.ts';
import { PROBLEM_HEADERS, problemResponse, toProblem } from './problem.ts';
import { newRequestId, UNMATCHED } from './request-line.ts';

/**
 * The app behind a server that does not listen yet. What never reaches a route, because the parser or the adapter
 * cannot read it, is answered as a problem and reported as a request too.
 */
export function createHttpServer(app: HttpApp, telemetry: Telemetry): Server {
  const answers = new WeakMap<Duplex, ServerResponse>();
  const answer = getRequestListener(app.fetch, { errorHandler: (error) => refusal(error, telemetry) });
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    answers.set(request.socket, response);
    void answer(request, response);
  };
  // Node would refuse a missing Host by itself, without a body; the adapter does it through `errorHandler`.
  const server = createServer({ requireHostHeader: false }, handle);
  // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node would answer 417 without a body.
  server.on('checkExpectation', handle);
  server.on('connect', (_request, socket) => {
    refuseRaw(socket, { status: 400, detail: 'This server is no proxy.', operator: 'CONNECT' }, telemetry);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // The first refusal is on its way, and more of the same unreadable request arrives.
    if (socket.writableEnded) return;
    const current = answers.get(socket);
    const isHalfAnswered = current?.headersSent === true && !current.writableFinished;
    if (isHalfAnswered || !socket.writable) socket.destroy();
    else refuseRaw(socket, { ...faultOf(error.code), operator: error.code ?? error.message }, telemetry);
  });
  return server;
}

/** A request that the adapter could not turn into one of the Fetch standard: its address or `Host` is wrong. */
function refusal(error: unknown, telemetry: Telemetry): Response {
  const requestId = newRequestId();
  const isTheirs = error instanceof RequestError;
  // The error's own words may hold the address, and addresses can hold secrets.
  const seen = isTheirs
    ? new DomainError('bad_request', 'The address or the Host header cannot be read.')
    : error;
  if (!isTheirs) telemetry.requestFailed(requestId, error);
  const response = problemResponse(seen, requestId, { 'X-Request-Id': requestId });
  report(telemetry, requestId, response.status);
  return response;
}

type Fault = { status: number; detail: string };

function faultOf(code: string | undefined): Fault {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, detail: 'The address and the headers are larger than 16 kB.' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: 413, detail: 'The extensions of the chunks are too large.' };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, detail: 'The request did not arrive in time.' };
    default:
      return { status: 400, detail: 'This is no HTTP request with a method that the server can read.' };
  }
}

/** How long the sender may take to read the refusal: closed at once, what it still sends would reset the line. */
const LINGER_MS = 1000;

/** There is no response object for what could not be parsed, so the answer is written as bytes. */
function refuseRaw(
  socket: Duplex,
  { status, detail, operator }: Fault & { operator: string },
  telemetry: Telemetry,
): void {
  const requestId = newRequestId();
  const body = JSON.stringify({ ...toProblem(new DomainError('bad_request', detail), requestId), status });
  const headers = {
    ...PROBLEM_HEADERS,
    'X-Request-Id': requestId,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
  report(telemetry, requestId, status, operator);
}

/** Method and address are unknown, or not to be trusted: the line holds neither. */
function report(telemetry: Telemetry, requestId: string, status: number, operator?: string): void {
  telemetry.requestAnswered({
    requestId,
    method: '',
    route: UNMATCHED,
    status,
    durationMs: 0,
    code: status < 500 ? 'bad_request' : 'internal',
    ...(operator !== undefined && { operator }),
  });
}
