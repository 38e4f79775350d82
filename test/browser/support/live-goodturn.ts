import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { afterAll } from 'vitest';
import { buildApp } from '../../../server/app.ts';
import type { ConfigFile } from '../../../shared/contract/site.ts';
import { acmeConfig } from '../../support/acme.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

const WIDGET_FOLDER = fileURLToPath(new URL('../../../dist/widget', import.meta.url));

/** One request as it arrived, preflights included. */
export type SeenRequest = { method: string; path: string; headers: Headers; body: string };

/**
 * The server of this process behind a real port, with the built widget, for pages of the given origins.
 * Call it at the top of a test file: it ends with the file.
 */
export async function startLiveGoodturn(...origins: [string, ...string[]]) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const harness = await startHarness('sqlite', {
    config: configFor(origins),
    env: { PUBLIC_URL: url },
    // A browser's clock cannot be moved along with the server's.
    overrides: { clock: Date.now },
  });
  const seen: SeenRequest[] = [];
  server.on('request', listener(harness, seen));
  // Registered after the harness's own and therefore run before it: nobody asks a closed database.
  afterAll(() => {
    harness.deps.changes.close();
    server.closeAllConnections();
    server.close();
  });
  return { ...harness, url, seen, ...people(harness) };
}

function listener({ deps }: Harness, seen: SeenRequest[]) {
  const app = buildApp(deps, { widgetFolder: WIDGET_FOLDER });
  return getRequestListener(async (request) => {
    const { method, headers } = request;
    const body = method === 'POST' ? await request.clone().text() : '';
    seen.push({ method, path: new URL(request.url).pathname, headers, body });
    return app.fetch(request);
  });
}

type Member = { participantToken: string; code: string; shareUrl: string };

/** Members and friends, made the way a site's back end makes them. */
function people({ post, deps }: Harness) {
  let count = 0;

  async function call(path: string, body: object) {
    const response = await post(path, body);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  /** A purchase by a new friend, ordered and delivered: a gift card for each of the two. */
  async function befriend(code: string): Promise<{ id: string; beneficiary: string }[]> {
    count += 1;
    const { rewards } = await call('/v1/events', {
      type: 'purchase',
      eventId: `order_${count}`,
      customer: { id: `friend_${count}` },
      referralCode: code,
      amount: { amount: 4200, currency: 'USD' },
    });
    await deps.worker.settle();
    return rewards;
  }

  return {
    befriend,
    /** A new member of the site, called Ada, who has referred so many friends. */
    async member({ friends = 0 } = {}): Promise<Member> {
      count += 1;
      const externalId = `member_${count}`;
      const { codes } = await call('/v1/participants', { externalId, displayName: 'Ada' });
      const { code, url } = codes[0];
      for (let friend = 0; friend < friends; friend++) await befriend(code);
      const { participantToken } = await call('/v1/participant-tokens', { externalId });
      return { participantToken, code, shareUrl: url };
    },
    async claimPageUrl(rewardId: string): Promise<string> {
      return (await call(`/v1/rewards/${rewardId}/claim-page`, {})).claimPageUrl;
    },
  };
}

/** The query with the referral token that a share link puts on the landing address. */
export async function followLink(shareUrl: string): Promise<string> {
  const visit = await fetch(shareUrl, { redirect: 'manual' });
  return new URL(visit.headers.get('Location') ?? '').search;
}

function configFor(origins: string[]): ConfigFile {
  const share = {
    message: 'I like Acme.',
    channels: ['copy' as const, 'whatsapp' as const, 'email' as const, 'qr' as const],
  };
  const config = acmeConfig({ landingUrl: `${origins[0]}/welcome`, share });
  return { sites: config.sites.map((site) => (site.id === 'acme' ? { ...site, origins } : site)) };
}
