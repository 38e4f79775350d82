import { afterAll, describe, expect, test } from 'vitest';
import { applySites } from '../../server/apply-sites.ts';
import { parseConfigFile } from '../../server/config/config-file.ts';
import { readEnv } from '../../server/config/env.ts';
import { checkPrograms } from '../../server/jobs/check-programs.ts';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { startScriptedUpstream } from '../support/scripted-upstream.ts';

/** $12 are no value of the gift card. */
const TWELVE = [
  {
    id: 'first-purchase',
    on: 'purchase',
    when: {},
    milestone: null,
    rewards: [
      {
        to: 'referrer' as const,
        productId: 'CVS',
        value: { amount: 1200, currency: 'USD' },
        delivery: 'Links' as const,
      },
    ],
  },
];
const ALLOWED =
  'rules[0].rewards[0].value.amount must be one of $10, $15, $20, $25 or $50 for CVS; 1200 is $12';

function declared(config = acmeConfig({ rules: TWELVE })) {
  return parseConfigFile(JSON.stringify(config), readEnv(SECRETS));
}

function put({ app }: Harness, id: string, body: unknown) {
  return app.request(`/v1/programs/${id}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    body: JSON.stringify(body),
  });
}

describe.each(DIALECTS)('values that the gift card does not have, on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

  test('stop the start with one sentence that lists what it has, and nothing is stored', async () => {
    await expect(applySites(goodturn.deps, declared())).rejects.toMatchObject({
      name: 'ConfigError',
      faults: [`sites[0].programs[0].${ALLOWED}.`],
    });
    expect((await goodturn.deps.store.read.sites.program('friends'))?.version).toBe(1);
  });

  test('answer 400 over the API', async () => {
    const answer = await put(goodturn, 'twelve', programLike({ id: 'twelve', rules: TWELVE }));
    expect(answer.status).toBe(400);
    const { path, message } = { path: ALLOWED.split(' ')[0], message: ALLOWED.replace(/^\S+ /, '') };
    expect(await answer.json()).toMatchObject({ code: 'invalid_body', errors: [{ path, message }] });
  });

  test('a good file is applied and told program by program', async () => {
    const config = acmeConfig({ hold: { days: 3 } }, [programLike({ id: 'second' })]);
    expect(await applySites(goodturn.deps, declared(config))).toEqual({
      warnings: [],
      changes: [
        {
          siteId: 'acme',
          change: 'unchanged',
          programs: [
            { programId: 'friends', before: 1, version: 2, changed: true },
            { programId: 'second', before: null, version: 1, changed: true },
          ],
        },
        { siteId: 'globex', change: 'unchanged', programs: [] },
      ],
    });
  });
});

describe('an upstream whose settings are wrong', async () => {
  test.each([
    ['the token', { GIFT_CARD_API_TOKEN: 'wrong-token' }, /\(.*401.*\)/],
    ['the port', { GIFT_CARD_API_URL: 'http://127.0.0.1:1' }, /\(.*ECONNREFUSED.*\)/],
  ])('is told at the start with the cause and the settings: %s', async (_what, env, cause) => {
    const { deps } = await startHarness('sqlite', { env });
    const { warnings } = await applySites(deps, declared());
    expect(warnings).toEqual([expect.stringMatching(cause)]);
    expect(warnings[0]).toContain(
      'look at GIFT_CARD_API_URL (without /v1), GIFT_CARD_API_EMAIL and GIFT_CARD_API_TOKEN',
    );
  });
});

describe('an upstream that does not tell its catalogue', async () => {
  const upstream = await startScriptedUpstream();
  afterAll(() => upstream.stop());
  upstream.on('GET /v1/Products', { fault: 'hang' });
  const waits: number[] = [];
  const goodturn = await startHarness('sqlite', { sandboxUrl: upstream.url });
  // As if the time had passed: whoever waits gets the other answer at once.
  const deps = {
    ...goodturn.deps,
    answerWithin: async <R>(ms: number, _work: Promise<R>, otherwise: R) => {
      waits.push(ms);
      return otherwise;
    },
  };

  test('does not stop the start: one warning says that nothing was checked', async () => {
    const { changes, warnings } = await applySites(deps, declared());
    expect(changes[0]?.programs).toMatchObject([{ version: 2 }]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The catalogue of the account installation could not be read within 3 s\. .+\.$/,
      ),
    ]);
    expect(waits).toEqual([3000]);
  });

  test('is asked again by the hour, which then warns and stops nothing', async () => {
    const said: string[] = [];
    const log = { ...deps.log, warn: (_: object, message: string) => void said.push(message) };
    await checkPrograms({ store: deps.store, log });
    expect(said).toEqual([]);
    const products = JSON.stringify([
      {
        ...{ id: 'CVS', name: 'CVS', description: '', currency: 'USD', deliveries: ['Links'], terms: '' },
        denominations: { kind: 'fixed', values: [1000, 1500, 2000, 2500, 5000] },
        cost: { fee: 0, discountBasisPoints: 0 },
      },
    ]);
    await deps.store.write('keep-catalogue', (rows) =>
      rows.catalogues.put({
        ...{ accountId: 'installation', products, shippingMethods: null, brandings: null },
        fetchedAt: goodturn.clock.now,
      }),
    );
    await checkPrograms({ store: deps.store, log });
    expect(said).toEqual([`The program friends cannot be ordered as it is: ${ALLOWED}.`]);
  });
});
