import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { findCanaries } from '../leaks/canaries.ts';
import {
  DISPLAY_NAME,
  joinMember,
  learnFromUpstream,
  openRewards,
  type Run,
  referFriend,
} from '../leaks/full-run.ts';
import { sendHostileRequests } from '../leaks/hostile-requests.ts';
import { readEverything } from '../leaks/read-everything.ts';
import { watchStoredBytes } from '../leaks/stored-bytes.ts';
import { startWitness, type Witness } from '../leaks/witness.ts';
import { startReceiver } from '../sandbox/receiver.ts';
import { SECRETS } from '../support/acme.ts';
import { DIALECTS, type Dialect, freshDatabaseUrl } from '../support/databases.ts';
import { SHORT_LEASES, startServerProcess } from '../support/server-process.ts';

const ALERT_SECRET = 'whsec_Y2FuYXJ5LWFsZXJ0LXNlY3JldC1vZi10aGUtbGVhay10ZXN0';
const DATABASE_PASSWORD = 'canary-database-password-3Gh8';

/** Where a chosen name and the order that raised the alert must be found. */
const FOUND = {
  sqlite: [
    /^name in .*-wal before/,
    /^name in .*db after/,
    /^name in VACUUM/,
    /^order in log/,
    /^order in alerts/,
  ],
  postgres: [
    /^name in dump of/,
    /^name in file of participant$/,
    /^name in log 0/,
    /^order in log$/,
    /^order in alerts/,
  ],
};

describe.each(DIALECTS)('a full run on %s', (dialect) => {
  test('28: leaves no claim, person, key or token in any byte that it wrote or answered', async () => {
    const witness = startWitness();
    keepKeys(witness);
    const databaseUrl = await addressWithPassword(dialect);
    const stored = await watchStoredBytes(databaseUrl);
    const operators = await startReceiver(500, 204);
    const sandbox = await startSandbox({ port: 0 });
    const server = await startServerProcess({
      databaseUrl,
      sandboxUrl: sandbox.url,
      env: {
        ...SHORT_LEASES,
        NODE_ENV: 'production',
        LOG_LEVEL: 'debug',
        ALERT_WEBHOOK_URL: operators.url,
        ALERT_WEBHOOK_SECRET: ALERT_SECRET,
      },
    });
    const run: Run = { server, sandboxUrl: sandbox.url, stored, witness };

    const ada = await joinMember(run, 'ada');
    const earned = [];
    for (const friend of ['bea', 'cyd', 'dov']) earned.push(...(await referFriend(run, ada, friend)));
    await expect.poll(() => statusesOf(run), { timeout: 20_000 }).toEqual(Array(6).fill('issued'));
    expect(await learnFromUpstream(run)).toHaveLength(6);
    const own: string[] = await ownRewards(run, ada.session);
    const [mine = '', broken = ''] = own;
    const theirs = earned.find((id) => !own.includes(id)) ?? '';
    await openRewards(run, ada, mine, theirs);
    await stored.run(`update claim set "sealedLink" = "sealedAnswer" where "rewardId" = '${broken}'`);
    const refused = await server.widget(`/v1/widget/rewards/${broken}/reveal`, {
      method: 'POST',
      session: ada.session,
    });
    await witness.hear('POST reveal of a broken claim', refused);
    expect(refused.status).toBe(500);
    await sendHostileRequests(run);

    await runOutOfFunds(sandbox.url);
    await referFriend(run, ada, 'eve');
    await expect.poll(() => operators.received.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);

    const {
      data: [waiting],
    } = await (await server.site('/v1/orders')).json();
    const read = await readEverything(run, ada, {
      '/v1/rewards/{id}': mine,
      '/v1/orders/{id}': waiting,
      '/v1/participants/{id}': ada.id,
      '/v1/events/{eventId}': 'order_bea',
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
    console.log(
      server.lines
        .filter((l) => !/"msg":"request"/.test(l))
        .map((l) => l.slice(0, 900))
        .join('\n'),
    );
    expect(witness.overheard()).toEqual([]);
    expect(findCanaries(written, witness.kept())).toEqual([]);

    // What may be there is found there: the scan reads the right bytes, and reads them right.
    const harmless = [
      { what: 'name', text: DISPLAY_NAME },
      { what: 'order', text: waiting },
    ];
    const found = findCanaries(written, harmless).map(({ place, what }) => `${what} in ${place}`);
    expect(found).toEqual(expect.arrayContaining(FOUND[dialect].map((line) => expect.stringMatching(line))));
  });
});

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

/** The id of the order that found no funds. */
async function orderThatWaits({ server }: Run): Promise<string> {
  const { data } = await (await server.site('/v1/orders')).json();
  return data.find(({ status }: { status: string }) => status === 'queued').id;
}

async function ownRewards({ server }: Run, session: string): Promise<string[]> {
  const { rewards } = await (await server.widget('/v1/widget/me', { session })).json();
  return rewards.map(({ id }: { id: string }) => id);
}
