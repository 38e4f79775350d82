import { SECRETS, SITE_KEY } from '../support/acme.ts';
import { hookAddresses, type Run } from './full-run.ts';

/** A key that was mistyped is somebody's key all the same. */
const FOREIGN_KEY = 'sk_live_canary_5Vb8NmQwErTyUiOp';

/**
 * Requests that go wrong with secrets in every place where a careless server repeats its input: paths, queries,
 * headers, bodies that cannot be read, and hooks that bring the whole order along.
 */
export async function sendHostileRequests({ server, sandboxUrl, witness }: Run): Promise<void> {
  witness.keep('key', 'foreign', FOREIGN_KEY);
  const secrets = witness.kept('claim', 'path', 'person', 'token').map(({ text }) => text);
  const all = secrets.join(' ');
  const requests: [path: string, init: RequestInit][] = [
    ...secrets.flatMap((secret): [string, RequestInit][] => [
      [`/v1/rewards/${encodeURIComponent(secret)}`, withKey()],
      [`/c/${encodeURIComponent(secret)}/${encodeURIComponent(secret)}`, {}],
    ]),
    [`/nowhere/${encodeURIComponent(all.slice(0, 2000))}`, {}],
    [`/v1/rewards?status=${encodeURIComponent(all.slice(0, 2000))}`, withKey()],
    [`/v1/orders?cursor=${secrets[0]}`, withKey()],
    ['/v1/rewards', withKey(FOREIGN_KEY)],
    ['/v1/widget/me', { headers: { 'X-Site-Key': FOREIGN_KEY, Authorization: `Bearer ${secrets[0]}` } }],
    ['/v1/widget/me', { headers: { 'X-Site-Key': SITE_KEY, Origin: `https://${secrets[0]}.example` } }],
    ['/v1/events', { ...withKey(), method: 'POST', body: all }],
    ['/v1/events', { ...withKey(), method: 'POST', body: `{"type":"${secrets.join('\\n')}` }],
    ['/v1/events', { ...withKey(), method: 'POST', body: JSON.stringify({ [secrets[0] ?? '']: secrets }) }],
    ['/v1/participants', { ...withKey(), method: 'POST', body: JSON.stringify({ email: secrets }) }],
    ['/healthz', { method: 'DELETE', headers: { 'X-Request-Id': secrets[0] ?? '' } }],
  ];
  for (const [path, init] of requests) {
    // What the caller sent may come back to the caller; only what is kept of it matters here.
    await witness.hear(`${init.method ?? 'GET'} hostile`, await fetch(server.url + path, init), [
      'claim',
      'path',
      'person',
      'token',
    ]);
  }
  const orders = await (await fetch(`${sandboxUrl}/__sandbox/orders`)).text();
  for (const address of await hookAddresses(sandboxUrl)) {
    for (const path of [address, `${address}x`]) {
      const heard = await fetch(server.url + path, { method: 'POST', body: orders });
      await witness.hear('POST hook', heard);
    }
  }
}

function withKey(key = SECRETS.ACME_SECRET_KEY): RequestInit {
  return { headers: { Authorization: `Bearer ${key}` } };
}
