import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { afterAll } from 'vitest';
import { buildApp } from '../../../server/app.ts';
import type { ConfigFile } from '../../../shared/contract/site.ts';
import { acmeConfig } from '../../support/acme.ts';
import { startHarness } from '../../support/harness.ts';

const WIDGET_FOLDER = fileURLToPath(new URL('../../../dist/widget', import.meta.url));

/** One request as it arrived, preflights included. */
export type SeenRequest = { method: string; path: string; headers: Headers; body: string };

export type LiveGoodturn = Awaited<ReturnType<typeof startLiveGoodturn>>;

/**
 * The server of this process behind a real port, with the built widget, for pages of the given origins.
 * Call it at the top of a test file: it ends with the file.
 */
export async function startLiveGoodturn(...origins: string[]) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const harness = await startHarness('sqlite', {
    config: configFor(origins),
    env: { PUBLIC_URL: url },
    // A browser's clock cannot be moved along with the server's.
    overrides: { clock: Date.now },
  });
  const app = buildApp(harness.deps, { widgetFolder: WIDGET_FOLDER });
  const seen: SeenRequest[] = [];
  server.on(
    'request',
    getRequestListener(async (request) => {
      const { method, headers } = request;
      const body = method === 'POST' ? await request.clone().text() : '';
      seen.push({ method, path: new URL(request.url).pathname, headers, body });
      return app.fetch(request);
    }),
  );
  // Registered after the harness's own and therefore run before it: nobody asks a closed database.
  afterAll(() => {
    harness.deps.changes.close();
    server.closeAllConnections();
    server.close();
  });

  let people = 0;

  async function answerOf(sent: Promise<Response>) {
    const response = await sent;
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return response.json();
  }

  /** A purchase by a new friend, ordered and delivered: a gift card for each of the two. */
  async function befriend(code: string): Promise<{ friendId: string; rewardIds: string[] }> {
    people += 1;
    const friendId = `friend_${people}`;
    const event = {
      type: 'purchase',
      eventId: `order_${people}`,
      customer: { id: friendId },
      referralCode: code,
      amount: { amount: 4200, currency: 'USD' },
    };
    const { rewards } = await answerOf(harness.post('/v1/events', event));
    await harness.deps.worker.settle();
    return { friendId, rewardIds: rewards.map((reward: { id: string }) => reward.id) };
  }

  return {
    ...harness,
    url,
    seen,
    befriend,
    /** A new member of the site who has referred so many friends, and the token that the site's back end made. */
    async member({
      friends = 0,
    } = {}): Promise<{ participantToken: string; code: string; shareUrl: string }> {
      people += 1;
      const externalId = `member_${people}`;
      const person = { externalId, displayName: 'Ada' };
      const { codes } = await answerOf(harness.post('/v1/participants', person));
      for (let friend = 0; friend < friends; friend++) await befriend(codes[0].code);
      const { participantToken } = await answerOf(harness.post('/v1/participant-tokens', { externalId }));
      return { participantToken, code: codes[0].code, shareUrl: codes[0].url };
    },
    async claimPageUrl(rewardId: string): Promise<string> {
      return (await answerOf(harness.post(`/v1/rewards/${rewardId}/claim-page`, {}))).claimPageUrl;
    },
  };
}

function configFor(origins: string[]): ConfigFile {
  const share = {
    message: 'I like Acme.',
    channels: ['copy' as const, 'whatsapp' as const, 'email' as const, 'qr' as const],
  };
  const config = acmeConfig({ landingUrl: `${origins[0]}/welcome`, share });
  return { sites: config.sites.map((site) => (site.id === 'acme' ? { ...site, origins } : site)) };
}
