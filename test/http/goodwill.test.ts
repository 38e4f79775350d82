import { describe, expect, test } from 'vitest';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, member, purchase, signIn } from './support/people.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

describe.each(DIALECTS)('goodwill on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: acmeConfig({ hold: { days: 14 }, approval: 'manual', limits: { total: 1 } }, [
      programLike({ id: 'small', budget: usd(2500) }),
      programLike({ id: 'draft', status: 'draft' }),
    ]),
  });

  const gift = (change: object = {}) => ({
    goodwillId: fresh('case'),
    programId: 'friends',
    recipient: { externalId: fresh('member') },
    productId: 'CVS',
    value: usd(1500),
    delivery: 'Links',
    reason: 'Waited three weeks',
    ...change,
  });
  const give = (body: object) => goodturn.post('/v1/rewards', body);
  const reservedOf = async (programId: string) =>
    (await goodturn.deps.store.read.budgets.find(programId))?.reserved ?? 0;

  describe('POST /v1/rewards, 201', () => {
    test('orders at once, without hold, approval or limit, and shows in the widget', async () => {
      const ada = await member(goodturn);
      const before = await reservedOf('friends');
      for (const _twice of [1, 2]) {
        const answer = await give(gift({ recipient: { externalId: ada.externalId } }));
        expect(answer.status).toBe(201);
        expect(await answer.json()).toMatchObject({
          programId: 'friends',
          beneficiary: 'participant',
          recipient: { externalId: ada.externalId },
          value: usd(1500),
          status: 'ordering',
          referralId: null,
          timeline: [
            { status: 'earned', actor: 'key:shop', reason: 'given_by_person' },
            { status: 'approved', actor: 'key:shop', reason: 'given_by_person' },
            { status: 'ordering', actor: 'key:shop' },
          ],
        });
      }
      expect(await reservedOf('friends')).toBe(before + 3000);
      await goodturn.deps.worker.settle();
      const session = await signIn(goodturn, ada);
      const me = await (await goodturn.widget('GET', '/v1/widget/me', { session })).json();
      expect(me.rewards).toMatchObject([
        { status: 'issued', claimable: true },
        { status: 'issued', claimable: true },
      ]);
    });

    test('is an event with one decision that says who gave it, and the words stand beside the audit', async () => {
      const body = gift();
      const reward = await (await give(body)).json();
      const event = await (await goodturn.get(`/v1/events/goodwill:${body.goodwillId}`)).json();
      expect(event).toMatchObject({ type: 'goodwill', trust: 'verified', status: 'credited' });
      expect(event.decisions).toMatchObject([
        {
          ruleId: 'goodwill',
          beneficiary: 'participant',
          outcome: 'earned',
          checks: [{ reason: 'given_by_person' }, { reason: 'budget_available' }],
        },
      ]);
      const { audit, notes } = goodturn.deps.store.read;
      const [first] = await audit.ofSubjects([reward.id]);
      expect([...(await notes.ofEntries([first?.id ?? ''])).values()]).toEqual(['Waited three weeks']);
    });
  });

  describe('the same goodwillId again', () => {
    test('200 with the same reward as it stands now, and nothing is given twice, also at the same moment', async () => {
      const body = gift();
      const before = await reservedOf('friends');
      const answers = await Promise.all([give(body), give(body), give(body)]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
      const ids = new Set((await Promise.all(answers.map((each) => each.json()))).map(({ id }) => id));
      expect(ids.size).toBe(1);
      expect(await reservedOf('friends')).toBe(before + 1500);
      await goodturn.deps.worker.settle();
      const again = await give({ ...body, reason: 'other words' });
      expect(again.status).toBe(200);
      expect(await again.json()).toMatchObject({ id: [...ids][0], status: 'issued' });
    });

    test('409 with another value or person', async () => {
      const body = gift();
      await give(body);
      for (const change of [{ value: usd(1000) }, { recipient: { externalId: fresh('member') } }]) {
        const answer = await give({ ...body, ...change });
        expect(answer.status).toBe(409);
        expect(await answer.json()).toMatchObject({ code: 'event_conflict' });
      }
    });
  });

  describe('409', () => {
    test('when the budget does not cover it, and nothing is left behind', async () => {
      await give(gift({ programId: 'small' }));
      const body = gift({ programId: 'small' });
      const answer = await give(body);
      expect(answer.status).toBe(409);
      const problem = { code: 'budget_exhausted', detail: 'The budget is short of $5.' };
      expect(await answer.json()).toMatchObject(problem);
      expect((await goodturn.get(`/v1/events/goodwill:${body.goodwillId}`)).status).toBe(404);
      expect((await goodturn.get(`/v1/participants/${body.recipient.externalId}`)).status).toBe(404);
      expect(await reservedOf('small')).toBe(1500);
    });
  });

  test.each([
    ['programId', { programId: 'nobody' }],
    ['programId', { programId: 'draft' }],
    ['value.currency', { value: { amount: 1500, currency: 'EUR' } }],
    ['value.amount', { value: usd(0) }],
    ['delivery', { delivery: 'Pigeon' }],
    ['goodwillId', { goodwillId: '' }],
    ['reason', { reason: undefined }],
  ])('400 names %s in %j', async (path, change) => {
    const answer = await give(gift(change));
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].path).toBe(path);
  });

  test('400 with the allowed values where the catalogue is known', async () => {
    const { data } = await (await goodturn.get('/v1/products')).json();
    const [product] = data;
    const answer = await give(
      gift({ productId: product.id, value: { amount: 1, currency: product.currency } }),
    );
    expect(answer.status).toBe(400);
    const [fault] = (await answer.json()).errors;
    expect(fault.path).toBe('value.amount');
    expect(fault.message).toMatch(/^must be (from|one of) \D*\d/);
    const unknown = await give(gift({ productId: 'NO-SUCH-CARD' }));
    expect((await unknown.json()).errors[0].path).toBe('productId');
  });

  test("400 for another site's program", async () => {
    const globex = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };
    expect((await goodturn.post('/v1/rewards', gift(), globex)).status).toBe(400);
  });

  test('a customer cannot tell an event of that type', async () => {
    const answer = await goodturn.post('/v1/events', purchase({ type: 'goodwill' }));
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors).toEqual([
      { path: 'type', message: 'is kept for rewards that your people give: POST /v1/rewards' },
    ]);
  });
});
