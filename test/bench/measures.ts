import { SECRETS, SITE_KEY } from '../support/acme.ts';
import type { LoadJob, LoadRequest } from './load-job.ts';
import type { ServerName } from './servers.ts';
import type { World } from './world.ts';

export type Measure = {
  id: string;
  server: ServerName;
  /** For people. */
  what: string;
  /** The status of every answer. */
  expected: number;
  /** The line of `/metrics` that must grow by one with each answer: proof that the work was really done. */
  counter?: string;
  load(world: World): LoadJob['load'];
};

const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
const AS_SITE = {
  'Content-Type': 'application/json',
  Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`,
};
const CREDITED = 'goodturn_events_total{status="credited"}';
const RECORDED = 'goodturn_events_total{status="recorded"}';

/** A purchase of a friend who is bound and has bought nothing yet, or something that no rule speaks of. */
function eventOf(
  type: 'purchase' | 'page_view',
  customer: 'friend' | 'visitor',
): LoadRequest & { body: string } {
  const event = {
    type,
    eventId: `${type}_#`,
    customer: { id: `${customer}_#` },
    amount: { amount: 4200, currency: 'USD' },
  };
  return { method: 'POST', path: '/v1/events', headers: AS_SITE, body: JSON.stringify(event) };
}

function get(path: string, headers: Record<string, string> = {}): LoadRequest {
  return { method: 'GET', path, headers };
}

function always(request: LoadRequest): () => LoadJob['load'] {
  return () => ({ kind: 'cycle', requests: [request] });
}

function credited(server: ServerName, id: string, what: string): Measure {
  return {
    id,
    server,
    what,
    expected: 201,
    counter: CREDITED,
    load: ({ friends }) => ({ kind: 'numbers', request: eventOf('purchase', 'friend'), count: friends }),
  };
}

function recorded(server: ServerName, id: string, what: string): Measure {
  return {
    id,
    server,
    what,
    expected: 201,
    counter: RECORDED,
    load: () => ({
      kind: 'numbers',
      request: eventOf('page_view', 'visitor'),
      count: Number.MAX_SAFE_INTEGER,
    }),
  };
}

function ownMe(id: string, what: string, expected: 200 | 304): Measure {
  return {
    id,
    server: 'goodturn',
    what,
    expected,
    load: ({ viewers }) => ({
      kind: 'cycle',
      requests: viewers.map(({ session, tag }) =>
        get('/v1/widget/me', {
          'X-Site-Key': SITE_KEY,
          Authorization: `Bearer ${session}`,
          ...(expected === 304 && { 'If-None-Match': tag }),
        }),
      ),
    }),
  };
}

/** Everything that one round measures, in this order. */
export const MEASURES: Measure[] = [
  { id: 'node', server: 'node', what: 'node:http, hello JSON', expected: 200, load: always(get('/')) },
  { id: 'hono', server: 'hono', what: 'Hono, hello JSON', expected: 200, load: always(get('/hello')) },
  {
    id: 'hono-redirect',
    server: 'hono',
    what: 'Hono, redirect with a path parameter',
    expected: 302,
    load: always(get('/r/ADA42XYZ', { 'User-Agent': BROWSER })),
  },
  {
    id: 'hono-body',
    server: 'hono',
    what: 'Hono, JSON body parsed',
    expected: 201,
    load: always(eventOf('purchase', 'friend')),
  },
  {
    id: 'redirect',
    server: 'goodturn',
    what: 'redirect, click counted and token signed',
    expected: 302,
    counter: 'goodturn_clicks_total{outcome="recorded"}',
    load: ({ codes }) => ({
      kind: 'cycle',
      requests: codes.map((code) => get(`/r/${code}`, { 'User-Agent': BROWSER })),
    }),
  },
  ownMe('me', '`me`, 200 (three friends, two rewards)', 200),
  ownMe('me-unchanged', '`me`, 304', 304),
  recorded('goodturn', 'recorded', 'event, recorded only'),
  credited('goodturn', 'credited', 'event, credited: two rewards, two orders'),
  recorded(
    'one-transaction-each',
    'recorded-alone',
    'the same events, one transaction per request: recorded',
  ),
  credited(
    'one-transaction-each',
    'credited-alone',
    'the same events, one transaction per request: credited',
  ),
];
