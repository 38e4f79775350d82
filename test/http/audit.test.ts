import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../shared/contract/audit.ts';
import type { Event } from '../../shared/contract/event.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { member, purchase } from './support/people.ts';

describe.each(DIALECTS)('GET /v1/audit on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: acmeConfig({ approval: 'manual' }) });
  const { code } = await member(goodturn);
  const told = await goodturn.post('/v1/events', purchase({ referralCode: code }));
  const { rewards } = (await told.json()) as Event;
  const [own, friends] = rewards;
  if (!own || !friends) throw new Error('two rewards');
  await goodturn.post(`/v1/rewards/${own.id}/approve`, { reason: 'Ada called us' });
  await goodturn.post(`/v1/rewards/${friends.id}/reject`, { reason: 'A duplicate' });
  await goodturn.post(`/v1/rewards/${own.id}/claim-page`, {});
  // The account is parked, which is the installation's matter and not the site's.
  await goodturn.control('fault', { word: 'SIMNOFUNDS', times: 1 });
  await goodturn.deps.worker.settle();

  async function read(query = '', headers = {}) {
    const answer = await goodturn.get(`/v1/audit${query}`, headers);
    expect(answer.status).toBe(200);
    return (await answer.json()) as { data: AuditEntry[]; nextCursor: string | null };
  }

  test('tells who decided what, with the reason in words and what they wrote, newest first', async () => {
    const { data } = await read(`?subject=reward&subjectId=${friends.id}`);
    expect(data.map(({ status }) => status)).toEqual(['rejected', 'held', 'earned']);
    expect(data[0]).toEqual({
      id: expect.stringMatching(/^aud_/),
      at: '2026-11-23T12:00:00.000Z',
      subject: 'reward',
      subjectId: friends.id,
      status: 'rejected',
      actor: 'key:shop',
      reason: 'rejected_by_person',
      text: 'A person of the site rejected it.',
      note: 'A duplicate',
    });
    expect(data[1]).toMatchObject({ actor: 'system', note: null });
  });

  test('filters by actor and subject, alone and together', async () => {
    const byKey = await read('?actor=key:shop');
    expect(new Set(byKey.data.map(({ actor }) => actor))).toEqual(new Set(['key:shop']));
    expect(byKey.data.flatMap(({ note }) => note ?? [])).toEqual(['A duplicate', 'Ada called us']);
    const looks = await read('?actor=key:shop&subject=claim');
    expect(looks.data).toMatchObject([{ subjectId: own.id, reason: 'claim_page_given' }]);
    expect((await read('?actor=system')).data.length).toBeGreaterThan(0);
    expect((await read('?actor=key:nobody')).data).toEqual([]);
  });

  test('pages together are the whole, each entry once', async () => {
    const { data: whole } = await read();
    const seen: string[] = [];
    for (let query: string | null = '?limit=3'; query !== null; ) {
      const page = await read(query);
      seen.push(...page.data.map(({ id }) => id));
      query = page.nextCursor === null ? null : `?limit=3&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(whole.map(({ id }) => id));
    expect(seen).toEqual(seen.toSorted().reverse());
  });

  test('knows nothing of accounts, and another site reads nothing of this one', async () => {
    expect((await goodturn.deps.store.read.accounts.find('installation'))?.state).toBe('parked');
    const { data } = await read('?limit=200');
    expect(data.filter(({ reason }) => reason.startsWith('account_'))).toEqual([]);
    const globex = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };
    expect((await read('', globex)).data).toEqual([]);
    expect((await read(`?subjectId=${own.id}`, globex)).data).toEqual([]);
  });

  test('names the return that caused a step, of a reward, its order and its referral', async () => {
    const { data: before } = await read();
    const bought = purchase({ referralCode: code });
    const [reward] = ((await (await goodturn.post('/v1/events', bought)).json()) as Event).rewards;
    if (!reward) throw new Error('nothing earned');
    await goodturn.post(`/v1/rewards/${reward.id}/approve`, { reason: 'All is well' });
    const { customer, eventId: refersTo } = bought;
    const refund = { type: 'refund', eventId: 'return_1', customer, refersTo };
    // Another return of the very same moment is not its cause.
    const other = { ...refund, eventId: 'return_0', refersTo: 'order_of_somebody' };
    for (const body of [other, refund]) expect((await goodturn.post('/v1/events', body)).status).toBe(201);
    const { data } = await read(`?limit=200`);
    const steps = data.slice(0, data.length - before.length);
    const returned = steps.filter(({ reason }) => reason === 'refunded');
    expect(new Set(returned.map(({ subject }) => subject))).toEqual(new Set(['reward', 'order', 'referral']));
    expect(new Set(returned.map(({ eventId }) => eventId))).toEqual(new Set(['return_1']));
    expect(steps.filter(({ reason, eventId }) => reason !== 'refunded' && eventId !== undefined)).toEqual([]);
  });

  test.each(['subject=session', 'subject=nothing', 'limit=0', 'actor=a%00b', 'subjectId=a%0Ab'])(
    '400 for %s names the parameter',
    async (query) => {
      const answer = await goodturn.get(`/v1/audit?${query}`);
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].path).toBe(query.split('=')[0]);
    },
  );
});
