import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Me } from '../../shared/contract/session.ts';

/** What the server says to a participant: their `me`, or one of the ways not to answer. */
export type SessionAnswer = Me | 'never' | 'cut' | 'broken' | 'foreign';

/** An origin that serves the built widget and plays the widget's half of the HTTP contract. */
type ScriptedApi = { origin: string; close(): void };

const REVEAL = {
  claimLink: 'https://cards.example/c/1',
  challengeAnswer: 'k7Qm2xWp9R',
  claimPageUrl: 'https://acme.link/c/1',
};
/** Of a card that travels, or is not made yet, its page tells more. */
const ON_ITS_PAGE = { claimLink: null, challengeAnswer: null };
const CANDIDATES = [
  { since: '2026-11-11T09:00:00Z', status: 'attributed', reason: 'amount_too_low' },
  { since: '2026-11-13T09:00:00Z', status: 'qualified', reason: 'hold_period' },
];
const VISIT = {
  referralToken: 'a.b.c',
  programId: 'friends',
  referrer: { displayName: 'Ada' },
  offer: {
    title: 'A $15 gift card for you',
    text: 'Join Acme and spend $25 or more: your first order earns you a $15 gift card.',
  },
};

/**
 * @param folder where the built widget lies
 * @param pageScript the shop's own script, which stands here so that one origin is all that the page has to allow
 * @param answerFor what is said to the participant whose token names a state
 * @param afterReveal what their `me` is once they opened a reward, and the stream of hints says so; null for no change
 */
export async function startScriptedApi(
  folder: string,
  pageScript: string,
  answerFor: (token: string) => SessionAnswer,
  afterReveal: (token: string) => Me | null,
): Promise<ScriptedApi> {
  const opened = new Set<string>();
  const streams = new Map<string, ServerResponse>();

  function openSession(response: ServerResponse, body: string): void {
    const { participantToken: token } = JSON.parse(body) as { participantToken: string };
    // Each picture is of a page that was just loaded.
    opened.delete(token);
    const answer = answerFor(token);
    if (answer === 'never') return;
    if (answer === 'cut') response.destroy();
    else if (answer === 'broken') response.writeHead(500).end();
    else if (answer === 'foreign') sendJson(response, { code: 'foreign_origin' }, 403);
    else sendJson(response, { sessionToken: token, expiresAt: '2026-11-24T12:00:00Z', me: answer });
  }

  function reveal(response: ServerResponse, token: string, pathname: string): void {
    opened.add(token);
    sendJson(response, pathname.includes('/page_') ? { ...REVEAL, ...ON_ITS_PAGE } : REVEAL);
    if (afterReveal(token)) streams.get(token)?.write('event: me\ndata: {}\n\n');
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://api.example');
    // The session of a state is named as the state is.
    const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
    if (pathname === '/page.js') return sendScript(response, pageScript);
    if (/^\/[\w.-]+\.js$/.test(pathname))
      return sendScript(response, await readFile(join(folder, pathname), 'utf8'));
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    response.setHeader('Access-Control-Allow-Headers', '*, Authorization');
    response.setHeader('Access-Control-Expose-Headers', 'ETag');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (pathname.endsWith('/sessions')) openSession(response, await text(request));
    // Asked for only by a page whose calls are cut: the whole server is away for it.
    else if (pathname.endsWith('/manifest.json')) response.destroy();
    else if (pathname.endsWith('/reveal')) reveal(response, token, pathname);
    else if (pathname.endsWith('/missing-referrals'))
      sendJson(response, { answers: await candidates(request), advice: null });
    else if (pathname.endsWith('/visits')) sendJson(response, VISIT);
    else if (pathname.endsWith('/events')) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(':\n\n');
      streams.set(token, response);
    } else if (pathname.endsWith('/me')) {
      const me = opened.has(token) ? afterReveal(token) : null;
      if (me) sendJson(response, me, 200, '"2"');
      else response.writeHead(304).end();
    } else response.writeHead(204).end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Two friends, or nobody whose name begins with a Z. */
async function candidates(request: IncomingMessage): Promise<typeof CANDIDATES> {
  const { initial } = JSON.parse(await text(request)) as { initial?: string };
  return initial === 'Z' ? [] : CANDIDATES;
}

function sendScript(response: ServerResponse, source: string): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(source);
}

function sendJson(response: ServerResponse, body: unknown, status = 200, tag = '"1"'): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ETag: tag }).end(JSON.stringify(body));
}
