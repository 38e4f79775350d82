import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../server/domain/clock.ts';
import { newWebhookSecret } from '../../server/vault/random.ts';
import { configFile } from '../../shared/contract/site.ts';
import { webhookMessage } from '../../shared/contract/webhook.ts';
import { startTelling } from '../jobs/told-site.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { member, purchase } from './support/people.ts';
import { everyRow } from './support/table-contents.ts';

const FILE_SECRET = newWebhookSecret();

function withWebhooks(webhooks: object[]) {
  const { sites } = acmeConfig();
  return configFile.parse({ sites: sites.map((site, at) => (at === 0 ? { ...site, webhooks } : site)) });
}

const declared = {
  name: 'letters',
  url: 'https://shop.acme.example/in',
  secrets: [{ env: 'LETTER_SECRET' }],
};

describe.each(DIALECTS)('webhook endpoints on %s', async (dialect) => {
  const site = await startTelling(dialect, { env: { LETTER_SECRET: FILE_SECRET } });
  const applyFile = (config: ReturnType<typeof withWebhooks>) =>
    apply(site, config, { LETTER_SECRET: FILE_SECRET });
  const rotate = (id: string) => site.post(`/v1/webhook-endpoints/${id}/secrets`, {});

  test('are made with a secret that is shown once and lies sealed in the database', async () => {
    const answer = await site.post('/v1/webhook-endpoints', {
      name: 'once',
      url: 'https://shop.acme.example/once',
      events: ['reward.issued'],
    });
    expect(answer.status).toBe(201);
    const { endpoint, secret } = await answer.json();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(endpoint).toMatchObject({ status: 'active', events: ['reward.issued'], managedBy: 'api' });
    const listed = await (await site.get('/v1/webhook-endpoints')).text();
    expect(listed).toContain(endpoint.id);
    expect(listed).not.toContain(secret);
    const stored = JSON.stringify(await everyRow(site.databaseUrl));
    expect(stored).toContain(endpoint.id);
    expect(stored).not.toContain(secret.slice('whsec_'.length));
  });

  test.each([
    ['http://shop.acme.example/in', 'must begin with https://'],
    ['https://user:word@shop.acme.example/in', 'must not hold a user name or a password'],
    ['https://169.254.169.254/latest', 'must not lead into a private network'],
    ['https://2130706433/in', 'must not lead into a private network'],
    ['http://127.0.0.1/in', 'must begin with https://'],
    ['somewhere', 'must be a web address that begins with https://'],
  ])('are refused at %s', async (url, message) => {
    const answer = await site.post('/v1/webhook-endpoints', { name: 'bad', url });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid_body', errors: [{ path: 'url', message }] });
  });

  test('have a name of their own, which is free again when one is deleted', async () => {
    const request = { name: 'mine', url: 'https://shop.acme.example/in' };
    const { endpoint } = await (await site.post('/v1/webhook-endpoints', request)).json();
    expect((await site.post('/v1/webhook-endpoints', request)).status).toBe(409);
    const path = `/v1/webhook-endpoints/${endpoint.id}`;
    const gone = await site.app.request(path, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    });
    expect(gone.status).toBe(204);
    expect((await site.get(path)).status).toBe(404);
    expect((await site.post('/v1/webhook-endpoints', request)).status).toBe(201);
  });

  test('are listed page by page, and go on where they were when the cursor itself is deleted', async () => {
    const made = [];
    for (let at = 0; at < 3; at += 1) made.unshift((await site.makeEndpoint()).id);
    const page = async (query: string) => (await site.get(`/v1/webhook-endpoints?${query}`)).json();
    const { nextCursor } = await page('limit=2');
    expect(nextCursor).toBe(made[1]);
    await site.app.request(`/v1/webhook-endpoints/${nextCursor}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    });
    expect((await page(`limit=1&cursor=${nextCursor}`)).data).toMatchObject([{ id: made[2] }]);
  });

  test('sign with the old and the new secret for 24 hours, and with five at most', async () => {
    const endpoint = await site.makeEndpoint();
    const secrets = [endpoint.secret];
    for (let round = 0; round < 4; round += 1) {
      const answer = await rotate(endpoint.id);
      expect(answer.status).toBe(201);
      secrets.unshift((await answer.json()).secret);
    }
    expect((await rotate(endpoint.id)).status).toBe(409);
    await site.tell();
    await site.passTime(0);
    expect(site.to(endpoint).at(-1)?.secrets).toEqual(secrets);
    const { secrets: shown } = await site.endpointNow(endpoint.id);
    expect(shown.map(({ endsAt }) => endsAt === null)).toEqual([true, false, false, false, false]);
    site.clock.now += DAY_MS - HOUR_MS;
    expect((await rotate(endpoint.id)).status).toBe(409);
    site.clock.now += HOUR_MS;
    await site.tell();
    await site.passTime(0);
    expect(site.to(endpoint).at(-1)?.secrets).toEqual(secrets.slice(0, 1));
  });

  test('leave a trail of ids in the audit', async () => {
    const { id } = await site.makeEndpoint();
    await rotate(id);
    await site.post(`/v1/webhook-endpoints/${id}/disable`, {});
    await site.post(`/v1/webhook-endpoints/${id}/disable`, {});
    await site.post(`/v1/webhook-endpoints/${id}/enable`, {});
    const { data } = await (await site.get(`/v1/audit?subject=webhook&subjectId=${id}`)).json();
    expect(data.map(({ actor, reason }: Record<string, string>) => [actor, reason])).toEqual([
      ['key:shop', 'webhook_enabled'],
      ['key:shop', 'webhook_disabled'],
      ['key:shop', 'webhook_secret_rotated'],
      ['key:shop', 'webhook_made'],
    ]);
  });

  test('of the file are made once, change with it, and end with it', async () => {
    const own = async () => {
      const { data } = await (await site.get('/v1/webhook-endpoints')).json();
      return data.filter(({ managedBy }: { managedBy: string }) => managedBy === 'file');
    };
    await applyFile(withWebhooks([declared]));
    const [first] = await own();
    expect(first).toMatchObject({ name: 'letters', events: null, status: 'active' });
    await applyFile(withWebhooks([declared]));
    expect(await own()).toEqual([first]);
    for (const [verb, body] of [
      ['secrets', {}],
      ['disable', {}],
    ] as const) {
      const answer = await site.post(`/v1/webhook-endpoints/${first.id}/${verb}`, body);
      expect(answer.status).toBe(verb === 'secrets' ? 409 : 200);
    }
    await applyFile(withWebhooks([{ ...declared, events: ['reward.failed'] }]));
    expect(await own()).toMatchObject([{ id: first.id, status: 'disabled', events: ['reward.failed'] }]);
    await applyFile(withWebhooks([{ ...declared, url: 'https://shop.acme.example/other' }]));
    expect(await own()).toMatchObject([{ id: first.id, status: 'active', events: null }]);
    await site.tell();
    await site.passTime(0);
    const [letter] = site.letters.filter(({ url }) => url === 'https://shop.acme.example/other');
    expect(letter?.secrets).toEqual([FILE_SECRET]);
    await applyFile(withWebhooks([]));
    expect(await own()).toEqual([]);
  });
});

test('a receiver with the reference library takes what is sent over a real connection, with either secret', async () => {
  const goodturn = await startHarness('sqlite', {
    env: { WEBHOOK_LOOPBACK: 'on' },
    overrides: { clock: Date.now },
  });
  const received: { headers: http.IncomingHttpHeaders; body: string }[] = [];
  const receiver = http.createServer(async (request, answer) => {
    received.push({ headers: request.headers, body: await text(request) });
    answer.writeHead(204).end();
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const { port } = receiver.address() as AddressInfo;
  const request = { name: 'real', url: `http://127.0.0.1:${port}/in` };
  const made = await (await goodturn.post('/v1/webhook-endpoints', request)).json();
  const rotated = await goodturn.post(`/v1/webhook-endpoints/${made.endpoint.id}/secrets`, {});
  const ada = await member(goodturn);
  await goodturn.post('/v1/events', purchase({ referralCode: ada.code }));
  await goodturn.deps.worker.settle();
  await goodturn.deps.deliveries.settle();
  receiver.close();
  receiver.closeAllConnections();

  expect(received).toHaveLength(2);
  for (const { headers, body } of received) {
    for (const secret of [made.secret, (await rotated.clone().json()).secret]) {
      const told = new Webhook(secret).verify(body, headers as Record<string, string>);
      expect(webhookMessage('reward.issued').parse(told)).toEqual(told);
    }
    expect(body).not.toMatch(/http|@/);
  }
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
});
