import { describe, expect, test } from 'vitest';
import type { Rows } from '../../server/domain/store.ts';
import { prune } from '../../server/jobs/prune.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { tellOver } from './support/app-on.ts';
import { fresh, type Member, member, purchase } from './support/people.ts';
import { everyRow } from './support/table-contents.ts';

const DAY_MS = 86_400_000;
const HOLD_DAYS = 14;

/** One proxy of ours stands in front, so a test says by a header where somebody is. */
const SETTINGS = { TRUSTED_PROXIES: '1' };

const programs = [
  programLike({ id: 'strict', fraud: { level: 'strict' } }),
  programLike({ id: 'off', fraud: { level: 'off' } }),
  programLike({
    id: 'picky',
    fraud: { level: 'balanced', bannedSources: ['deals.example'], paidClicks: 'review' },
  }),
  programLike({
    id: 'lenient',
    fraud: {
      level: 'balanced',
      bannedSources: ['deals.example'],
      paidClicks: 'review',
      allow: {
        sources: ['good.deals.example', 'Paper.example'],
        partners: ['partner-1'],
        mailDomains: ['mailinator.com'],
      },
    },
  }),
  programLike({ id: 'patient', hold: { days: HOLD_DAYS } }),
];
const CONFIG = acmeConfig({}, programs);

type Person = { address: string; agent?: string; language?: string };
type Outcome = { outcome: string; reason: string; detail: string };

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';

let hosts = 0;
/** An address on a network where nobody else of this file is. */
function freshAddress(): string {
  hosts += 1;
  return `198.51.${hosts}.7`;
}

function headersOf({ address, agent = FIREFOX, language = 'en-US' }: Person): Record<string, string> {
  return { 'X-Forwarded-For': address, 'User-Agent': agent, 'Accept-Language': language };
}

/** Follows the share link as this person; the referral token of the landing address. */
async function follow(
  { app }: Pick<Harness, 'app'>,
  code: string,
  person: Person,
  { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
): Promise<string> {
  const answer = await app.request(`/r/${code}${query}`, { headers: { ...headersOf(person), ...headers } });
  return new URL(answer.headers.get('location') ?? '').searchParams.get('ref') ?? '';
}

/** Looks at the own widget as this person. */
async function look(goodturn: Harness, { externalId }: Member, person: Person, programId = 'friends') {
  const minted = await goodturn.post('/v1/participant-tokens', { externalId });
  const { participantToken } = await minted.json();
  const headers = headersOf(person);
  const opened = await goodturn.widget('POST', '/v1/widget/sessions', {
    body: { participantToken, programId },
    headers,
  });
  expect(opened.status).toBe(200);
}

/** The fraud check of each side, as the answer to the event tells it; null where the program does not look. */
async function outcomes(answer: Response): Promise<Record<string, Outcome | null>> {
  const { decisions } = await answer.json();
  return Object.fromEntries(
    decisions.map(({ beneficiary, outcome, checks }: Decision) => {
      const check = checks.find((each) => each.check === 'fraud');
      return [beneficiary, check ? { outcome, reason: check.reason, detail: check.detail } : null];
    }),
  );
}

type Decision = {
  beneficiary: string;
  outcome: string;
  checks: { check: string; reason: string; detail: string }[];
};

describe.each(DIALECTS)('fraud on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: CONFIG, env: SETTINGS });

  /** A purchase in one program, with what the test is about. */
  async function buy(change: object, programId = 'friends') {
    return outcomes(await goodturn.post('/v1/events', purchase({ programId, ...change })));
  }

  const held = { outcome: 'held', reason: 'suspicious' };
  const clear = { outcome: 'earned', reason: 'nothing_suspicious' };

  describe('an ordinary set-up earns at once', () => {
    test('everybody on one machine, sign-up and purchase in one moment, example addresses', async () => {
      const here = await startHarness(dialect, { config: acmeConfig() });
      const ada = await member(here, { email: 'ada@example.com' });
      await look(here, ada, { address: '127.0.0.1' });
      const referralToken = await follow(here, ada.code, { address: '127.0.0.1' });
      const customer = { id: fresh('friend'), email: 'bea@example.com' };
      await here.post('/v1/events', { type: 'signup', eventId: fresh('signup'), customer, referralToken });
      const { referrer, friend } = await outcomes(await here.post('/v1/events', purchase({ customer })));
      expect(referrer).toMatchObject({
        ...clear,
        detail: expect.stringMatching(/^Score 10 of 100; too_fast/),
      });
      expect(friend).toMatchObject(clear);
      const click = await here.deps.store.read.clicks.find(await clickIdOf(here, referralToken));
      expect(click).toMatchObject({ networkMac: null, deviceMac: null, forgetAt: null, medium: 'organic' });
    });

    test('50 friends of one referrer, all at the same time', async () => {
      const ada = await member(goodturn);
      const told = Array.from({ length: 50 }, () => buy({ referralCode: ada.code }));
      const all = await Promise.all(told);
      expect(all.filter(({ referrer }) => referrer?.outcome === 'earned')).toHaveLength(50);
      const late = await buy({ referralCode: ada.code });
      expect(late['referrer']).toMatchObject({ ...clear, detail: expect.stringContaining('velocity +10') });
    });

    test('a household: one network, two devices', async () => {
      const ada = await member(goodturn);
      const home = freshAddress();
      await look(goodturn, ada, { address: home });
      const referralToken = await follow(goodturn, ada.code, { address: home, agent: SAFARI });
      const { referrer, friend } = await buy({ referralToken });
      expect(referrer).toMatchObject({ ...clear, detail: expect.stringContaining('same_network +20') });
      expect(friend).toMatchObject({ ...clear, detail: 'Score 0 of 100.' });
    });
  });

  test("the referrer's own device holds the referrer's reward and not the friend's", async () => {
    const ada = await member(goodturn);
    const place = { address: freshAddress() };
    await look(goodturn, ada, place);
    const referralToken = await follow(goodturn, ada.code, place);
    // Bound at the sign-up; the purchase names no token any more.
    const customer = { id: fresh('friend') };
    await goodturn.post('/v1/events', { type: 'signup', eventId: fresh('signup'), customer, referralToken });
    const { referrer, friend } = await buy({ customer });
    expect(referrer).toMatchObject({ ...held, detail: expect.stringContaining('same_device +60 (clk_') });
    expect(friend).toMatchObject({ outcome: 'earned' });

    const { data } = await (await goodturn.get(`/v1/rewards?participantId=${ada.id}`)).json();
    expect(data).toMatchObject([{ status: 'held', reason: 'suspicious', holdUntil: null }]);
    await goodturn.deps.releaseDue();
    expect((await (await goodturn.get(`/v1/rewards/${data[0].id}`)).json()).status).toBe('held');
  });

  test('an IPv6 network is told by /48, and a device by its whole address', async () => {
    const [ada, bob] = [await member(goodturn), await member(goodturn)];
    await look(goodturn, ada, { address: '2001:db8:77:1::1' });
    await look(goodturn, bob, { address: '2001:db8:88:1::1' });
    const near = await follow(goodturn, ada.code, { address: '2001:db8:77:2::1' });
    const far = await follow(goodturn, bob.code, { address: '2001:db8:89:1::1' });
    expect((await buy({ referralToken: near }))['referrer']?.detail).toContain('same_network +20');
    expect((await buy({ referralToken: far }))['referrer']?.detail).toBe('Score 0 of 100.');
  });

  test('an office behind one address is a network; a line of people on one device is a device', async () => {
    const office = { address: freshAddress() };
    const [ada, ...colleagues] = [await member(goodturn), await member(goodturn), await member(goodturn)];
    for (const each of [ada, ...colleagues]) await look(goodturn, each, office);
    const fromOffice = await buy({ referralToken: await follow(goodturn, ada.code, office) });
    expect(fromOffice['referrer']).toMatchObject({
      ...clear,
      detail: expect.stringContaining('and 2 others'),
    });

    const flat = { address: freshAddress() };
    const farm = [await member(goodturn)];
    for (const _ of [1, 2, 3]) {
      const last = farm.at(-1);
      const next = await member(goodturn);
      if (last) await buy({ customer: { id: next.externalId }, referralCode: last.code });
      farm.push(next);
    }
    for (const each of farm) await look(goodturn, each, flat);
    const end = farm.at(-1)?.code ?? '';
    const { referrer } = await buy({ referralToken: await follow(goodturn, end, flat) });
    expect(referrer).toMatchObject({ ...held, detail: expect.stringContaining('same_device +60') });
  });

  test("yesterday's visit says nothing about today's", async () => {
    const ada = await member(goodturn);
    const place = { address: freshAddress() };
    await look(goodturn, ada, place);
    goodturn.clock.now += DAY_MS;
    const { referrer } = await buy({ referralToken: await follow(goodturn, ada.code, place) });
    expect(referrer).toMatchObject({ ...clear, detail: 'Score 0 of 100.' });
  });

  test('a circle holds both rewards, with the people in it', async () => {
    const [ada, bea] = [await member(goodturn), await member(goodturn)];
    await buy({ customer: { id: bea.externalId }, referralCode: ada.code });
    const { referrer, friend } = await buy({ customer: { id: ada.externalId }, referralCode: bea.code });
    const detail = `Score 60 of 100; cycle +60 (${ada.id} was referred by ${bea.id} was referred by ${ada.id}).`;
    expect(referrer).toEqual({ ...held, detail });
    expect(friend).toEqual({ ...held, detail });
  });

  test('one mailbox under two ids, however it is spelled, holds the second', async () => {
    const ada = await member(goodturn);
    const mailbox = fresh('joe');
    const first = { id: fresh('friend'), email: `${mailbox}@gmail.com` };
    const again = { id: fresh('friend'), email: `${mailbox}+2@googlemail.com` };
    expect((await buy({ customer: first, referralCode: ada.code }))['friend']).toMatchObject(clear);
    const { referrer, friend } = await buy({ customer: again, referralCode: ada.code });
    expect(referrer).toMatchObject({ ...held, detail: expect.stringContaining('same_mail +60') });
    expect(friend).toMatchObject(held);

    const elsewhere = { id: fresh('friend'), email: first.email };
    const bob = await member(goodturn);
    expect((await buy({ customer: elsewhere, referralCode: bob.code }))['friend']).toMatchObject(clear);
  });

  describe('a card', () => {
    const paidWith = (fingerprint: string) => ({ payment: { fingerprint, bin: '424242' } });

    test("of the referrer's, told by its fingerprint, holds both rewards", async () => {
      const ada = await member(goodturn);
      const card = paidWith(fresh('card'));
      await buy({ customer: { id: ada.externalId }, ...card });
      const { referrer, friend } = await buy({ referralCode: ada.code, ...card });
      const detail = `Score 60 of 100; same_card +60 (the friend has the card of ${ada.id}, from whom the invitation came).`;
      expect(referrer).toEqual({ ...held, detail });
      expect(friend).toEqual({ ...held, detail });
    });

    test('of another friend of the same referrer holds the second; of a stranger, or of the same issuer, neither', async () => {
      const [ada, bob] = [await member(goodturn), await member(goodturn)];
      const card = paidWith(fresh('card'));
      expect((await buy({ referralCode: ada.code, ...card }))['friend']).toMatchObject(clear);
      expect((await buy({ referralCode: bob.code, ...card }))['friend']).toMatchObject(clear);
      expect((await buy({ referralCode: ada.code, ...paidWith(fresh('card')) }))['friend']).toMatchObject(
        clear,
      );
      const again = await buy({ referralCode: ada.code, ...card });
      expect(again['friend']).toMatchObject({ ...held, detail: expect.stringContaining('same_card +60') });
    });

    test('of somebody who is blocked holds both', async () => {
      const [ada, bob] = [await member(goodturn), await member(goodturn)];
      const card = paidWith(fresh('card'));
      await buy({ customer: { id: bob.externalId }, ...card });
      await goodturn.post(`/v1/participants/${bob.id}/block`, { reason: 'stolen card' });
      expect((await buy({ referralCode: ada.code, ...card }))['friend']).toMatchObject(held);
    });

    test('is kept as a keyed hash, longer with every payment, and forgotten 30 days after the longest hold', async () => {
      const here = await startHarness(dialect, { config: CONFIG });
      const ada = await member(here);
      const card = paidWith('Xt5EWLLDS7FJjR1c-canary');
      const pay = () => here.post('/v1/events', purchase({ customer: { id: ada.externalId }, ...card }));
      expect((await pay()).status).toBe(201);
      const mac = here.deps.pseudonyms.card('acme', card.payment.fingerprint);
      const isKept = async () => (await here.deps.store.read.sightings.among([ada.id], [mac])).length === 1;
      expect(await isKept()).toBe(true);
      expect(mac).not.toBe(here.deps.pseudonyms.card('other', card.payment.fingerprint));
      expect(JSON.stringify(await everyRow(here.databaseUrl))).not.toMatch(/Xt5EWLLDS7FJjR1c|424242/i);

      here.clock.now += DAY_MS;
      await pay();
      here.clock.now += (HOLD_DAYS + 30) * DAY_MS - 1;
      await prune(here.deps);
      expect(await isKept()).toBe(true);
      here.clock.now += 1;
      await prune(here.deps);
      expect(await isKept()).toBe(false);
    });

    test('is not kept of a stranger, and not where no program looks', async () => {
      const config = acmeConfig({ fraud: { level: 'off' } });
      const here = await startHarness(dialect, { config });
      const ada = await member(here);
      await here.post('/v1/events', purchase({ customer: { id: ada.externalId }, ...paidWith('a-card') }));
      expect(JSON.stringify(await everyRow(here.databaseUrl))).not.toContain('"kind":"card"');
    });

    test.each([
      ['4242 4242 4242 4242', 'fingerprint'],
      ['4242-4242-4242-4242', 'fingerprint'],
      ['', 'fingerprint'],
    ])('its number is refused where the fingerprint belongs: %j', async (fingerprint) => {
      const answer = await goodturn.post('/v1/events', purchase({ payment: { fingerprint } }));
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].path).toBe('payment.fingerprint');
    });

    test.each([
      [{ bin: '4242' }, 'payment.bin'],
      [{ bin: '4242424242424242' }, 'payment.bin'],
      [{ number: '4242424242424242' }, 'payment'],
    ])('%j is refused', async (payment, path) => {
      const answer = await goodturn.post('/v1/events', purchase({ payment }));
      expect(answer.status).toBe(400);
      const text = await answer.text();
      expect(JSON.parse(text).errors[0].path).toBe(path);
      expect(text).not.toContain('4242424242424242');
    });
  });

  test('a throw-away address holds both, its domain is not stored, and a relay weighs little', async () => {
    const ada = await member(goodturn);
    const customer = { id: fresh('friend'), email: 'joe@inbox.mailinator.com' };
    const { referrer, friend } = await buy({ customer, referralCode: ada.code });
    expect(referrer).toMatchObject({ ...held, detail: expect.stringContaining('disposable_mail +60') });
    expect(friend).toMatchObject(held);
    const stored = await goodturn.deps.store.read.participants.byExternalId('acme', customer.id);
    expect(stored?.mailKind).toBe('disposable');
    expect(JSON.stringify(stored)).not.toContain('mailinator');

    const hidden = { id: fresh('friend'), email: `${fresh('x')}@privaterelay.appleid.com` };
    const relayed = await buy({ customer: hidden, referralCode: ada.code });
    expect(relayed['friend']).toMatchObject({ ...clear, detail: expect.stringContaining('relay_mail +5') });

    const bob = await member(goodturn, { email: 'bob@mailinator.com' });
    const sides = await buy({ referralCode: bob.code });
    expect(sides['referrer']).toMatchObject(held);
    expect(sides['friend']).toMatchObject(clear);
  });

  describe('clicks', () => {
    async function arrive(programId: string, how: Parameters<typeof follow>[3]) {
      const ada = await member(goodturn);
      const referralToken = await follow(
        goodturn,
        ada.codes[programId] ?? '',
        { address: freshAddress() },
        how,
      );
      const told = referralToken === '' ? {} : { referralToken };
      const { referrer, friend } = await buy(told, programId);
      return { referralToken, referrer, friend };
    }

    test('from a banned page hold both sides, where the program names it', async () => {
      const headers = { Referer: 'https://www.deals.example/today' };
      const { referrer, friend } = await arrive('picky', { headers });
      expect(referrer).toMatchObject({ ...held, detail: expect.stringContaining('www.deals.example') });
      expect(friend).toMatchObject(held);
      expect((await arrive('friends', { headers })).referrer).toMatchObject(clear);
      expect((await arrive('picky', {})).referrer).toMatchObject(clear);
    });

    test('that were paid for hold the referrer where the program asks for it, or is strict', async () => {
      const query = '?gclid=Cj0KCQiA';
      const picky = await arrive('picky', { query });
      expect(picky.referrer).toMatchObject({ ...held, detail: expect.stringContaining('paid_click +60') });
      expect(picky.friend).toMatchObject(clear);
      expect((await arrive('strict', { query })).referrer).toMatchObject({
        ...held,
        detail: expect.stringContaining('paid_click +30'),
      });
      expect((await arrive('friends', { query })).referrer).toMatchObject(clear);
      expect((await arrive('picky', { query: '?fbclid=IwAR' })).referrer).toMatchObject(clear);
    });

    test.each(['iframe', 'image', 'empty'])('that a page forced as %s bind nobody', async (dest) => {
      const { referralToken, referrer, friend } = await arrive('picky', {
        query: '?gclid=Cj0KCQiA',
        headers: { 'Sec-Fetch-Dest': dest },
      });
      expect(referralToken).toBe('');
      expect([referrer, friend]).toEqual([null, null]);
    });

    describe('that the program allows', () => {
      const ad = '?gclid=Cj0KCQiA';
      test.each([
        ['an allowed page under a banned one', 'Referer', 'https://good.deals.example/', {}, clear],
        ['its banned sibling', 'Referer', 'https://bad.deals.example/', {}, held],
        [
          'an advertisement on an allowed page',
          'Referer',
          'https://ads.paper.example/',
          { query: ad },
          clear,
        ],
        ['an advertisement elsewhere', 'Referer', 'https://paper.example.org/', { query: ad }, held],
      ])('%s', async (_name, header, value, how, expected) => {
        const { referrer } = await arrive('lenient', { headers: { [header]: value }, ...how });
        expect(referrer).toMatchObject(expected);
      });

      test('advertisements of a partner, and of nobody else', async () => {
        const told = { externalId: 'partner-1' };
        const { codes } = await (await goodturn.post('/v1/participants', told)).json();
        const { code } = codes.find(({ programId }: { programId: string }) => programId === 'lenient');
        const referralToken = await follow(goodturn, code, { address: freshAddress() }, { query: ad });
        expect((await buy({ referralToken }, 'lenient'))['referrer']).toMatchObject(clear);
        expect((await arrive('lenient', { query: ad })).referrer).toMatchObject(held);
      });

      test('an e-mail domain that the list calls a throw-away one, and not those under it', async () => {
        const ada = await member(goodturn);
        const referralCode = ada.codes['lenient'] ?? '';
        const from = (domain: string) => ({
          customer: { id: fresh('friend'), email: `joe@${domain}` },
          referralCode,
        });
        expect((await buy(from('mailinator.com'), 'lenient'))['friend']).toMatchObject(clear);
        expect((await buy(from('sub.mailinator.com'), 'lenient'))['friend']).toMatchObject(held);
      });
    });

    test('keep no address and no agent, only hashes', async () => {
      const person = { address: '203.0.113.99', agent: FIREFOX, language: 'tlh-KX' };
      const ada = await member(goodturn);
      await look(goodturn, ada, person);
      const clickId = await clickIdOf(goodturn, await follow(goodturn, ada.code, person));
      const { store } = goodturn.deps;
      const click = await store.read.clicks.find(clickId);
      expect(click?.deviceMac).toMatch(/^[\w-]{22}$/);
      const sightings = await store.read.sightings.seenWith({
        mac: click?.deviceMac ?? '',
        programId: 'friends',
        limit: 9,
      });
      expect(sightings).toEqual([{ participantId: ada.id, referrerId: null, isBlocked: false }]);
      expect(JSON.stringify([click, sightings])).not.toMatch(/203\.0\.113|Firefox|tlh/);
    });
  });

  test('a program that does not look reads nothing, keeps nothing and says nothing', async () => {
    const ada = await member(goodturn);
    const place = { address: freshAddress() };
    await look(goodturn, ada, place, 'off');
    const referralToken = await follow(goodturn, ada.codes['off'] ?? '', place, { query: '?gclid=x' });
    expect(
      await goodturn.deps.store.read.clicks.find(await clickIdOf(goodturn, referralToken)),
    ).toMatchObject({
      refererHost: null,
      medium: null,
      networkMac: null,
      deviceMac: null,
    });
    const asked: string[] = [];
    const tell = await tellOver(goodturn, (rows) => recording(rows, asked));
    const answer = await tell(purchase({ programId: 'off', referralToken }));
    expect(await outcomes(answer)).toEqual({ referrer: null, friend: null });
    expect(asked).toEqual([]);
  });

  test('a signal that cannot be read holds whom it concerns, and the event is not lost', async () => {
    const ada = await member(goodturn);
    const tell = await tellOver(goodturn, (rows) => ({
      referrals: { ...rows.referrals, nthNewestAt: () => Promise.reject(new TypeError('faulty reader')) },
    }));
    const answer = await tell(purchase({ programId: 'friends', referralCode: ada.code }));
    expect(answer.status).toBe(201);
    const { referrer, friend } = await outcomes(answer);
    expect(referrer).toMatchObject({ outcome: 'held', reason: 'signal_failed' });
    expect(referrer?.detail).toContain('not readable: velocity');
    expect(friend).toMatchObject(clear);
  });

  test('hashes are forgotten 30 days after the hold, and not a moment before', async () => {
    const ada = await member(goodturn);
    const place = { address: freshAddress() };
    await look(goodturn, ada, place, 'patient');
    const referralToken = await follow(goodturn, ada.codes['patient'] ?? '', place);
    const clickId = await clickIdOf(goodturn, referralToken);
    const { clicks, sightings } = goodturn.deps.store.read;
    const macs = async () => {
      const click = await clicks.find(clickId);
      return click ? [click.networkMac, click.deviceMac] : [];
    };
    const [networkMac, deviceMac] = await macs();
    const known = [networkMac ?? '', deviceMac ?? ''];

    goodturn.clock.now += (HOLD_DAYS + 30) * DAY_MS - 1;
    await prune(goodturn.deps);
    expect(await macs()).toEqual([networkMac, deviceMac]);
    expect(await sightings.among([ada.id], known)).toHaveLength(2);
    goodturn.clock.now += 1;
    await prune(goodturn.deps);
    expect(await macs()).toEqual([null, null]);
    expect(await sightings.among([ada.id], known)).toEqual([]);
  });
});

async function clickIdOf({ deps, clock }: Harness, referralToken: string): Promise<string> {
  const claims = await deps.referralTokens.verify(referralToken, 'acme', clock.now);
  if (typeof claims === 'string') throw new Error(`the token is ${claims}`);
  return claims.clickId;
}

/** Notes what only signals ask for. */
function recording(rows: Rows, asked: string[]): Partial<Rows> {
  const note =
    <A extends unknown[], R>(name: string, ask: (...args: A) => R) =>
    (...args: A): R => {
      asked.push(name);
      return ask(...args);
    };
  const { referrals, participants, clicks, sightings, arrivals } = rows;
  return {
    referrals: { ...referrals, nthNewestAt: note('pace', referrals.nthNewestAt) },
    participants: { ...participants, sharing: note('mail', participants.sharing) },
    clicks: { ...clicks, find: note('click', clicks.find) },
    sightings: {
      ...sightings,
      keep: note('card', sightings.keep),
      among: note('sighting', sightings.among),
    },
    arrivals: { ...arrivals, lock: note('lock', arrivals.lock), insert: note('arrival', arrivals.insert) },
  };
}
