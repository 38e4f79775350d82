import { describe, expect, test } from 'vitest';
import { startOrdering } from '../jobs/ordering.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { SECOND_KEY, withSecondKey } from '../support/second-key.ts';
import { goodturn as run } from './run.ts';

const READING_KEY = 'sk_test_acme_reading_3gH5jK7lM9nP1qR3';

/** Acme and Globex order from one account; Acme has three named keys, one of which may only read. */
const SHARED = withSecondKey(acmeConfig());
SHARED.sites[0]?.secretKeys.push({ name: 'reading', env: 'READING_KEY', scopes: ['rewards:read'] });

describe.each(DIALECTS)('what whoever runs the installation does, on %s', async (dialect) => {
  const env = { SECOND_KEY, READING_KEY };
  const goodturn = await startOrdering(dialect, { config: SHARED, env });
  const call = (...line: string[]) => run(goodturn.databaseUrl, line, env);
  const account = async () => (await (await goodturn.get('/v1/accounts')).json()).data[0];

  describe('goodturn topup', () => {
    const pay = (id: string, amount: string) =>
      call(
        ...['topup', 'installation', '--amount', amount, '--currency', 'USD', '--id', id],
        '--reason',
        'Wire',
      );

    test('notes once what was paid into an account that several sites share, and they learn whether it runs low', async () => {
      expect(await account()).toMatchObject({ funding: null, funds: null });
      expect(await pay('wire-1', '50.00')).toMatchObject({
        code: 0,
        said: ['$50 is noted for the account installation.'],
      });
      expect(await pay('wire-1', '50')).toMatchObject({
        code: 0,
        said: ['$50 was noted before under this id.'],
      });
      expect(await pay('wire-1', '51')).toMatchObject({ code: 1 });
      expect(await account()).toMatchObject({ funding: 'enough', funds: null });
      expect(await goodturn.deps.store.read.funds.ofAccount('installation')).toMatchObject([
        { toppedUp: 5000, filledTo: 5000 },
      ]);
      await goodturn.earn(2);
      await goodturn.deps.worker.settle();
      expect(await account()).toMatchObject({ funding: 'low', funds: null });
    });

    test('says what is missing, and which accounts there are', async () => {
      const { code, complained } = await call(
        'topup',
        'installation',
        '--amount',
        '1.005',
        '--currency',
        'USD',
      );
      expect([code, complained.join('\n')]).toEqual([
        1,
        expect.stringContaining('--amount, such as 5000.00'),
      ]);
      expect(complained).toHaveLength(3);
      const unknown = ['topup', 'nobody', '--amount', '5', '--currency', 'USD', '--id', 'x', '--reason', 'x'];
      expect((await call(...unknown)).complained).toEqual([
        'There is no account nobody; there is installation.',
      ]);
    });
  });

  describe('goodturn reissue', () => {
    test('takes two people with their own secret keys, as the API does', async () => {
      const [lost] = await goodturn.earn();
      await goodturn.deps.worker.settle();
      const again = (key: string) =>
        call('reissue', lost?.id ?? '', '--key', key, '--reason', 'lost', '--proof', 'Ticket 4711');
      expect((await again('READING_KEY')).complained).toEqual([
        'The secret key reading lacks the scope rewards:review.',
      ]);
      expect((await again('NO_SUCH_KEY')).complained).toEqual([
        'The environment variable NO_SUCH_KEY is not set.',
      ]);
      expect((await again('ACME_SECRET_KEY')).said).toEqual([
        expect.stringMatching(/^shop has asked for it/),
      ]);
      expect((await again('ACME_SECRET_KEY')).code).toBe(1);
      expect((await again('GLOBEX_SECRET_KEY')).complained).toEqual(['There is no such reward.']);
      const given = await again('SECOND_KEY');
      expect(given).toMatchObject({ code: 0 });
      const { reissuedAs, timeline } = await (await goodturn.get(`/v1/rewards/${lost?.id}`)).json();
      expect(given.said[0]).toContain(reissuedAs);
      expect(timeline.slice(-2)).toMatchObject([{ actor: 'key:shop' }, { actor: 'key:second' }]);
    });

    test('asks for a reason, a proof and a key', async () => {
      expect((await call('reissue', 'rwd_1', '--key', 'SECOND_KEY')).complained).toHaveLength(2);
      const keyless = await call('reissue', 'rwd_1', '--reason', 'lost', '--proof', 'Ticket 4711');
      expect(keyless.complained).toEqual([
        'Name the environment variable that holds your secret key: --key NAME.',
      ]);
    });
  });
});
