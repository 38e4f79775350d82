import { describe, expect, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { fresh, type Member, member, purchase, signIn } from './support/people.ts';

const DAY_MS = 86_400_000;
const TODAY = '2026-11-23';

describe.each(DIALECTS)('a missing referral on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

  const tell = (change: object) => goodturn.post('/v1/events', purchase(change));
  async function asker(ada?: Member) {
    const who = ada ?? (await member(goodturn));
    const session = await signIn(goodturn, who);
    const ask = (body: object) => goodturn.widget('POST', '/v1/widget/missing-referrals', { session, body });
    return {
      ada: who,
      ask,
      answers: async (change: object = {}) => {
        const answer = await ask({ around: TODAY, ...change });
        expect(answer.status).toBe(200);
        return answer.json();
      },
    };
  }

  describe('POST /v1/widget/missing-referrals, 200', () => {
    test('tells of friends who are bound: since when, how far, and why no further', async () => {
      const { ada, answers } = await asker();
      await tell({ referralCode: ada.code, amount: { amount: 100, currency: 'USD' } });
      expect(await answers()).toEqual({
        answers: [
          {
            since: new Date(goodturn.clock.now).toISOString(),
            status: 'attributed',
            reason: 'amount_too_low',
          },
        ],
        advice: null,
      });
    });

    test('tells why somebody was not bound: the same person, or somebody else was first', async () => {
      const { ada, answers } = await asker();
      await tell({ referralCode: ada.code, customer: { id: ada.externalId } });
      const friend = { id: fresh('friend') };
      await tell({ referralCode: (await member(goodturn)).code, customer: friend });
      await tell({ referralCode: ada.code, customer: friend });
      const { answers: told } = await answers();
      expect(told).toHaveLength(2);
      expect(told).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ status: 'rejected', reason: 'self_referral' }),
          expect.objectContaining({ status: 'rejected', reason: 'bound_to_another' }),
        ]),
      );
    });

    test('tells of a purchase that came while the program rested', async () => {
      const { ada, answers } = await asker();
      await apply(goodturn, acmeConfig({ status: 'paused' }));
      await tell({ referralCode: ada.code, programId: 'friends' });
      await apply(goodturn, acmeConfig());
      expect((await answers()).answers).toMatchObject([{ reason: 'program_not_active' }]);
    });

    test('finds what a friend did in those days who was bound long before', async () => {
      const { ada } = await asker();
      const customer = { id: fresh('friend') };
      await tell({ type: 'hello', customer, referralCode: ada.code });
      goodturn.clock.now += 40 * DAY_MS;
      await tell({ customer, amount: { amount: 100, currency: 'USD' } });
      const around = new Date(goodturn.clock.now).toISOString().slice(0, 10);
      const { answers } = await asker(ada);
      const told = await answers({ around });
      goodturn.clock.now -= 40 * DAY_MS;
      expect(told.answers).toMatchObject([{ reason: 'amount_too_low' }]);
    });

    test.each([
      [7, 1],
      [-7, 1],
      [8, 0],
      [-8, 0],
    ])('a day that is off by %i finds %i', async (off, found) => {
      const { ada, answers } = await asker();
      await tell({ referralCode: ada.code });
      const around = new Date(goodturn.clock.now + off * DAY_MS).toISOString().slice(0, 10);
      const told = await answers({ around });
      expect(told.answers).toHaveLength(found);
      expect(told.advice).toBe(found === 0 ? 'no_referral' : null);
    });

    test('an initial leaves out friends whose shown name begins otherwise, and nobody whose name is not known', async () => {
      const { ada, answers } = await asker();
      for (const displayName of ['Émile', 'Bea', undefined]) {
        await tell({ referralCode: ada.code, customer: { id: fresh('friend'), displayName } });
      }
      expect((await answers()).answers).toHaveLength(3);
      expect((await answers({ initial: 'e' })).answers).toHaveLength(2);
      expect((await answers({ initial: 'Z' })).answers).toHaveLength(1);
    });

    test('never names anybody, and never tells what another referrer brought', async () => {
      const { ada, answers } = await asker();
      const secret = {
        id: fresh('canary-friend'),
        email: 'canary@example.com',
        name: 'Canary Legal',
        displayName: 'Canary',
      };
      await tell({ referralCode: ada.code, customer: secret, amount: { amount: 987_654, currency: 'USD' } });
      const told = await answers();
      expect(Object.keys(told.answers[0]).toSorted()).toEqual(['reason', 'since', 'status']);
      expect(JSON.stringify(told)).not.toMatch(/canary|987654|9,876|rfl_|par_|evt_/i);
      const other = await asker();
      expect(await other.answers()).toEqual({ answers: [], advice: 'no_referral' });
    });
  });

  test.each([
    ['around', {}],
    ['around', { around: '23 November' }],
    ['around', { around: '2026-02-30' }],
    ['initial', { around: TODAY, initial: 'Be' }],
    ['initial', { around: TODAY, initial: '*' }],
  ])('400 names %s in %j', async (path, body) => {
    const { ask } = await asker();
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].path).toBe(path);
  });

  test('429 after ten in a minute, also asked at the same moment and in a new session, and not for others', async () => {
    const { ada, ask } = await asker();
    const burst = await Promise.all(Array.from({ length: 12 }, () => ask({ around: TODAY })));
    expect(burst.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(10);
    const again = await asker(ada);
    const refused = await again.ask({ around: TODAY });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await (await asker()).ask({ around: TODAY })).status).toBe(200);
    goodturn.clock.now += 60_000;
    expect((await ask({ around: TODAY })).status).toBe(200);
    goodturn.clock.now -= 60_000;
  });
});
