import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { findCanaries } from '../leaks/canaries.ts';
import {
  DELIVERING,
  DISPLAY_NAME,
  deliverCards,
  joinMember,
  learnFromUpstream,
  type Member,
  mailBatch,
  openRewards,
  type Run,
  referFriend,
} from '../leaks/full-run.ts';
import { sendHostileRequests } from '../leaks/hostile-requests.ts';
import { readEverything } from '../leaks/read-everything.ts';
import { watchStoredBytes } from '../leaks/stored-bytes.ts';
import { startWitness, type Witness } from '../leaks/witness.ts';
import { startReceiver } from '../sandbox/receiver.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import { DIALECTS, type Dialect, freshDatabaseUrl } from '../support/databases.ts';
import { SHORT_LEASES, startServerProcess } from '../support/server-process.ts';

const ALERT_SECRET = 'whsec_Y2FuYXJ5LWFsZXJ0LXNlY3JldC1vZi10aGUtbGVhay10ZXN0';
const DATABASE_PASSWORD = 'canary-database-password-3Gh8';

/** What may be written is found where it was written, which shows that the scan reads the right bytes. */
const FOUND = {
  sqlite: [/^name in .*-wal before/, /^name in .*db after/, /^name in VACUUM/, /^order in log/],
  postgres: [/^name in dump of/, /^name in file of participant$/, /^name in log 0/, /^order in log$/],
};

describe.each(DIALECTS)('a full run on %s', (dialect) => {
  test('28: leaves no claim, person, key or token in any byte that it wrote or answered', async () => {
    const operators = await startReceiver(500, 204);
    const sandbox = await startSandbox({ port: 0 });
    const run = await startRun(await addressWithPassword(dialect), sandbox.url, operators.url);
    const { server, stored, witness } = run;

    const endpointId = await makeWebhookEndpoint(run);
    const ada = await fromClickToClaim(run);
    const delivered = await deliverCards(run);
    const batchId = await mailBatch(run);
    await expect
      .poll(() => statusesOf(run), { timeout: 20_000 })
      .toEqual(Array(9).fill(expect.stringMatching(/^(issued|opened)$/)));
    await sendHostileRequests(run);
    await runOutOfFunds(sandbox.url);
    await referFriend(run, ada, 'eve');
    await expect.poll(() => operators.received.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    const { orderId } = JSON.parse(operators.received[0]?.body ?? '').data.ids;
    const read = await readEverything(run, ada, {
      '/v1/rewards/{id}': delivered[1] ?? '',
      '/v1/orders/{id}': orderId,
      '/v1/reward-batches/{id}': batchId,
      '/v1/reward-batches/{id}/items': batchId,
      '/v1/participants/{id}': ada.id,
      '/v1/participants/{id}/export': ada.id,
      '/v1/events/{eventId}': 'order_bea',
      '/v1/programs/{id}/budget': 'friends',
      '/v1/webhook-endpoints/{id}': endpointId,
      '/v1/webhook-endpoints/{id}/deliveries': endpointId,
    });
    expect(read).toEqual(expect.arrayContaining(['/v1/rewards', '/v1/widget/events', '/metrics']));

    const alive = await stored.everything();
    expect((await server.kill()).code).toBe(0);
    await sandbox.stop();
    const written = [
      ...alive,
      ...(await stored.everything()).map(({ place, bytes }) => ({ place: `${place}, stopped`, bytes })),
      { place: 'log', bytes: server.lines.join('\n') },
      { place: 'alerts', bytes: operators.received.map(({ body }) => body).join('\n') },
    ];
    expect(witness.overheard()).toEqual([]);
    expect(findCanaries(written, witness.kept())).toEqual([]);

    const harmless = [
      { what: 'name', text: DISPLAY_NAME },
      { what: 'order', text: orderId },
    ];
    const found = findCanaries(written, harmless).map(({ place, what }) => `${what} in ${place}`);
    expect(found).toEqual(expect.arrayContaining(FOUND[dialect].map((line) => expect.stringMatching(line))));
  });
});

async function startRun(databaseUrl: string, sandboxUrl: string, alertUrl: string): Promise<Run> {
  const witness = startWitness();
  keepKeys(witness);
  const stored = await watchStoredBytes(databaseUrl);
  const server = await startServerProcess({
    databaseUrl,
    sandboxUrl,
    config: acmeConfig({}, DELIVERING),
    env: {
      ...SHORT_LEASES,
      NODE_ENV: 'production',
      LOG_LEVEL: 'debug',
      ALERT_WEBHOOK_URL: alertUrl,
      ALERT_WEBHOOK_SECRET: ALERT_SECRET,
    },
  });
  return { server, sandboxUrl, stored, witness };
}

/** Nobody listens there, so that its messages wait in the outbox, which is read with everything else. */
async function makeWebhookEndpoint({ server, witness }: Run): Promise<string> {
  const body = { name: 'canary', url: 'https://receiver.invalid/in' };
  const made = await server.site('/v1/webhook-endpoints', { body });
  const { endpoint, secret } = JSON.parse(await witness.hear('POST /v1/webhook-endpoints', made, ['key']));
  witness.keep('key', 'webhook secret', secret.slice('whsec_'.length));
  return endpoint.id;
}

/** Three friends buy, six gift cards are ordered, two are opened, and one turns out to be broken. */
async function fromClickToClaim(run: Run): Promise<Member> {
  const ada = await joinMember(run, 'ada');
  const earned = [];
  for (const friend of ['bea', 'cyd', 'dov']) earned.push(...(await referFriend(run, ada, friend)));
  await expect.poll(() => statusesOf(run), { timeout: 20_000 }).toEqual(Array(6).fill('issued'));
  expect(await learnFromUpstream(run)).toHaveLength(6);

  const own = await ownRewards(run, ada.session);
  const [mine = '', broken = ''] = own;
  await openRewards(run, ada, mine, earned.find((id) => !own.includes(id)) ?? '');
  await run.stored.run(`update claim set "sealedLink" = "sealedAnswer" where "rewardId" = '${broken}'`);
  const path = `/v1/widget/rewards/${broken}/reveal`;
  const refused = await run.server.widget(path, { method: 'POST', session: ada.session });
  expect(refused.status).toBe(500);
  await run.witness.hear('POST reveal of a broken claim', refused);
  return ada;
}

function keepKeys(witness: Witness): void {
  for (const [name, text] of Object.entries(SECRETS)) witness.keep('key', name, text);
  witness.keep('key', 'upstream token', 'sandbox-access-token');
  witness.keep('key', 'alert secret', ALERT_SECRET.replace('whsec_', ''));
  witness.keep('key', 'database password', DATABASE_PASSWORD);
}

/** PostgreSQL of the tests trusts everybody, so that any password will do; SQLite has none. */
async function addressWithPassword(dialect: Dialect): Promise<string> {
  const address = await freshDatabaseUrl(dialect);
  if (dialect === 'sqlite') return address;
  const url = new URL(address);
  url.password = DATABASE_PASSWORD;
  return url.href;
}

async function statusesOf({ server }: Run): Promise<string[]> {
  const { data } = await (await server.site('/v1/rewards')).json();
  return data.map(({ status }: { status: string }) => status);
}

/** The next order parks the account, which is news for the operators. */
async function runOutOfFunds(sandboxUrl: string): Promise<void> {
  const armed = await fetch(`${sandboxUrl}/__sandbox/fault`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ word: 'SIMNOFUNDS', times: 1 }),
  });
  if (!armed.ok) throw new Error(`the sandbox did not arm the fault: ${await armed.text()}`);
}

async function ownRewards({ server }: Run, session: string): Promise<string[]> {
  const { rewards } = await (await server.widget('/v1/widget/me', { session })).json();
  return rewards.map(({ id }: { id: string }) => id);
}
