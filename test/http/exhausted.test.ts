import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { clickThrough, member, purchase, signIn } from './support/people.ts';

// Each event of the test program makes two rewards of $15: the referrer's and the friend's.
const BOTH = 2;
const BOTH_CARDS = 3000;

describe.each(DIALECTS)('a program that cannot pay what it promises, on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

  async function given(): Promise<number> {
    const answer = await goodturn.get('/v1/rewards?programId=friends&limit=200');
    return (await answer.json()).data.length;
  }

  async function promised(): Promise<number> {
    const { reserved = 0, spent = 0 } = (await goodturn.deps.store.read.budgets.find('friends')) ?? {};
    return reserved + spent;
  }

  const buy = async () =>
    goodturn.post('/v1/events', purchase({ referralCode: (await member(goodturn)).code }));

  /** A member in the widget, with what they read of the program and whether that is news. */
  async function watcher() {
    const ada = await member(goodturn);
    const session = await signIn(goodturn, ada);
    let tag = '';
    async function status(): Promise<string> {
      const read = (headers: Record<string, string>) =>
        goodturn.widget('GET', '/v1/widget/me', { session, headers });
      const probe = await read({ 'If-None-Match': tag });
      if (probe.status === 304) return 'the same';
      tag = probe.headers.get('etag') ?? '';
      return (await probe.json()).program.status;
    }
    return { ada, status };
  }

  async function preview(code: string): Promise<string> {
    const headers = { 'User-Agent': 'Twitterbot/1.0' };
    return (await goodturn.app.request(`/r/${code}`, { headers })).text();
  }

  async function welcome(body: object) {
    return (await goodturn.widget('POST', '/v1/widget/visits', { body })).json();
  }

  test('a total that is used up by other people shows in `me`, whenever the limit was declared', async () => {
    await apply(goodturn, acmeConfig());
    await buy();
    const { status } = await watcher();
    expect(await status()).toBe('active');
    const before = await given();
    // Nobody has counted this limit yet: the rewards of before it count.
    await apply(goodturn, acmeConfig({ limits: { total: before } }));
    expect(await status()).toBe('exhausted');
    await apply(goodturn, acmeConfig({ limits: { total: before + BOTH } }));
    expect(await status()).toBe('active');
    expect(await status()).toBe('the same');
    await buy();
    expect(await status()).toBe('exhausted');
    expect(await status()).toBe('the same');
  });

  test.each([
    ['total', (total: number) => ({ total })],
    ['perDay', (perDay: number) => ({ perDay })],
    ['perReferrer', (count: number) => ({ perReferrer: { count, per: 'month' as const } })],
  ])(
    'what was earned while a limit was taken away counts when it is declared again: %s',
    async (_name, to) => {
      goodturn.clock.now += DAY_MS;
      const { code } = await member(goodturn);
      const earn = async (limits: object) => {
        await apply(goodturn, acmeConfig({ limits }));
        const answer = await goodturn.post('/v1/events', purchase({ referralCode: code }));
        return (await answer.json()).rewards.length;
      };
      const before = _name === 'total' ? await given() : 0;
      // The referrer's own limit does not count the friend's reward.
      const each = _name === 'perReferrer' ? 1 : BOTH;
      expect(await earn(to(before + each))).toBe(BOTH);
      expect(await earn({})).toBe(BOTH);
      expect(await earn(to(before + 2 * each))).toBe(BOTH - each);
    },
  );

  test('a day that is used up is over tomorrow: nothing is exhausted', async () => {
    await apply(goodturn, acmeConfig({ limits: { perDay: 1 } }));
    const { status } = await watcher();
    await buy();
    expect(await status()).toBe('active');
  });

  test.each([
    ['a place for one of the two rewards', { limits: () => given().then((n) => ({ total: n + 1 })) }],
    ['money for one of the two rewards', { budget: () => promised().then((m) => m + BOTH_CARDS - 1) }],
  ])('%s is not what the offer promises', async (_name, { limits, budget }: Left) => {
    await apply(
      goodturn,
      acmeConfig({
        ...(limits && { limits: await limits() }),
        ...(budget && { budget: { amount: await budget(), currency: 'USD' } }),
      }),
    );
    const { status } = await watcher();
    expect(await status()).toBe('exhausted');
  });

  test('neither a link preview nor the welcome promises a card; visitors still land with their token', async () => {
    await apply(goodturn, acmeConfig());
    const { ada } = await watcher();
    await buy();
    expect(await preview(ada.code)).toContain('$15');
    for (const change of [{ limits: { total: 1 } }, { budget: { amount: 1, currency: 'USD' } }]) {
      await apply(goodturn, acmeConfig(change));
      expect(await preview(ada.code)).not.toContain('$15');
      const referralToken = await clickThrough(goodturn, ada.code);
      expect(await welcome({ referralToken })).toEqual({
        referralToken,
        programId: 'friends',
        referrer: { displayName: 'A friend' },
        offer: null,
      });
    }
  });
});

type Left = { limits?: () => Promise<{ total: number }>; budget?: () => Promise<number> };
