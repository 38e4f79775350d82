import { vi } from 'vitest';
import type { Me } from '../../../shared/contract/session.ts';
import { sampleMe } from './sample-me.ts';

type Answer = (request: { method: string; body: unknown; headers: Headers }) => Response | Promise<Response>;
type Sent = { method: string; path: string; body: unknown; headers: Headers };

/** Stands in for `fetch`: answers by `METHOD path`, records what was sent, and refuses what nobody expects. */
export function fakeApi(answers: Record<string, Answer>) {
  const sent: Sent[] = [];
  const fetchFake = vi.fn(async (input: unknown, init: RequestInit = {}) => {
    const path = new URL(String(input)).pathname.replace('/v1/widget/', '');
    const method = init.method ?? 'GET';
    const request = {
      method,
      path,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
      headers: new Headers(init.headers),
    };
    sent.push(request);
    const answer = answers[`${method} ${path}`];
    if (!answer) throw new Error(`Nobody expects ${method} ${path}`);
    return answer(request);
  });
  vi.stubGlobal('fetch', fetchFake);
  return { sent, paths: () => sent.map(({ method, path }) => `${method} ${path}`) };
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    ...init,
    headers: { 'Content-Type': 'application/json', ETag: '"v1"', ...init.headers },
  });
}

export function sessionAnswer(me: Me = sampleMe(), sessionToken = 'session-1'): Response {
  return json({ sessionToken, expiresAt: '2026-11-23T13:00:00Z', me });
}
