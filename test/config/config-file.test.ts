import { describe, expect, test } from 'vitest';
import {
  parseConfigFile,
  readConfigFile,
  secretKeyWarnings,
  siteWarnings,
} from '../../server/config/config-file.ts';
import { readEnv } from '../../server/config/env.ts';
import { ConfigError } from '../../server/config/faults.ts';

const ENVIRONMENT = {
  ACME_SECRET_KEY: 'sk_acme_0123456789abcdefghij',
  ACME_IDENTITY_SECRET: 'mZ3tq8Yw0kR5vB7nC1xL9sD4fG6hJ2pA',
};

const RULE = {
  id: 'first-purchase',
  on: 'purchase',
  rewards: [
    { to: 'referrer', productId: 'CVS', value: { amount: 1500, currency: 'USD' }, delivery: 'Links' },
  ],
};
const PROGRAM = {
  id: 'friends',
  type: 'refer_a_friend',
  name: 'Give $15, get $15',
  landingUrl: 'https://shop.acme.example/welcome',
  rules: [RULE],
  budget: { amount: 500_000, currency: 'USD' },
  terms: { operator: 'Acme Inc.' },
};
const SITE = {
  id: 'acme',
  name: 'Acme',
  origins: ['https://shop.acme.example'],
  contact: 'help@acme.example',
  publishableKey: 'pk_acme',
  secretKeys: [{ name: 'shop', env: 'ACME_SECRET_KEY', scopes: ['events:write'] }],
  identitySecrets: [{ env: 'ACME_IDENTITY_SECRET' }],
  programs: [PROGRAM],
};

function read(file: unknown, environment: Record<string, string> = ENVIRONMENT) {
  return parseConfigFile(JSON.stringify(file), readEnv(environment));
}

function faultsOf(file: unknown, environment?: Record<string, string>): readonly string[] {
  try {
    read(file, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

function withProgram(changes: object) {
  return { sites: [{ ...SITE, programs: [{ ...PROGRAM, ...changes }] }] };
}

describe('a good file', () => {
  test('gives the sites with their secrets in place', () => {
    const [acme] = read({ sites: [SITE] });
    expect(acme).toMatchObject({
      site: { id: 'acme', programs: [{ id: 'friends', hold: { days: 0 } }] },
      secretKeys: [{ name: 'shop', secret: ENVIRONMENT.ACME_SECRET_KEY, scopes: ['events:write'] }],
      identitySecrets: [ENVIRONMENT.ACME_IDENTITY_SECRET],
      giftCardAccount: null,
    });
  });

  test('may reward the participant beside the referrer, and say how closely fraud is looked for', () => {
    const both = { ...RULE, rewards: [...RULE.rewards, { ...RULE.rewards[0], to: 'participant' }] };
    for (const level of ['off', 'balanced', 'strict']) {
      expect(faultsOf(withProgram({ rules: [both], fraud: { level } }))).toEqual([]);
    }
  });

  test('may hold empty parts, which say no more than leaving them out', () => {
    const parts = ['attribution', 'limits', 'hold', 'payout', 'eligibility', 'fraud', 'share'];
    const empty = Object.fromEntries(parts.map((part) => [part, {}]));
    const programOf = (file: object) => read(file)[0]?.site.programs[0];
    const { fraud, ...rest } = programOf(withProgram(empty)) ?? {};
    expect(rest).toEqual(programOf(withProgram({})));
    expect(fraud).toEqual({ level: 'balanced' });
  });
});

describe('a fault is one sentence that names its place', () => {
  const reward = RULE.rewards[0];

  test('for what is said of another delivery, which nothing would come of', () => {
    const idle = { ...reward, by: ['sms'], shipping: { method: 'STANDARD' } };
    expect(faultsOf(withProgram({ rules: [{ ...RULE, rewards: [idle] }] }))).toEqual([
      'sites[0].programs[0].rules[0].rewards[0].by must be left out, or its delivery be DigitalDelivery.',
      'sites[0].programs[0].rules[0].rewards[0].shipping must be left out, or its delivery be PhysicalShipment.',
    ]);
  });

  test('for names that are used twice', () => {
    const campaign = { ...PROGRAM, id: 'spring', campaignCodes: [{ code: 'SPRING26', source: 'a' }] };
    const twice = { ...PROGRAM, rules: [RULE, RULE], campaignCodes: [{ code: 'spring26', source: 'b' }] };
    expect(faultsOf({ sites: [{ ...SITE, programs: [campaign, twice, twice] }] })).toEqual([
      'sites[0].programs[2].id repeats "friends", which sites[0].programs[1].id uses already.',
      'sites[0].programs[1].campaignCodes[0].code repeats "SPRING26", which sites[0].programs[0].campaignCodes[0].code uses already.',
      'sites[0].programs[2].campaignCodes[0].code repeats "SPRING26", which sites[0].programs[0].campaignCodes[0].code uses already.',
      'sites[0].programs[1].rules[1].id repeats "first-purchase", which rules[0].id uses already.',
      'sites[0].programs[2].rules[1].id repeats "first-purchase", which rules[0].id uses already.',
    ]);
  });

  test('for sites that share a name', () => {
    const other = { ...SITE, secretKeys: [], programs: [] };
    expect(faultsOf({ sites: [SITE, other] })).toEqual([
      'sites[1].id repeats "acme", which sites[0].id uses already.',
      'sites[1].publishableKey repeats "pk_acme", which sites[0].publishableKey uses already.',
    ]);
  });

  test('for two secret keys in one variable, also of two sites', () => {
    const key = { name: 'till', env: 'ACME_SECRET_KEY', scopes: ['*'] };
    const acme = { ...SITE, secretKeys: [...SITE.secretKeys, key] };
    const globex = { ...SITE, id: 'globex', publishableKey: 'pk_globex', secretKeys: [key], programs: [] };
    const says = 'repeats "ACME_SECRET_KEY", which sites[0].secretKeys[0].env uses already.';
    expect(faultsOf({ sites: [acme, globex] })).toEqual([
      `sites[0].secretKeys[1].env ${says}`,
      `sites[1].secretKeys[0].env ${says}`,
    ]);
  });

  test('for a time zone that nobody knows', () => {
    expect(faultsOf(withProgram({ timezone: 'America/New_York' }))).toEqual([]);
    expect(faultsOf(withProgram({ timezone: 'Mars/Olympus' }))).toEqual([
      'sites[0].programs[0].timezone must be a time zone such as UTC or America/New_York.',
    ]);
  });

  test('for rewards in several currencies without a budget', () => {
    const euro = { ...reward, value: { amount: 1500, currency: 'EUR' } };
    const later = { ...RULE, id: 'later', rewards: [euro] };
    expect(faultsOf(withProgram({ budget: null, rules: [later] }))).toEqual([]);
    expect(faultsOf(withProgram({ budget: null, rules: [RULE, later] }))).toEqual([
      'sites[0].programs[0].rules[1].rewards[0].value.currency is EUR, but the first reward is in USD.',
    ]);
  });

  test('for a reward in another currency than the budget', () => {
    expect(faultsOf(withProgram({ budget: { amount: 1, currency: 'EUR' } }))).toEqual([
      'sites[0].programs[0].rules[0].rewards[0].value.currency is USD, but the budget is in EUR.',
    ]);
  });

  test('for a value of the wrong kind, and for a word that nobody knows', () => {
    const faults = faultsOf(withProgram({ hold: { days: 'many' }, bugdet: null }));
    expect(faults).toEqual([
      'sites[0].programs[0].hold.days must be a number.',
      expect.stringMatching(
        /^sites\[0\]\.programs\[0\] does not know "bugdet"; it knows id, type, .+ budget, .+ and share\.$/,
      ),
    ]);
  });

  test('for a variable that is not set', () => {
    expect(faultsOf({ sites: [SITE] }, {})).toEqual([
      'sites[0].secretKeys[0].env names the environment variable ACME_SECRET_KEY, which is not set.',
      'sites[0].identitySecrets[0].env names the environment variable ACME_IDENTITY_SECRET, which is not set.',
    ]);
  });

  test('for a webhook whose secret is not one of Standard Webhooks, or whose name is used twice', () => {
    const webhook = { name: 'letters', url: 'https://shop.acme.example/in', secrets: [{ env: 'LETTERS' }] };
    const secrets = { ...ENVIRONMENT, LETTERS: 'whsec_short' };
    expect(faultsOf({ sites: [{ ...SITE, webhooks: [webhook, webhook] }] }, secrets)).toEqual([
      expect.stringMatching(/^sites\[0\]\.webhooks\[1\]\.name .*letters/),
      'LETTERS must be whsec_ and 24 to 64 random bytes in base64.',
      'LETTERS must be whsec_ and 24 to 64 random bytes in base64.',
    ]);
  });

  test('for a weak secret, without repeating it', () => {
    const faults = faultsOf({ sites: [SITE] }, { ACME_SECRET_KEY: 'sk_1', ACME_IDENTITY_SECRET: 'hunter2' });
    expect(faults).toEqual([
      'ACME_SECRET_KEY must be sk_ and at least 8 more letters, digits, - or _.',
      'ACME_IDENTITY_SECRET must be at least 32 bytes long.',
    ]);
  });

  test.each([
    [{ sites: undefined }, 'sites is missing.'],
    [{ sites: [] }, 'sites must not be empty.'],
    [[], 'The file must be an object.'],
    [withProgram({ type: 'friends' }), /type must be one of "refer_a_friend", .+ or "partner"\.$/],
    [withProgram({ approval: 'maybe' }), /approval must be one of "auto" or "manual", or an object\.$/],
    [
      withProgram({ payout: { mode: 'later' } }),
      /payout\.mode must be one of "instant", "scheduled" or "on_open"\.$/,
    ],
    [withProgram({ landingUrl: 'shop' }), /landingUrl must be a web address such as https:.*\.$/],
    [withProgram({ startsAt: 'soon' }), /startsAt must be an ISO 8601 time .*\.$/],
    ...['New York', 'US-New York', 'ZZ-NY', 'US_NY', ''].map((region): [object, RegExp] => [
      withProgram({ eligibility: { excludeRegions: ['CA-QC', region] } }),
      /eligibility\.excludeRegions\[1\] must be a region as ISO 3166-2 writes it, such as US-NY, .*\.$/,
    ]),
    ...[
      'https://*.wild.example',
      'https://shop.example/',
      'https://shop.example/x',
      'HTTPS://Shop.example',
      'https://shop.example:443',
      'shop.example',
      '*',
    ].map((origin): [object, RegExp] => [
      { sites: [{ ...SITE, origins: [origin] }] },
      /^sites\[0\]\.origins\[0\] must be an origin just as a browser sends it, .*\.$/,
    ]),
    [
      withProgram({ eligibility: { countries: [] } }),
      'sites[0].programs[0].eligibility.countries must name at least one country, or be left out for everywhere.',
    ],
    ...['ZZ', 'UK', 'EU', 'us', ''].map((country): [object, RegExp] => [
      withProgram({ eligibility: { countries: ['US', country] } }),
      /eligibility\.countries\[1\] must be the ISO 3166-1 alpha-2 code of a country, such as US\.$/,
    ]),
    [
      withProgram({ limits: { perReferrer: { amount: { amount: 1, currency: 'XXZ' }, per: 'day' } } }),
      /limits\.perReferrer\.amount\.currency must be the ISO 4217 code of a currency, such as USD\.$/,
    ],
    [
      withProgram({ limits: { perReferrer: { per: 'year' } } }),
      'sites[0].programs[0].limits.perReferrer must have a count, an amount or both.',
    ],
    [withProgram({ terms: { operator: ' ' } }), /terms\.operator must name who runs the program\.$/],
    ...[
      [5, 1, 1],
      [1, 1],
      [2, 1],
    ].map((at): [object, RegExp] => [
      withProgram({ rules: [{ ...RULE, milestone: { at } }] }),
      /rules\[0\]\.milestone\.at must name each number once, the smallest first\.$/,
    ]),
    ...[
      [{ every: 5, at: [1] }, 'must not have "at" and "every" together'],
      [{ evry: 5 }, 'does not know "evry"; it knows every and at'],
      [{ every: 5, times: 1 }, 'does not know "times"; it knows every'],
      ['often', 'must be an object'],
    ].map(([milestone, says]): [object, string] => [
      withProgram({ rules: [{ ...RULE, milestone }] }),
      `sites[0].programs[0].rules[0].milestone ${says}.`,
    ]),
    ...[
      [{ percent: 10 }, 'does not know "percent"; it knows amount, currency, basisPoints, floor and cap'],
      [
        { percent: 10, cap: { amount: 1000, currency: 'USD' } },
        'does not know "percent"; it knows basisPoints, floor and cap',
      ],
    ].map(([value, says]): [object, string] => [
      withProgram({ rules: [{ ...RULE, rewards: [{ ...reward, value }] }] }),
      `sites[0].programs[0].rules[0].rewards[0].value ${says}.`,
    ]),
    [withProgram({ hold: { days: 366 } }), 'sites[0].programs[0].hold.days must be at most 365.'],
    [withProgram({ name: '' }), 'sites[0].programs[0].name must not be empty.'],
    [withProgram({ rules: [{ ...RULE, on: 'Purchase!' }] }), /rules\[0\]\.on must be a type of event .*\.$/],
    [
      withProgram({
        rules: [{ ...RULE, rewards: [{ ...reward, value: { amount: 15.5, currency: 'USD' } }] }],
      }),
      'sites[0].programs[0].rules[0].rewards[0].value.amount must be a whole number.',
    ],
    [
      withProgram({ rules: [{ ...RULE, rewards: [{ ...reward, value: undefined }] }] }),
      'sites[0].programs[0].rules[0].rewards[0].value is missing.',
    ],
  ])('in plain words: %j', (file, says) => {
    const [first, ...others] = faultsOf(file);
    expect(others).toEqual([]);
    if (typeof says === 'string') expect(first).toBe(says);
    else expect(first).toMatch(says);
    expect(first).not.toMatch(/Invalid|expected|received/);
  });

  test.each([
    ['{ // comment', 1, 3],
    ['{\n  "sites": [],\n}', 3, 1],
    ['{\n  "sites": [1,]\n}', 2, 15],
    ["{\n\n  'sites': []\n}", 3, 3],
    ['{\n  "sites": [\n', 3, 1],
    ['{ "sites" [] }', 1, 11],
    ['{ "sites": tru', 1, 15],
    ['{ "sites": [] } x', 1, 17],
    ['', 1, 1],
  ])('for text that is no JSON, by line and column: %j', (text, line, column) => {
    expect(() => parseConfigFile(text, readEnv({}))).toThrow(
      `The configuration file is not valid JSON: look at line ${line}, column ${column} (comments`,
    );
  });

  test('for a file that is not there', () => {
    expect(() => readConfigFile('/nowhere/sites.json', readEnv({}))).toThrow(
      'GOODTURN_CONFIG names /nowhere/sites.json, which cannot be read.',
    );
  });
});

test('a secret key that is short passes with a warning that does not repeat it', () => {
  const short = read({ sites: [SITE] }, { ...ENVIRONMENT, ACME_SECRET_KEY: 'sk_0123456789' });
  expect(secretKeyWarnings(short)).toEqual([
    'The secret key shop of the site acme is easy to guess: give it 24 random characters after sk_.',
  ]);
  expect(secretKeyWarnings(read({ sites: [SITE] }))).toEqual([]);
});

test.each([
  ['purchse', 'purchase'],
  ['singup', 'signup'],
  ['purchased', 'purchase'],
])('a rule on "%s" passes with a warning that asks whether "%s" is meant', (on, meant) => {
  expect(siteWarnings(read(withProgram({ rules: [{ ...RULE, on }] })))).toEqual([
    `sites[0].programs[0].rules[0].on is "${on}": is "${meant}" meant? As it is, the rule waits for an action of that name.`,
  ]);
});

test.each(['signup', 'purchase', 'review', 'class_attended'])('a rule on "%s" passes without one', (on) => {
  expect(siteWarnings(read(withProgram({ rules: [{ ...RULE, on }] })))).toEqual([]);
});
