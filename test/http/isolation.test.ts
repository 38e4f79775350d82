import { describe, expect, test } from 'vitest';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { ORIGIN, startHarness } from '../support/harness.ts';
import { batchOf } from './support/batches.ts';
import { clickThrough, fresh, member, purchase, signIn } from './support/people.ts';

/** Keys that each reach one thing only; a route is asked with one that does not reach it. */
const NARROW_KEYS = {
  'audit:read': 'sk_test_acme_narrow_1aB2cD3eF4gH5iJ6',
  'claims:read': 'sk_test_acme_narrow_7kL8mN9oP0qR1sT2',
} as const;
const GLOBEX_ORIGIN = 'https://shop.globex.example';

/** Acme with narrow keys beside its own, and Globex with a program of its own. */
function twoSites() {
  const [acme, globex] = acmeConfig().sites;
  const [program] = acmeConfig({}, [programLike({ id: 'globex-friends' })]).sites[0]?.programs.slice(1) ?? [];
  if (!acme || !globex || !program) throw new Error('two sites');
  const narrow = [
    { name: 'auditor', env: 'AUDITOR_KEY', scopes: ['audit:read' as const] },
    { name: 'mailer', env: 'MAILER_KEY', scopes: ['claims:read' as const] },
  ];
  return {
    sites: [
      { ...acme, secretKeys: [...acme.secretKeys, ...narrow] },
      { ...globex, programs: [program] },
    ],
  };
}

/**
 * What of Acme's a path can name, and the same place with an id that nobody has. `by caller`: the route takes no id;
 * what it touches is found through the caller's own site.
 */
type Policy = { own: string; unknown: string; body?: unknown } | 'public' | 'list' | 'by caller';

describe.each(DIALECTS)('isolation on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: twoSites(),
    env: { AUDITOR_KEY: NARROW_KEYS['audit:read'], MAILER_KEY: NARROW_KEYS['claims:read'] },
  });
  const ada = await member(goodturn, { displayName: 'Ada' });
  const told = purchase({ referralCode: ada.code });
  const event = await (await goodturn.post('/v1/events', told)).json();
  await goodturn.deps.worker.settle();
  const [reward] = event.rewards;
  const batch = await (await goodturn.post('/v1/reward-batches', batchOf(1))).json();
  const session = await signIn(goodturn, ada);
  const referralToken = await clickThrough(goodturn, ada.code);
  const mint = (externalId: string, key = SECRETS.ACME_SECRET_KEY) =>
    goodturn
      .post('/v1/participant-tokens', { externalId }, { Authorization: `Bearer ${key}` })
      .then(async (answer) => (await answer.json()).participantToken as string);
  const participantToken = await mint(ada.externalId);
  const page = await (await goodturn.post(`/v1/rewards/${reward.id}/claim-page`, {})).json();
  const claimPath = new URL(page.claimPageUrl).pathname.slice('/c/'.length);

  const made = await goodturn.post('/v1/webhook-endpoints', {
    name: 'mine',
    url: 'https://shop.acme.example',
  });
  const { endpoint } = await made.json();
  const endpointPath = `/v1/webhook-endpoints/${endpoint.id}`;
  const bill = purchase({ referralCode: ada.code });
  await goodturn.post('/v1/events', bill);
  await goodturn.deps.worker.settle();
  const [delivery] = (await (await goodturn.get(`${endpointPath}/deliveries`)).json()).data;

  const globexKey = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };
  async function globexSession() {
    const answer = await goodturn.app.request('/v1/widget/sessions', {
      method: 'POST',
      headers: {
        'X-Site-Key': 'pk_globex',
        Origin: GLOBEX_ORIGIN,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ participantToken: await mint(fresh('gus'), SECRETS.GLOBEX_SECRET_KEY) }),
    });
    return (await answer.json()).sessionToken as string;
  }

  const byId = (path: string, id: string, body?: unknown): Policy => ({
    own: path.replace('{id}', id),
    unknown: path.replace('{id}', 'nobody-has-this'),
    ...(body !== undefined && { body }),
  });
  /** Every route of the document must stand here: a new one without a policy fails the first test. */
  const POLICIES: Record<string, Policy> = {
    'POST /v1/events': 'by caller',
    'GET /v1/events/{eventId}': {
      own: `/v1/events/${told.eventId}`,
      unknown: '/v1/events/nobody-has-this',
    },
    'POST /v1/participants': 'by caller',
    'GET /v1/participants/{id}': byId('/v1/participants/{id}', ada.id),
    'POST /v1/participant-tokens': 'by caller',
    'POST /v1/participants/{id}/sign-out': byId('/v1/participants/{id}/sign-out', ada.id),
    'GET /v1/participants/{id}/export': byId('/v1/participants/{id}/export', ada.id),
    'DELETE /v1/participants/{id}': byId('/v1/participants/{id}', ada.id, { reason: 'mine' }),
    'POST /v1/participants/{id}/block': byId('/v1/participants/{id}/block', ada.id, { reason: 'mine' }),
    'POST /v1/participants/{id}/unblock': byId('/v1/participants/{id}/unblock', ada.id, { reason: 'mine' }),
    'POST /v1/participants/{id}/codes': byId('/v1/participants/{id}/codes', ada.id, {
      programId: 'globex-friends',
      reason: 'mine',
    }),
    'POST /v1/participants/{id}/terms': byId('/v1/participants/{id}/terms', ada.id, {
      programId: 'globex-friends',
      version: 1,
    }),
    'POST /v1/widget/terms': 'by caller',
    'POST /v1/widget/missing-referrals': 'by caller',
    'GET /v1/rewards': 'list',
    'POST /v1/rewards': 'by caller',
    'GET /v1/rewards/{id}': byId('/v1/rewards/{id}', reward.id),
    ...Object.fromEntries(
      ['approve', 'reject', 'cancel'].flatMap((review) => {
        const one = byId(`/v1/rewards/{id}/${review}`, reward.id, { reason: 'looked at' });
        return [
          [`POST /v1/rewards/{id}/${review}`, one],
          [`POST /v1/rewards/${review}`, 'by caller'],
        ];
      }),
    ),
    'GET /v1/reward-batches': 'list',
    'POST /v1/reward-batches': 'by caller',
    'GET /v1/reward-batches/{id}': byId('/v1/reward-batches/{id}', batch.id),
    'GET /v1/reward-batches/{id}/items': byId('/v1/reward-batches/{id}/items', batch.id),
    ...Object.fromEntries(
      ['approve', 'stop', 'resume', 'cancel'].map((change) => [
        `POST /v1/reward-batches/{id}/${change}`,
        byId(`/v1/reward-batches/{id}/${change}`, batch.id, { reason: 'looked at' }),
      ]),
    ),
    'POST /v1/rewards/{id}/retry': byId('/v1/rewards/{id}/retry', reward.id, { reason: 'again' }),
    'POST /v1/rewards/{id}/reissue': byId('/v1/rewards/{id}/reissue', reward.id, {
      reason: 'lost',
      proof: 'a mail',
    }),
    'POST /v1/rewards/{id}/claim-page': byId('/v1/rewards/{id}/claim-page', reward.id),
    'GET /v1/orders': 'list',
    'GET /v1/orders/counts': 'by caller',
    'GET /v1/rewards/counts': 'by caller',
    'POST /v1/orders/retry': 'by caller',
    'GET /v1/accounts': 'by caller',
    'POST /v1/accounts/{id}/top-ups': 'by caller',
    'GET /v1/products': 'by caller',
    // A site's own programs, and ids that are taken: test/http/programs.test.ts.
    'GET /v1/programs': 'by caller',
    'PUT /v1/programs/{id}': 'by caller',
    'GET /v1/programs/{id}/budget': byId('/v1/programs/{id}/budget', 'friends'),
    'POST /v1/programs/{id}/simulate': byId('/v1/programs/{id}/simulate', 'friends', {}),
    'GET /v1/webhook-endpoints': 'list',
    'POST /v1/webhook-endpoints': 'by caller',
    'GET /v1/webhook-endpoints/{id}': byId('/v1/webhook-endpoints/{id}', endpoint.id),
    'DELETE /v1/webhook-endpoints/{id}': byId('/v1/webhook-endpoints/{id}', endpoint.id),
    'GET /v1/webhook-endpoints/{id}/deliveries': byId('/v1/webhook-endpoints/{id}/deliveries', endpoint.id),
    'POST /v1/webhook-endpoints/{id}/deliveries/{messageId}/redeliver': {
      own: `${endpointPath}/deliveries/${delivery.messageId}/redeliver`,
      unknown: `/v1/webhook-endpoints/nobody-has-this/deliveries/${delivery.messageId}/redeliver`,
    },
    'POST /v1/webhook-endpoints/{id}/replay': byId('/v1/webhook-endpoints/{id}/replay', endpoint.id, {
      from: '2026-01-01T00:00:00Z',
    }),
    ...Object.fromEntries(
      ['enable', 'disable', 'secrets'].map((verb) => {
        const path = `/v1/webhook-endpoints/{id}/${verb}`;
        return [`POST ${path}`, byId(path, endpoint.id)];
      }),
    ),
    'GET /v1/reports/funnel': 'by caller',
    'GET /v1/reports/statement': {
      own: '/v1/reports/statement?programId=friends',
      unknown: '/v1/reports/statement?programId=nobody-has-this',
    },
    'GET /v1/orders/{id}': byId('/v1/orders/{id}', reward.orderId),
    'GET /v1/referrals': 'list',
    // A site's own entries alone: test/http/audit.test.ts.
    'GET /v1/audit': 'by caller',
    'POST /v1/referrals': 'by caller',
    'POST /v1/lookups': 'by caller',
    'POST /v1/widget/visits': 'by caller',
    'POST /v1/widget/sessions': 'by caller',
    'DELETE /v1/widget/sessions': 'by caller',
    'GET /v1/widget/me': 'by caller',
    'GET /v1/widget/events': 'by caller',
    'POST /v1/widget/rewards/{id}/reveal': byId('/v1/widget/rewards/{id}/reveal', reward.id),
    'POST /v1/widget/shares': 'by caller',
    'POST /hooks/gift-card/{orderId}/{mac}': 'public',
    'GET /.well-known/jwks.json': 'public',
    'GET /healthz': 'public',
    'GET /readyz': 'public',
    'GET /metrics': 'public',
  };

  const { paths } = await (await goodturn.app.request('/openapi.json')).json();
  type Route = { name: string; method: string; path: string; auth: string; scope: string | undefined };
  const routes: Route[] = Object.keys(paths).flatMap((path) =>
    Object.keys(paths[path]).map((verb) => {
      const method = verb.toUpperCase();
      const [scheme = {}] = paths[path][verb].security ?? [];
      const auth = Object.keys(scheme).join('+') || 'none';
      return { name: `${method} ${path}`, method, path, auth, scope: scheme.secretKey?.[0] };
    }),
  );
  const behind = (auth: string) => routes.filter((route) => route.auth === auth);

  function send({ method, path }: { method: string; path: string }, headers: object, body?: unknown) {
    const takesBody = method === 'POST' || body !== undefined;
    return goodturn.app.request(path.replaceAll(/\{\w+\}/g, 'some-id'), {
      method,
      headers: { ...(takesBody && { 'Content-Type': 'application/json' }), ...headers },
      ...(takesBody && { body: JSON.stringify(body ?? {}) }),
    });
  }
  async function bodyOf(answer: Response) {
    const { requestId, ...body } = await answer.json();
    return body;
  }

  test('every documented route has a policy here, and every policy a route', () => {
    expect(routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(POLICIES).toSorted());
    for (const { name, auth } of routes)
      expect([name, auth === 'none']).toEqual([name, POLICIES[name] === 'public']);
  });

  const page401 = { 'X-Site-Key': 'pk_acme', Origin: ORIGIN };
  const strangers: Record<string, string | null> = {
    nothing: null,
    'an unknown secret key': 'sk_test_nobody_0000000000000000',
    'the publishable key': 'pk_acme',
    'a participant token': participantToken,
    'a referral token': referralToken,
    'a claim path': claimPath,
    'a text that is no token': 'x',
    'a token of 8 kB': `${'a'.repeat(4000)}.${'b'.repeat(4000)}.c`,
  };

  describe.each(behind('secretKey'))('$name', (route) => {
    test.each(Object.entries({ ...strangers, 'a session': session }))(
      '401 with the constant body for %s',
      async (_name, token) => {
        const answer = await send(route, token === null ? {} : { Authorization: `Bearer ${token}` });
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        expect(await bodyOf(answer)).toEqual({
          type: '/docs#problem-unauthorized',
          title: 'The credential is missing or not valid',
          status: 401,
          detail: 'A valid secret key is needed: "Authorization: Bearer sk_…", not the publishable pk_….',
          code: 'unauthorized',
          errors: [],
        });
      },
    );

    test.each(['Basic', 'bearer-token', ''])('401 for the key under the scheme %j', async (scheme) => {
      const answer = await send(route, { Authorization: `${scheme} ${SECRETS.ACME_SECRET_KEY}` });
      expect(answer.status).toBe(401);
    });

    test('403 for a key of the site without the scope, before anything is looked up', async () => {
      const key = NARROW_KEYS[route.scope === 'audit:read' ? 'claims:read' : 'audit:read'];
      const answer = await send(route, { Authorization: `Bearer ${key}` });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'missing_scope' });
    });

    test("another site's key meets nothing of this site", async () => {
      const policy = POLICIES[route.name];
      if (policy === 'list') {
        const { data } = await (await send(route, globexKey)).json();
        expect(data).toEqual([]);
      } else if (typeof policy === 'object') {
        const own = await send({ ...route, path: policy.own }, globexKey, policy.body);
        const unknown = await send({ ...route, path: policy.unknown }, globexKey, policy.body);
        expect([own.status, unknown.status]).toEqual([404, 404]);
        expect(await bodyOf(own)).toEqual(await bodyOf(unknown));
      } else expect(policy).toBe('by caller');
    });
  });

  describe.each(behind('siteKey+session'))('$name', (route) => {
    test.each(Object.entries({ ...strangers, 'a secret key': SECRETS.ACME_SECRET_KEY }))(
      '401 with the constant body for %s',
      async (_name, token) => {
        const answer = await send(route, {
          ...page401,
          ...(token !== null && { Authorization: `Bearer ${token}` }),
        });
        expect(answer.status).toBe(401);
        expect(await bodyOf(answer)).toEqual({
          type: '/docs#problem-unauthorized',
          title: 'The credential is missing or not valid',
          status: 401,
          detail: 'The session is not valid any more: open a new one.',
          code: 'unauthorized',
          errors: [],
        });
      },
    );

    test("401 for another site's session, on its own page's key and on this one's", async () => {
      const foreign = { Authorization: `Bearer ${await globexSession()}` };
      expect((await send(route, { ...page401, ...foreign })).status).toBe(401);
      const borrowed = { 'X-Site-Key': 'pk_globex', Origin: GLOBEX_ORIGIN };
      expect((await send(route, { ...borrowed, Authorization: `Bearer ${session}` })).status).toBe(401);
    });

    test("another site's session meets nothing of this site", async () => {
      const policy = POLICIES[route.name];
      if (typeof policy !== 'object') return expect(policy).toBe('by caller');
      const headers = {
        'X-Site-Key': 'pk_globex',
        Origin: GLOBEX_ORIGIN,
        Authorization: `Bearer ${await globexSession()}`,
      };
      const own = await send({ ...route, path: policy.own }, headers, policy.body);
      const unknown = await send({ ...route, path: policy.unknown }, headers, policy.body);
      expect([own.status, unknown.status]).toEqual([404, 404]);
      expect(await bodyOf(own)).toEqual(await bodyOf(unknown));
      return undefined;
    });
  });

  describe.each(routes.filter(({ auth }) => auth.startsWith('siteKey')))('$name', (route) => {
    test.each([
      ['a secret key', SECRETS.ACME_SECRET_KEY],
      ['a session', session],
      ['a participant token', participantToken],
      ['a referral token', referralToken],
      ['the id of the site', 'acme'],
    ])('401 for %s in the place of the site key', async (_name, key) => {
      const answer = await send(route, {
        ...page401,
        'X-Site-Key': key,
        Authorization: `Bearer ${session}`,
      });
      expect(answer.status).toBe(401);
    });
  });

  describe('tokens in the places of other kinds', () => {
    const others = { session, referralToken, secret: SECRETS.ACME_SECRET_KEY, site: 'pk_acme', claimPath };

    test.each(Object.entries(others))('%s opens no session', async (_name, token) => {
      const answer = await goodturn.widget('POST', '/v1/widget/sessions', {
        body: { participantToken: token },
      });
      expect(answer.status).toBe(401);
    });

    test("another site's page cannot open a session with this site's participant token", async () => {
      const answer = await goodturn.widget('POST', '/v1/widget/sessions', {
        body: { participantToken },
        headers: { 'X-Site-Key': 'pk_globex', Origin: GLOBEX_ORIGIN },
      });
      expect(answer.status).toBe(401);
    });

    test.each(Object.entries({ session, participantToken, secret: SECRETS.ACME_SECRET_KEY, claimPath }))(
      '%s welcomes nobody and credits nothing',
      async (_name, token) => {
        const visit = await goodturn.widget('POST', '/v1/widget/visits', { body: { referralToken: token } });
        expect(await visit.json()).toMatchObject({ referralToken: null, referrer: null });
        const answer = await goodturn.post('/v1/events', purchase({ referralToken: token }));
        expect(await answer.json()).toMatchObject({ status: 'recorded', rewards: [] });
      },
    );

    test("another site's page learns nothing from this site's code or token", async () => {
      const headers = { 'X-Site-Key': 'pk_globex', Origin: GLOBEX_ORIGIN };
      for (const body of [{ code: ada.code }, { referralToken }]) {
        const answer = await goodturn.widget('POST', '/v1/widget/visits', { body, headers });
        expect(await answer.json()).toEqual({
          referralToken: null,
          programId: null,
          referrer: null,
          offer: null,
        });
      }
    });

    test.each(Object.entries({ session, participantToken, referralToken, code: ada.code, id: reward.id }))(
      '%s is no claim path and no hook address',
      async (_name, token) => {
        expect((await goodturn.app.request(`/c/${token}`)).status).toBe(404);
        const hook = await goodturn.app.request(`/hooks/gift-card/${reward.orderId}/${token.slice(-43)}`, {
          method: 'POST',
        });
        expect(hook.status).toBe(404);
      },
    );

    test.each(Object.entries({ session: session.slice(-20), claimPath, id: ada.id }))(
      '%s is no share link',
      async (_name, text) => {
        expect((await goodturn.app.request(`/r/${text}`)).status).toBe(404);
      },
    );
  });

  test('the same external id on two sites is two people', async () => {
    const externalId = fresh('shared-id');
    const mine = await (await goodturn.post('/v1/participants', { externalId })).json();
    const theirs = await (await goodturn.post('/v1/participants', { externalId }, globexKey)).json();
    expect(mine.id).not.toBe(theirs.id);
    expect(theirs.codes.map(({ programId }: { programId: string }) => programId)).toEqual(['globex-friends']);
  });
});
