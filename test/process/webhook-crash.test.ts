import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { newWebhookSecret } from '../../server/vault/random.ts';
import { configFile } from '../../shared/contract/site.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { WEBHOOK_CRASH_POINTS } from './crash-points.ts';
import { inspect, makeReferrer, openStand, REWARDS_PER_EVENT, type Stand, tellPurchase } from './stand.ts';

const SECRET = newWebhookSecret();
/** From restart to the last message. */
const RECOVERY_MS = 20_000;

/** Where a message can be lost or doubled: on its own road, and where it is written with its cause. */
const POINTS = ['settle-order:before-commit', 'settle-order:after-commit', ...WEBHOOK_CRASH_POINTS];

/** A site's receiver: verifies every message and remembers which ids came, and when they were stamped. */
async function startReceiver() {
  const verify = new Webhook(SECRET);
  const stamps = new Map<string, number[]>();
  const habits = { hangs: false };
  const server = http.createServer(async (request, answer) => {
    if (habits.hangs) return;
    const headers = request.headers as Record<string, string>;
    verify.verify(await text(request), headers);
    const id = headers['webhook-id'] ?? '';
    stamps.set(id, [...(stamps.get(id) ?? []), Number(headers['webhook-timestamp'])]);
    answer.writeHead(204).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { stamps, habits, server, port: (server.address() as AddressInfo).port };
}

function toldConfig(port: number) {
  const webhooks = [
    {
      name: 'receiver',
      url: `http://127.0.0.1:${port}/in`,
      events: ['reward.issued'],
      secrets: [{ env: 'RECEIVER_SECRET' }],
    },
  ];
  const [acme, ...others] = acmeConfig().sites;
  return configFile.parse({ sites: [{ ...acme, webhooks }, ...others] });
}

describe.concurrent.each(DIALECTS)('a server on %s that tells a site', (dialect) => {
  let stand: Stand;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let events = 0;

  beforeAll(async () => {
    receiver = await startReceiver();
    stand = await openStand(await freshDatabaseUrl(dialect), { config: toldConfig(receiver.port) });
  });
  afterAll(async () => {
    await stand.stop();
    receiver.server.close();
    receiver.server.closeAllConnections();
  });

  const env = {
    RECEIVER_SECRET: SECRET,
    WEBHOOK_LOOPBACK: 'on',
    WEBHOOK_TIMEOUT_MS: '300',
    WEBHOOK_POLL_MS: '50',
  };

  async function outbox(): Promise<string[]> {
    const rows = await inspect(stand.databaseUrl, (db) =>
      db.selectFrom('webhookMessage').select('id').execute(),
    );
    return rows.map(({ id }) => id).sort();
  }

  async function waiting(): Promise<unknown[]> {
    return inspect(stand.databaseUrl, (db) =>
      db.selectFrom('webhookDelivery').select('messageId').where('status', '=', 'waiting').execute(),
    );
  }

  describe('killed in the middle of telling', { concurrent: false }, () => {
    test.for(POINTS)(
      '%s: every message arrives under its own id, freshly stamped',
      async (point, context) => {
        const { expect, onTestFinished } = context;
        const dying = await stand.start({ ...env, GOODTURN_CRASH_AT: point });
        const name = point.replace(':', '-');
        const code = await makeReferrer(dying, name);
        await tellPurchase(dying, name, code);
        events += 1;
        expect(await dying.exited).toEqual({ code: null, signal: 'SIGKILL' });

        const restartedAt = Math.floor(Date.now() / 1000);
        const before = new Set(receiver.stamps.keys());
        const recovered = await stand.start(env);
        onTestFinished(async () => void (await recovered.kill('SIGKILL')));
        await expect
          .poll(outbox, { timeout: RECOVERY_MS, interval: 50 })
          .toHaveLength(events * REWARDS_PER_EVENT);
        await expect
          .poll(async () => [...receiver.stamps.keys()].sort(), { timeout: RECOVERY_MS, interval: 50 })
          .toEqual(await outbox());
        // Nothing is left for the next server, which has to die by its own messages.
        await expect.poll(waiting, { timeout: RECOVERY_MS, interval: 50 }).toEqual([]);
        for (const [id, stamps] of receiver.stamps) {
          if (!before.has(id)) expect(stamps[0]).toBeGreaterThanOrEqual(restartedAt);
        }
      },
    );

    test('stops in time while an endpoint hangs, and leaves the message to the next server at once', async (context) => {
      const { expect } = context;
      receiver.habits.hangs = true;
      const slow = { ...env, WEBHOOK_TIMEOUT_MS: '15000', DRAIN_MS: '2000' };
      const server = await stand.start(slow);
      await tellPurchase(server, 'hanging', await makeReferrer(server, 'hanging'));
      const held = () =>
        inspect(stand.databaseUrl, (db) =>
          db.selectFrom('webhookDelivery').select('tries').where('leaseUntil', '>', 0).execute(),
        );
      await expect.poll(held, { timeout: RECOVERY_MS, interval: 20 }).toHaveLength(REWARDS_PER_EVENT);
      expect(await server.kill()).toEqual({ code: 0, signal: null });
      expect(await held()).toEqual([]);
      receiver.habits.hangs = false;
      const next = await stand.start(slow);
      await expect.poll(waiting, { timeout: RECOVERY_MS, interval: 20 }).toEqual([]);
      await next.kill('SIGKILL');
    });
  });
});
