import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, member, purchase } from './support/people.ts';

describe.each(DIALECTS)('evidence that leads nowhere, on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

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
