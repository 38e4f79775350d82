import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Reward } from '../../shared/contract/reward.ts';
import { SECRETS } from '../support/acme.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { startProcess } from '../support/processes.ts';
import { type ServerProcess, startRefused } from '../support/server-process.ts';
import { allRewards, issuedCount, makeReferrer, openStand, tellPurchase } from './stand.ts';

const GOODTURN = fileURLToPath(new URL('../../server/goodturn.mjs', import.meta.url));
const ONLY_NEW = { GOODTURN_SECRET: 'the-second-master-secret-6Yh7Uj8Ik9Ol0P' };
const BOTH = { ...ONLY_NEW, GOODTURN_SECRET_PREVIOUS: SECRETS.GOODTURN_SECRET };

/** Purchases before the rotation and during it, each with two gift cards. Each column of sealed values is a transaction. */
const PURCHASES = 6;

async function buy(server: ServerProcess, code: string, name: string, count: number): Promise<void> {
  const told = Array.from({ length: count }, (_, number) => `${name}-${number}`);
  for (const eventId of told) expect(await tellPurchase(server, eventId, code)).toBe(true);
  for (const eventId of told) {
    await expect.poll(() => issuedCount(server, eventId), { timeout: 30_000, interval: 50 }).toBe(2);
  }
}

/** The address of each claim page, every one of which answers; opening one unseals what it shows. */
async function claimPages(server: ServerProcess, rewards: Reward[]): Promise<string[]> {
  const pages: string[] = [];
  for (const { id } of rewards) {
    const given = await server.site(`/v1/rewards/${id}/claim-page`, { body: {} });
    const { claimPageUrl } = (await given.json()) as { claimPageUrl: string };
    const page = await fetch(server.url + new URL(claimPageUrl).pathname);
    expect(page.status).toBe(200);
    pages.push(claimPageUrl);
  }
  return pages;
}

describe.each(DIALECTS)('goodturn keys rotate on %s', (dialect) => {
  test('killed halfway and run again beside a server that works leaves nothing unreadable', async () => {
    const databaseUrl = await freshDatabaseUrl(dialect);
    const stand = await openStand(databaseUrl);
    onTestFinished(() => stand.stop());
    const start = async (env: Record<string, string>) => {
      const server = await stand.start({ GIFT_CARD_API_CONCURRENCY: '20', ...env });
      onTestFinished(async () => void (await server.kill('SIGKILL')));
      return server;
    };
    const rotate = async (env: Record<string, string> = {}) => {
      const args = [GOODTURN, 'keys', 'rotate'];
      const all = { DATABASE_URL: databaseUrl, ...SECRETS, ...BOTH, ...env };
      const { exited, lines } = await startProcess({ command: process.execPath, args, env: all });
      return { exit: await exited, lines };
    };

    const first = await start({});
    const code = await makeReferrer(first, 'ada');
    await buy(first, code, 'before', PURCHASES);
    const rewards = await allRewards(first);
    const pages = await claimPages(first, rewards);
    await first.kill('SIGTERM');

    const server = await start(BOTH);
    const killed = await rotate({ GOODTURN_CRASH_AT: 'reseal:after-commit@3' });
    expect(killed.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await claimPages(server, rewards)).toEqual(pages);
    const refused = await startRefused({ databaseUrl, env: ONLY_NEW });
    expect(refused).toEqual({
      code: 1,
      said: [expect.stringMatching(/^GOODTURN_SECRET_PREVIOUS must name the secret of before until .+\.$/)],
    });

    const [again] = await Promise.all([rotate(), buy(server, code, 'meanwhile', PURCHASES)]);
    expect(again.exit).toEqual({ code: 0, signal: null });
    expect(again.lines.at(-1)).toMatch(
      /^Nothing is left under [0-9a-f]{8}: take GOODTURN_SECRET_PREVIOUS away/,
    );
    expect(await claimPages(server, rewards)).toEqual(pages);
    const idle = await rotate();
    expect(idle.lines).toEqual([
      expect.stringMatching(/^Everything is sealed with the key of GOODTURN_SECRET/),
    ]);
    await server.kill('SIGTERM');

    const after = await start(ONLY_NEW);
    expect(await claimPages(after, rewards)).toEqual(pages);
    expect(await claimPages(after, await allRewards(after))).toHaveLength(4 * PURCHASES);
    await buy(after, code, 'after', 1);
    if (dialect === 'sqlite')
      expect(existsSync(`${databaseUrl.replace(/^file:/, '')}.checkpoints`)).toBe(true);
  });
});
