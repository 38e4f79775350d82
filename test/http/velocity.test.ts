import { describe, expect, test } from 'vitest';
import { prune } from '../../server/jobs/prune.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS, type Dialect } from '../support/databases.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { tellOver } from './support/app-on.ts';
import { fresh, type Member, member, purchase } from './support/people.ts';
import { everyRow } from './support/table-contents.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AT_ONCE = 50;
const MOST = 7;

/** A program for each kind of limit, each with that one alone. */
const limited = ['perReferrer', 'perDevice', 'perNetwork', 'perCard', 'perBin'].map((per) =>
  programLike({ id: per.toLowerCase(), fraud: lookFor(per, MOST) }),
);
const CONFIG = acmeConfig({ timezone: 'America/New_York', fraud: lookFor('perReferrer', 1) }, [
  ...limited,
  programLike({ id: 'one-card', fraud: lookFor('perCard', 1) }),
]);

function lookFor(per: string, friends: number) {
  return { level: 'balanced', velocity: { [per]: { friends, minutes: 60 } } } as const;
}

/** One proxy of ours stands in front, so a test says by a header where somebody is. */
const start = (dialect: Dialect) => startHarness(dialect, { config: CONFIG, env: { TRUSTED_PROXIES: '1' } });

type Post = (event: object) => Promise<Response>;

/** The outcome of each side, such as `held`, by the answer to the event. */
async function outcomeOf(answer: Response): Promise<Record<string, string>> {
  expect(answer.status).toBe(201);
  const { decisions } = await answer.json();
  return Object.fromEntries(
    decisions.map(({ beneficiary, outcome }: Record<string, string>) => [beneficiary, outcome]),
  );
}

/** Tells all events at once; how many outcomes of one side there are of each kind. */
async function atOnce(post: Post, events: object[], side: 'referrer' | 'friend') {
  const outcomes = await Promise.all(events.map(async (event) => (await outcomeOf(await post(event)))[side]));
  return Object.fromEntries(
    [...Map.groupBy(outcomes, String)].map(([outcome, { length }]) => [outcome, length]),
  );
}

const fifty = <T>(make: (n: number) => T): T[] => Array.from({ length: AT_ONCE }, (_, n) => make(n));

/** A visit by somebody's link, each time in another browser. */
async function follow({ app }: Harness, code: string, address: string, agent: string): Promise<string> {
  const headers = { 'X-Forwarded-For': address, 'User-Agent': `Mozilla/5.0 Firefox/${agent}` };
  const answer = await app.request(`/r/${code}`, { headers });
  return new URL(answer.headers.get('location') ?? '').searchParams.get('ref') ?? '';
}

describe.each(DIALECTS)(`${AT_ONCE} friends at once, of whom ${MOST} are allowed, on %s`, async (dialect) => {
  const goodturn = await start(dialect);
  const members = await Promise.all(fifty(() => member(goodturn)));
  const exactly = { earned: MOST, held: AT_ONCE - MOST };
  const post: Post = (event) => goodturn.post('/v1/events', event);

  /** Purchases of fifty friends, each with a referrer of their own. */
  function strangers(programId: string, told: (code: string, n: number) => Promise<object> | object) {
    const codeOf = ({ codes }: Member) => codes[programId] ?? '';
    return Promise.all(
      members.map(async (each, n) => purchase({ programId, ...(await told(codeOf(each), n)) })),
    );
  }

  test('by one referrer: exactly so many earn for the referrer, and each friend earns', async () => {
    const { codes } = await member(goodturn);
    const told = { programId: 'perreferrer', referralCode: codes['perreferrer'] };
    expect(
      await atOnce(
        post,
        fifty(() => purchase(told)),
        'referrer',
      ),
    ).toEqual(exactly);
    expect(await outcomeOf(await post(purchase(told)))).toEqual({ referrer: 'held', friend: 'earned' });
  });

  test('on one device', async () => {
    const events = await strangers('perdevice', async (code) => ({
      referralToken: await follow(goodturn, code, '198.51.100.7', '128'),
    }));
    expect(await atOnce(post, events, 'friend')).toEqual(exactly);
  });

  test.each([
    ['/24', (n: number) => `198.51.100.${n + 1}`, '198.51.101.1'],
    ['/48', (n: number) => `2001:db8:77:${n}::1`, '2001:db8:78:1::1'],
  ])('in one network of %s, and not next to it', async (_size, addressOf, nextTo) => {
    const events = await strangers('pernetwork', async (code, n) => ({
      referralToken: await follow(goodturn, code, addressOf(n), `${n}`),
    }));
    expect(await atOnce(post, events, 'friend')).toEqual(exactly);
    const { codes } = await member(goodturn);
    const referralToken = await follow(goodturn, codes['pernetwork'] ?? '', nextTo, '128');
    const other = await post(purchase({ programId: 'pernetwork', referralToken }));
    expect((await outcomeOf(other))['friend']).toBe('earned');
  });

  test.each([
    ['card', 'percard', () => 'one-card'],
    ['issuer of cards', 'perbin', (n: number) => `card-${n}`],
  ])('with one %s', async (_name, programId, fingerprintOf) => {
    const events = await strangers(programId, (referralCode, n) => ({
      referralCode,
      payment: { fingerprint: fingerprintOf(n), bin: '42424242' },
    }));
    expect(await atOnce(post, events, 'friend')).toEqual(exactly);
  });

  test('the same friend who comes again is counted once; what no limit counts is not kept, and the rest for a day', async () => {
    const [ada, bob] = [await member(goodturn), await member(goodturn)];
    const payment = { fingerprint: fresh('card'), bin: '424242' };
    const buy = async ({ codes }: Member, customer: object) =>
      outcomeOf(
        await post(purchase({ programId: 'one-card', customer, referralCode: codes['one-card'], payment })),
      );
    const customer = { id: fresh('friend') };
    for (const _ of [1, 2, 3]) await buy(ada, customer);
    const { arrival = [] } = await everyRow(goodturn.databaseUrl);
    const own = arrival.filter((row) => JSON.stringify(row).includes('one-card'));
    expect(own).toMatchObject([{ kind: 'card' }]);
    expect((await buy(bob, { id: fresh('friend') }))['friend']).toBe('held');
    goodturn.clock.now += DAY_MS;
    await prune(goodturn.deps);
    expect((await everyRow(goodturn.databaseUrl))['arrival']).toEqual([]);
  });

  test.each([
    ['ordinary noon', '2026-11-23T12:00:00Z'],
    ['the hour that New York lives twice', '2026-11-01T05:30:00Z'],
    ['the hour that New York leaves out', '2026-03-08T06:30:00Z'],
    ['midnight in UTC', '2026-11-23T23:30:00Z'],
  ])('an hour is 3,600,000 ms at %s, to the millisecond', async (_name, instant) => {
    const buy = async (referralCode: string, at: number) => {
      goodturn.clock.now = at;
      return (await outcomeOf(await post(purchase({ programId: 'friends', referralCode }))))['referrer'];
    };
    const at = Date.parse(instant);
    const [inside, outside] = [await member(goodturn), await member(goodturn)];
    expect(await buy(inside.code, at)).toBe('earned');
    expect(await buy(inside.code, at + HOUR_MS)).toBe('held');
    expect(await buy(outside.code, at)).toBe('earned');
    expect(await buy(outside.code, at + HOUR_MS + 1)).toBe('earned');
  });
});

const MIDNIGHT = Date.parse('2026-12-02T00:00:00Z');
const TEN_MINUTES_MS = HOUR_MS / 6;

describe.each(DIALECTS)(`${AT_ONCE} friends who come on both sides of midnight, on %s`, async (dialect) => {
  const goodturn = await start(dialect);
  goodturn.clock.now = MIDNIGHT - HOUR_MS;
  const members = await Promise.all(fifty(() => member(goodturn)));
  const post: Post = (event) => goodturn.post('/v1/events', event);

  /** Every second of them came before midnight, the others after it. */
  async function visits(programId: string, address: string, agentOf: (n: number) => string) {
    const tokens: string[] = [];
    for (const [n, { codes }] of members.entries()) {
      goodturn.clock.now = MIDNIGHT + (n % 2 === 0 ? -TEN_MINUTES_MS : TEN_MINUTES_MS);
      tokens.push(await follow(goodturn, codes[programId] ?? '', address, agentOf(n)));
    }
    goodturn.clock.now = MIDNIGHT + 2 * TEN_MINUTES_MS;
    return tokens.map((referralToken) => purchase({ programId, referralToken }));
  }

  test.each([
    ['perdevice', '198.51.100.7', () => '128'],
    ['pernetwork', '198.51.101.7', (n: number) => `${n}`],
  ])(`%s: exactly ${MOST} earn, whoever is decided first`, async (programId, address, agentOf) => {
    const events = await visits(programId, address, agentOf);
    expect(await atOnce(post, events, 'friend')).toEqual({ earned: MOST, held: AT_ONCE - MOST });
  });

  test('what links two days is gone a day after the visit, and is never kept where nothing counts by it', async () => {
    const earlier = async () => {
      const { click = [] } = await everyRow(goodturn.databaseUrl);
      return click.filter((row) => Object(row).earlierDeviceMac !== null);
    };
    const before = (await earlier()).length;
    const { codes } = await member(goodturn);
    goodturn.clock.now = MIDNIGHT + HOUR_MS;
    for (const programId of ['percard', 'perreferrer', 'friends']) {
      await follow(goodturn, codes[programId] ?? '', '198.51.100.9', '128');
    }
    expect(await earlier()).toHaveLength(before);
    await follow(goodturn, codes['pernetwork'] ?? '', '198.51.100.9', '128');
    goodturn.clock.now += DAY_MS;
    await prune(goodturn.deps);
    expect(await earlier()).toHaveLength(1);
    goodturn.clock.now += 1;
    await prune(goodturn.deps);
    expect(await earlier()).toEqual([]);
    expect((await everyRow(goodturn.databaseUrl))['arrival']).toEqual([]);
  });
});

describe('without the lock, on postgres', async () => {
  const goodturn = await start('postgres');

  test('the same fifty friends are counted wrong', async () => {
    const { codes } = await member(goodturn);
    const told = { programId: 'perreferrer', referralCode: codes['perreferrer'] };
    const post = await tellOver(goodturn, ({ arrivals }) => ({
      arrivals: { ...arrivals, lock: async () => {} },
    }));
    const { earned } = await atOnce(
      post,
      fifty(() => purchase(told)),
      'referrer',
    );
    expect(earned).toBeGreaterThan(MOST);
  });
});
