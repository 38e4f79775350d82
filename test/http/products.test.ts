import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../server/domain/clock.ts';
import { type GiftCards, SlowedDown } from '../../server/domain/order/gift-cards.ts';
import { realGiftCards, until } from '../jobs/worker-on.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';

describe.each(DIALECTS)('GET /v1/products on %s', async (dialect) => {
  let asked = 0;
  let answer = Promise.withResolvers<[]>();
  const giftCards: GiftCards = {
    ...realGiftCards({ clock: Date.now }),
    async products(account) {
      if (await account.nextTurn()) asked += 1;
      return answer.promise;
    },
  };
  const { get, deps, clock } = await startHarness(dialect, { overrides: { giftCards } });
  const nextSendAt = async () => (await deps.store.read.accounts.find('installation'))?.nextSendAt ?? 0;

  /** Many at once, of whom the upstream is asked while all of them wait. */
  async function readAtOnce(settle: () => void) {
    asked = 0;
    const answers = Promise.all(Array.from({ length: 10 }, () => get('/v1/products')));
    await until(() => asked > 0);
    settle();
    const statuses = (await answers).map(({ status }) => status);
    answer = Promise.withResolvers();
    return { asked, statuses: new Set(statuses) };
  }

  test('503 after one request upstream however many ask, and for a minute without any', async () => {
    const fail = () => answer.reject(new Error('HTTP 500'));
    expect(await readAtOnce(fail)).toEqual({ asked: 1, statuses: new Set([503]) });
    clock.now += MINUTE_MS - 1;
    const again = await get('/v1/products');
    expect([again.status, again.headers.get('retry-after')]).toEqual([503, '60']);
    expect(asked).toBe(1);
    clock.now += 1;
    expect(await readAtOnce(fail)).toEqual({ asked: 1, statuses: new Set([503]) });
  });

  test('an upstream that has enough of it slows the account for all', async () => {
    clock.now += MINUTE_MS;
    await readAtOnce(() => answer.reject(new SlowedDown('HTTP 429', 20_000)));
    expect(await nextSendAt()).toBe(clock.now + 20_000);
  });

  test('an upstream that is not to be asked for an hour is not, and its orders rest for a minute', async () => {
    clock.now += MINUTE_MS;
    await readAtOnce(() => answer.reject(new SlowedDown('HTTP 429', 3_600_000)));
    expect(await nextSendAt()).toBe(clock.now + MINUTE_MS);
    clock.now += 3_599_999;
    expect([(await get('/v1/products')).status, asked]).toEqual([503, 1]);
  });

  test('200 from one reading, and from an old one while it cannot be read anew', async () => {
    clock.now += MINUTE_MS;
    expect(await readAtOnce(() => answer.resolve([]))).toEqual({ asked: 1, statuses: new Set([200]) });
    clock.now += DAY_MS;
    const fail = () => answer.reject(new Error('HTTP 500'));
    expect(await readAtOnce(fail)).toEqual({ asked: 1, statuses: new Set([200]) });
    expect([(await get('/v1/products')).status, asked]).toEqual([200, 1]);
  });
});
