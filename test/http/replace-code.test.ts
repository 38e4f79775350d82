import { describe, expect, test } from 'vitest';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { PUBLIC_URL, startHarness } from '../support/harness.ts';
import { clickThrough, type Member, member, purchase, signIn } from './support/people.ts';

describe.each(DIALECTS)('replacing a code on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, {
    config: acmeConfig({}, [programLike({ id: 'sleeping', status: 'paused' })]),
  });

  const replace = ({ id }: Pick<Member, 'id'>, change: object = {}) =>
    goodturn.post(`/v1/participants/${id}/codes`, {
      programId: 'friends',
      reason: 'Posted on a coupon site',
      ...change,
    });
  async function replaced(ada: Member): Promise<string> {
    const answer = await replace(ada);
    expect(answer.status).toBe(201);
    return (await answer.json()).code;
  }

  describe('POST /v1/participants/:id/codes, 201', () => {
    test('the widget and the back end show the new link at once', async () => {
      const ada = await member(goodturn);
      const session = await signIn(goodturn, ada);
      const me = (tag = '') =>
        goodturn.widget('GET', '/v1/widget/me', { session, headers: { 'If-None-Match': tag } });
      const before = await me();
      const answer = await replace(ada);
      const made = await answer.json();
      expect(made).toEqual({
        programId: 'friends',
        code: expect.stringMatching(/^[A-Z0-9_-]{4,32}$/),
        url: `${PUBLIC_URL}/r/${made.code}`,
      });
      expect(made.code).not.toBe(ada.code);
      const after = await me(before.headers.get('etag') ?? '');
      expect(after.status).toBe(200);
      expect((await after.json()).share).toMatchObject({ code: made.code, url: made.url });
      const { codes } = await (await goodturn.get(`/v1/participants/${ada.id}`)).json();
      expect(codes).toEqual([made]);
    });

    test('the old link lands without a token, and the new one counts', async () => {
      const ada = await member(goodturn);
      await clickThrough(goodturn, ada.code);
      const code = await replaced(ada);
      const answer = await goodturn.app.request(`/r/${ada.code}`);
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).not.toContain('ref=');
      await clickThrough(goodturn, code);
      const { codes } = goodturn.deps.store.read;
      expect(await codes.find(ada.code)).toMatchObject({
        clicks: 1,
        participantId: null,
        revokedAt: goodturn.clock.now,
      });
      expect((await codes.find(code))?.clicks).toBe(1);
    });

    test('old code and old token bind nobody and say why; who was bound by it stays bound', async () => {
      const ada = await member(goodturn);
      const referralToken = await clickThrough(goodturn, ada.code);
      const customer = purchase().customer;
      await goodturn.post('/v1/events', purchase({ type: 'hello', customer, referralCode: ada.code }));
      await replaced(ada);
      for (const [check, evidence] of [
        ['code', { referralCode: ada.code }],
        ['token', { referralToken }],
      ] as const) {
        const event = await (await goodturn.post('/v1/events', purchase(evidence))).json();
        expect(event.rewards).toEqual([]);
        expect(event.decisions[0].checks[0]).toMatchObject({ check, reason: 'code_replaced' });
      }
      const bound = await (await goodturn.post('/v1/events', purchase({ customer }))).json();
      expect(bound.rewards).toHaveLength(2);
    });

    test('two at the same moment leave one code, and the audit says who did it', async () => {
      const ada = await member(goodturn);
      const answers = await Promise.all([replace(ada), replace(ada)]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      const { codes, audit } = goodturn.deps.store.read;
      expect(await codes.ofParticipant(ada.id)).toHaveLength(1);
      const [entry] = await audit.ofSubjects([ada.id]);
      expect(entry).toMatchObject({ status: 'code_replaced', actor: 'key:shop' });
    });

    test('somebody without a code in the program gets one', async () => {
      const ada = await member(goodturn);
      expect((await replace(ada, { programId: 'sleeping' })).status).toBe(201);
    });
  });

  test('404 for a stranger, 400 for a program that is not of the site and without a reason', async () => {
    const ada = await member(goodturn);
    expect((await replace({ id: 'nobody' })).status).toBe(404);
    for (const change of [{ programId: 'nobody' }, { reason: '' }]) {
      const answer = await replace(ada, change);
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].path).toBe(Object.keys(change)[0]);
    }
  });
});
