import { describe, expect, test } from 'vitest';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { clickThrough, fresh, member, purchase } from './support/people.ts';

const CONFIG = acmeConfig({}, [
  programLike({ id: 'resting', priority: -1 }),
  programLike({
    id: 'workshop',
    priority: 9,
    rules: [
      {
        id: 'come',
        on: 'workshop',
        rewards: [
          {
            to: 'participant',
            productId: 'CVS',
            value: { amount: 1000, currency: 'USD' },
            delivery: 'Links',
          },
        ],
      },
    ],
  }),
]);

describe.each(DIALECTS)('evidence that leads nowhere, on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: CONFIG });

  async function tell(body: object) {
    const answer = await goodturn.post('/v1/events', body);
    expect(answer.status).toBe(201);
    return answer.json();
  }
  const signUp = (change: object) => ({
    type: 'signup',
    eventId: fresh('event'),
    customer: { id: fresh('friend') },
    ...change,
  });

  test('a sign-up with a broken token is recorded with a failed token check, although no rule asks for sign-ups', async () => {
    const event = await tell(signUp({ referralToken: 'not.a.token' }));
    expect(event.status).toBe('recorded');
    expect(event.decisions).toMatchObject([
      {
        programId: 'friends',
        ruleId: 'attribution',
        outcome: 'refused',
        checks: [
          { check: 'token', passed: false, reason: 'token_invalid' },
          { check: 'attribution', passed: false, reason: 'no_referral' },
        ],
      },
    ]);
    const again = await goodturn.get(`/v1/events/${event.eventId}`);
    expect((await again.json()).decisions).toEqual(event.decisions);
  });

  const long = 'x'.repeat(300_000);
  test.each([
    ['token', { referralToken: `${long}.${long}.${long}` }, 'token_invalid'],
    ['token', { referralToken: `ey${'_clk_'.repeat(50_000)}` }, 'token_invalid'],
    ['code', { referralCode: long }, 'code_unknown'],
    ['code', { referralCode: '_clk_'.repeat(100_000) }, 'code_unknown'],
  ])('a %s of any length costs no event: it is a failed check', async (check, evidence, reason) => {
    const event = await tell(signUp({ ...evidence, coupon: long.slice(0, 50_000) }));
    expect(event.decisions[0].checks[0]).toMatchObject({ check, passed: false, reason });
    const stored = await goodturn.deps.store.read.events.find('acme', event.eventId);
    expect(JSON.stringify(stored).length).toBeLessThan(2000);
  });

  test('a code that holds beside a broken token binds, and the evidence says that the token was passed over', async () => {
    const { code } = await member(goodturn);
    const event = await tell(purchase({ referralCode: code, referralToken: 'not.a.token' }));
    const [decision] = event.decisions;
    expect(decision).toMatchObject({ matchedBy: 'code', outcome: 'earned' });
    expect(JSON.stringify(decision.checks)).toContain('passed over (token_invalid)');
  });

  test.each(['paused', 'ended', 'draft'] as const)(
    'a code or token of a program that is %s is told by that program, not by a stranger',
    async (status) => {
      await apply(goodturn, CONFIG);
      const { codes } = await member(goodturn);
      const referralToken = await clickThrough(goodturn, codes['resting'] ?? '');
      const [acme, ...others] = CONFIG.sites;
      const programs = acme?.programs.map((each) => (each.id === 'resting' ? { ...each, status } : each));
      await apply(goodturn, { sites: [{ ...acme, programs }, ...others] } as typeof CONFIG);
      for (const evidence of [{ referralToken }, { referralCode: codes['resting'] }]) {
        expect((await tell(signUp(evidence))).decisions).toMatchObject([
          { programId: 'resting', checks: [{ check: 'attribution', reason: 'program_not_active' }] },
        ]);
        const [first] = (await tell(purchase(evidence))).decisions;
        expect(first).toMatchObject({ programId: 'resting', outcome: 'refused' });
        expect(first.checks[0]).toMatchObject({ reason: 'program_not_active' });
        const given = await tell(purchase({ ...evidence, programId: 'friends' }));
        expect(given.decisions[0].checks[0]).toMatchObject({ reason: 'code_of_another_program' });
      }
    },
  );

  test("a coupon of the shop's own is no evidence: no decision, and nobody becomes a participant", async () => {
    const event = signUp({ coupon: 'SUMMER10' });
    expect((await tell(event)).decisions).toEqual([]);
    expect((await goodturn.get(`/v1/participants/${event.customer.id}`)).status).toBe(404);
  });

  test('every step of referral, reward and order is in the audit', async () => {
    const { code } = await member(goodturn);
    const event = await tell(purchase({ referralCode: code }));
    await goodturn.deps.worker.settle();
    const { rewards, decisions } = event;
    const subjects = [decisions[0].referralId, rewards[0].id, rewards[0].orderId];
    const audit = await goodturn.deps.store.read.audit.ofSubjects(subjects);
    const stepsOf = (id: string) =>
      audit.filter(({ subjectId }) => subjectId === id).map(({ status }) => status);
    expect(stepsOf(subjects[0])).toEqual(['attributed', 'qualified', 'completed']);
    expect(stepsOf(subjects[1])).toEqual(['earned', 'approved', 'ordering', 'issued']);
    expect(stepsOf(subjects[2])).toEqual(['queued', 'completed']);
  });
});
