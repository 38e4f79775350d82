import { describe, expect, test } from 'vitest';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { clickThrough, fresh, member, purchase } from './support/people.ts';

const DAY_MS = 86_400_000;
const GLOBEX = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };

const CLUB = {
  id: 'club',
  rules: [
    {
      id: 'sign-up',
      on: 'signup',
      rewards: [
        { to: 'referrer', productId: 'CVS', value: { amount: 1000, currency: 'USD' }, delivery: 'Links' },
      ],
    },
  ],
};

const PAUSED = { ...CLUB, id: 'paused', status: 'paused' };

describe.each(DIALECTS)('attribution on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: acmeConfig({}, [programLike(CLUB), programLike({ ...PAUSED, status: 'active' })]),
  });

  async function tell(body: object) {
    const answer = await goodturn.post('/v1/events', body);
    expect(answer.status).toBe(201);
    return answer.json();
  }
  async function referralOf(friend: string) {
    const { data } = await (await goodturn.get('/v1/referrals?limit=200')).json();
    return data.find((item: { friend: { externalId: string } }) => item.friend.externalId === friend);
  }
  async function evidenceOf(friend: string) {
    const { id } = await referralOf(friend);
    return (await goodturn.deps.store.read.referrals.find(id))?.evidence;
  }
  const checkOf = (event: { decisions: { checks: { check: string }[] }[] }, name: string) =>
    event.decisions[0]?.checks.find(({ check }) => check === name);

  describe('precedence', () => {
    test('bound wins over a code, the code over the token, the token over the coupon', async () => {
      const [byCode, byToken, byCoupon, late] = await Promise.all([1, 2, 3, 4].map(() => member(goodturn)));
      if (!byCode || !byToken || !byCoupon || !late) throw new Error('four members');
      const token = await clickThrough(goodturn, byToken.code);
      const all = { referralCode: byCode.code, referralToken: token, coupon: byCoupon.code };

      const first = purchase(all);
      expect(await tell(first)).toMatchObject({
        decisions: [{ matchedBy: 'code' }, { matchedBy: 'code' }],
        rewards: [{ recipient: { externalId: byCode.externalId } }, {}],
      });
      expect(await evidenceOf(first.customer.id)).toBe(`code ${byCode.code}`);

      const second = purchase({ referralToken: token, coupon: byCoupon.code });
      expect(await tell(second)).toMatchObject({ decisions: [{ matchedBy: 'token' }, {}] });
      const clickId = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti;
      expect(await evidenceOf(second.customer.id)).toBe(`click ${clickId}`);

      const third = purchase({ coupon: byCoupon.code.toLowerCase() });
      expect(await tell(third)).toMatchObject({ decisions: [{ matchedBy: 'coupon' }, {}] });
      expect(await evidenceOf(third.customer.id)).toBe(`coupon ${byCoupon.code}`);

      const again = purchase({ customer: third.customer, referralCode: late.code });
      expect(await tell(again)).toMatchObject({ decisions: [{ matchedBy: 'bound' }, {}] });
      expect(await referralOf(third.customer.id)).toMatchObject({
        referrer: { externalId: byCoupon.externalId },
        matchedBy: 'coupon',
      });
    });

    describe('a code that carries its click, for carriers too short for a token', () => {
      /** The click's id and its owner's code, as `CODE_clickid`. */
      async function carried() {
        const { code } = await member(goodturn);
        const token = await clickThrough(goodturn, code);
        const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
        return { code, clickId: jti as string };
      }
      async function boundBy(referralCode: string) {
        const bought = purchase({ referralCode });
        const event = await tell(bought);
        const { id } = (await referralOf(bought.customer.id)) ?? {};
        const referral = id && (await goodturn.deps.store.read.referrals.find(id));
        return { event, referral, friend: bought.customer.id };
      }

      test('binds to the code with its click, in any case of letters', async () => {
        const { code, clickId } = await carried();
        for (const text of [`${code}_${clickId}`, `${code}_${clickId}`.toLowerCase()]) {
          const { event, referral, friend } = await boundBy(text);
          expect(event).toMatchObject({ status: 'credited', decisions: [{ matchedBy: 'code' }, {}] });
          expect(referral).toMatchObject({ code, clickId, evidence: `code ${code}` });
          const { tables } = await (await goodturn.get(`/v1/participants/${friend}/export`)).json();
          expect(tables.click).toMatchObject([{ id: clickId }]);
        }
      });

      test('degrades to the code where the click is cut short, unknown, or of another code', async () => {
        const [{ code, clickId }, other] = [await carried(), await carried()];
        for (const rest of [
          clickId.slice(0, 20),
          'clk_',
          'clk_\u0000',
          `clk_${'0'.repeat(26)}`,
          other.clickId,
        ]) {
          const { referral } = await boundBy(`${code}_${rest}`);
          expect(referral, rest).toMatchObject({ code, clickId: null, matchedBy: 'code' });
        }
      });

      test('binds nobody where its code is unknown, whosever click it names', async () => {
        const { clickId } = await carried();
        const { event, referral } = await boundBy(`NOBODY42_${clickId}`);
        expect(referral).toBeUndefined();
        expect(checkOf(event, 'code')).toMatchObject({ passed: false, reason: 'code_unknown' });
      });
    });

    test('an unknown code gives way to the token', async () => {
      const referrer = await member(goodturn);
      const referralToken = await clickThrough(goodturn, referrer.code);
      expect(await tell(purchase({ referralCode: 'NOBODY00', referralToken }))).toMatchObject({
        status: 'credited',
        decisions: [{ matchedBy: 'token' }, {}],
      });
    });

    test('a code of another program, of another site or of no shape gives way as well', async () => {
      const referrer = await member(goodturn);
      for (const referralCode of [referrer.codes['club'], 'x', '€€€€€']) {
        const event = await tell(purchase({ referralCode, coupon: referrer.code }));
        expect(event).toMatchObject({ status: 'credited', decisions: [{ matchedBy: 'coupon' }, {}] });
      }
    });

    test('a coupon that is nobody’s code is a coupon of the shop and no failure', async () => {
      const event = await tell(purchase({ coupon: 'SUMMER 10% off' }));
      expect(event.decisions[0].checks.map(({ check }: { check: string }) => check)).not.toContain('coupon');
    });
  });

  describe('binding', () => {
    test('a sign-up binds although no rule asks for it, and the purchase needs no evidence', async () => {
      const { code, externalId } = await member(goodturn);
      const customer = { id: fresh('friend') };
      const signup = await tell({ type: 'hello', eventId: fresh('hello'), customer, referralCode: code });
      expect(signup).toMatchObject({ status: 'recorded', decisions: [], rewards: [] });
      expect(await referralOf(customer.id)).toMatchObject({ status: 'attributed', matchedBy: 'code', code });
      expect(await tell(purchase({ customer }))).toMatchObject({
        status: 'credited',
        decisions: [{ matchedBy: 'bound' }, {}],
        rewards: [{ recipient: { externalId } }, {}],
      });
      expect(await referralOf(customer.id)).toMatchObject({ status: 'qualified' });
    });

    test('the token of one click binds any number of friends', async () => {
      const referralToken = await clickThrough(goodturn, (await member(goodturn)).code);
      for (let friend = 0; friend < 3; friend += 1) {
        expect(await tell(purchase({ referralToken }))).toMatchObject({ status: 'credited' });
      }
    });

    test('the attribution window limits the first binding only', async () => {
      const { code } = await member(goodturn);
      const referralToken = await clickThrough(goodturn, code);
      const inTime = { id: fresh('friend') };
      goodturn.clock.now += 30 * DAY_MS - 1000;
      await tell({ type: 'hello', eventId: fresh('hello'), customer: inTime, referralToken });
      goodturn.clock.now += 61_000 + 1000;
      const late = await tell(purchase({ referralToken }));
      expect(late).toMatchObject({ status: 'recorded', rewards: [] });
      expect(checkOf(late, 'token')).toMatchObject({ passed: false, reason: 'token_expired' });
      expect(await tell(purchase({ customer: inTime, referralToken }))).toMatchObject({ status: 'credited' });
    });

    test.each([
      ['no token', 'not.a.token'],
      ['another kind of token', 'participant'],
      ['a token of another site', 'globex'],
    ])('%s in the place of the token never loses the event', async (_name, kind) => {
      const { externalId } = await member(goodturn);
      const minted = await goodturn.post('/v1/participant-tokens', { externalId });
      const { participantToken } = await minted.json();
      const foreign = await goodturn.deps.referralTokens.sign({
        clickId: 'clk_1',
        siteId: 'globex',
        programId: 'friends',
        programVersion: 1,
        code: 'CODE0000',
        issuedAt: goodturn.clock.now,
        expiresAt: goodturn.clock.now + DAY_MS,
      });
      const tokens: Record<string, string> = { participant: participantToken, globex: foreign };
      const event = await tell(purchase({ referralToken: tokens[kind] ?? kind }));
      expect(event).toMatchObject({ status: 'recorded', rewards: [] });
      expect(checkOf(event, 'token')).toMatchObject({ passed: false, reason: 'token_invalid' });
    });

    test('a code of another site binds nobody and is answered like an unknown one', async () => {
      const { code } = await member(goodturn);
      const events = [];
      for (const referralCode of [code, 'NOBODY00']) {
        const answer = await goodturn.post('/v1/events', purchase({ referralCode }), GLOBEX);
        const { id, eventId, ...rest } = await answer.json();
        events.push(rest);
      }
      expect(events[0]).toEqual(events[1]);
    });
  });

  describe('nobody refers themselves', () => {
    test('the same id is refused, although program and fraud level say nothing of it', async () => {
      const { code, externalId } = await member(goodturn);
      const event = await tell(purchase({ customer: { id: externalId }, referralCode: code }));
      expect(event).toMatchObject({ status: 'recorded', rewards: [] });
      expect(checkOf(event, 'self_referral')).toMatchObject({ passed: false, reason: 'self_referral' });
      expect(await referralOf(externalId)).toBeUndefined();
    });

    test.each([
      ['the same', 'ada@example.com', 'ada@example.com'],
      ['other letter case', 'ada.l@example.com', 'ADA.L@EXAMPLE.COM'],
      ['a tag', 'ada.tag@example.com', 'ada.tag+cards@example.com'],
      ['dots that the provider ignores', 'ada.dot@gmail.com', 'a.d.a.dot@googlemail.com'],
    ])('an e-mail address that is %s is refused', async (_name, own, other) => {
      const { code } = await member(goodturn, { email: own });
      const event = await tell(
        purchase({ customer: { id: fresh('second-self'), email: other }, referralCode: code }),
      );
      expect(event).toMatchObject({ status: 'recorded', rewards: [] });
      expect(checkOf(event, 'self_referral')).toMatchObject({ passed: false });
    });

    test('who turns out to be the referrer only after binding earns nothing for either', async () => {
      const { code } = await member(goodturn, { email: 'late-ada@example.com' });
      const id = fresh('second-self');
      await tell({ type: 'hello', eventId: fresh('hello'), customer: { id }, referralCode: code });
      const event = await tell(purchase({ customer: { id, email: 'late-ada@example.com' } }));
      expect(event).toMatchObject({ status: 'recorded', rewards: [] });
      expect(checkOf(event, 'self_referral')).toMatchObject({ passed: false, reason: 'self_referral' });
      expect(await referralOf(id)).toMatchObject({ status: 'rejected', reason: 'self_referral' });
    });
  });

  describe('programs', () => {
    test('a referral keeps the version of its click after the program has changed', async () => {
      const { code } = await member(goodturn);
      const referralToken = await clickThrough(goodturn, code);
      const boundBefore = { id: fresh('friend') };
      await tell({ type: 'hello', eventId: fresh('hello'), customer: boundBefore, referralCode: code });
      const others = [programLike(CLUB), programLike({ ...PAUSED, status: 'active' })];
      const [site] = acmeConfig({}, others).sites;
      const rules = site?.programs[0]?.rules.map((rule) => ({
        ...rule,
        rewards: rule.rewards.map((reward) => ({ ...reward, value: { amount: 2000, currency: 'USD' } })),
      }));
      await apply(goodturn, acmeConfig({ rules: rules ?? [] }, others));

      const amounts = async (body: object) => {
        const { decisions, rewards } = await tell(body);
        return [
          decisions[0].programVersion,
          ...rewards.map(({ value }: { value: { amount: number } }) => value.amount),
        ];
      };
      expect(await amounts(purchase({ referralToken }))).toEqual([1, 1500, 1500]);
      expect(await amounts(purchase({ customer: boundBefore }))).toEqual([1, 1500, 1500]);
      expect(await amounts(purchase({ referralCode: code, referralToken }))).toEqual([1, 1500, 1500]);
      expect(await amounts(purchase({ referralCode: code }))).toEqual([2, 2000, 2000]);
      expect(await amounts(purchase({ referralToken: await clickThrough(goodturn, code) }))).toEqual([
        2, 2000, 2000,
      ]);
    });

    test.each(['draft', 'paused', 'ended'] as const)(
      'a %s program decides and binds nobody new, even when it is named',
      async (status) => {
        const { codes } = await member(goodturn);
        const bound = { id: fresh('friend') };
        const signup = (change: object) => ({
          type: 'signup',
          eventId: fresh('signup'),
          programId: 'paused',
          ...change,
        });
        await tell({
          type: 'hello',
          eventId: fresh('hello'),
          customer: bound,
          referralCode: codes['paused'],
        });
        await apply(goodturn, acmeConfig({}, [programLike(CLUB), programLike({ ...PAUSED, status })]));
        const stranger = { id: fresh('friend') };
        const event = await tell(signup({ customer: stranger, referralCode: codes['paused'] }));
        expect(event).toMatchObject({ status: 'recorded', rewards: [], decisions: [{ outcome: 'refused' }] });
        expect(checkOf(event, 'program')).toMatchObject({ passed: false });
        expect(await referralOf(stranger.id)).toBeUndefined();

        const known = await tell(signup({ customer: bound }));
        expect(known).toMatchObject({ status: 'recorded', decisions: [{ matchedBy: 'bound' }] });
        const unnamed = await tell({ ...signup({ customer: bound }), programId: undefined });
        expect(unnamed.decisions.map(({ programId }: { programId: string }) => programId)).toEqual(['club']);
        await apply(
          goodturn,
          acmeConfig({}, [programLike(CLUB), programLike({ ...PAUSED, status: 'active' })]),
        );
      },
    );
  });
});
