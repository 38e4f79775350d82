import { describe, expect, test } from 'vitest';
import { acmeConfig, programLike, SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { clickThrough, fresh, member, purchase } from './support/people.ts';

const GLOBEX = { Authorization: `Bearer ${SECRETS.GLOBEX_SECRET_KEY}` };
/** As the contract's schema reads it, without what a test is about. */
const SPRING = programLike({
  id: undefined,
  name: 'Spring',
  type: 'campaign',
  campaignCodes: [{ code: 'SPRING26', source: 'newsletter' }],
  rules: [
    {
      id: 'review',
      on: 'review',
      rewards: [
        { to: 'participant', productId: 'CVS', value: { amount: 1000, currency: 'USD' }, delivery: 'Links' },
      ],
    },
  ],
}) as Record<string, unknown>;

describe.each(DIALECTS)('programs over the API on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);
  const { deps } = goodturn;

  async function put(id: string, body: unknown, headers: Record<string, string> = {}) {
    const answer = await goodturn.app.request(`/v1/programs/${id}`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  }
  const revision = async () => (await deps.store.read.sites.installation()).revision;
  const auditOf = async (id: string) =>
    (await deps.store.read.audit.ofSubjects([id])).map(({ actor, reason }) => `${actor} ${reason}`);

  test('a new one runs at once; the same again changes nothing; a frozen part makes a version', async () => {
    const id = fresh('spring');
    const codes = [{ code: `CODE-${id}`.toUpperCase(), source: 'newsletter' }];
    const declared = { ...SPRING, campaignCodes: codes };
    const made = await put(id, declared);
    expect(made).toMatchObject({
      status: 201,
      body: { id, version: 1, managedBy: 'api', phase: 'active', hold: { days: 0 } },
    });
    const told = { type: 'review', eventId: fresh('review'), customer: { id: fresh('customer') } };
    const event = await (await goodturn.post('/v1/events', { ...told, programId: id })).json();
    expect(event).toMatchObject({ status: 'credited', rewards: [{ programId: id }] });

    const before = await revision();
    expect(await put(id, { ...declared, id })).toMatchObject({ status: 200, body: made.body });
    expect(await revision()).toBe(before);

    const live = await put(id, { ...declared, status: 'paused' });
    expect(live.body).toMatchObject({ version: 1, phase: 'paused' });
    const frozen = await put(id, { ...declared, hold: { days: 3 } });
    expect(frozen.body).toMatchObject({ version: 2, phase: 'active', hold: { days: 3 } });
    expect(await revision()).toBe(before + 2);
    expect(await auditOf(id)).toEqual([
      'key:shop program_made',
      'key:shop program_changed',
      'key:shop program_version_made',
    ]);
  });

  test('of two that make one program at once, one makes it', async () => {
    const id = fresh('race');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => put(id, { ...SPRING, campaignCodes: [] })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(7).fill(200), 201]);
    expect(await auditOf(id)).toEqual(['key:shop program_made']);
  });

  test('one of the file answers 409 managed_by_file, and the file cannot take one of the API over', async () => {
    const { status, body } = await put('friends', { ...SPRING, campaignCodes: [] });
    expect([status, body.code]).toEqual([409, 'managed_by_file']);
    expect((await put('friends', {})).status).toBe(409);
    const id = fresh('mine');
    await put(id, { ...SPRING, campaignCodes: [] });
    const declared = apply(goodturn, acmeConfig({}, [programLike({ id })]));
    await expect(declared).rejects.toMatchObject({
      code: 'conflict',
      detail: `The program ${id} was made through the API; change it there, or give the one in the file another id.`,
    });
  });

  test("another site's id and campaign code answer 409 conflict, and its programs are not listed", async () => {
    const id = fresh('taken');
    const codes = [{ code: `C-${id}`.toUpperCase(), source: 'a' }];
    await put(id, { ...SPRING, campaignCodes: codes });
    const sameId = await put(id, { ...SPRING, campaignCodes: [] }, GLOBEX);
    expect([sameId.status, sameId.body.code]).toEqual([409, 'conflict']);
    const sameCode = await put(fresh('other'), { ...SPRING, campaignCodes: codes }, GLOBEX);
    expect([sameCode.status, sameCode.body.code]).toEqual([409, 'conflict']);
    expect(await (await goodturn.get('/v1/programs', GLOBEX)).json()).toEqual({ data: [], nextCursor: null });
  });

  test.each(['/v1/reports/funnel', '/v1/reports/statement'])(
    '%s takes dates of the time zone of the program, and an empty bound as none',
    async (path) => {
      const zone = fresh('zone');
      await put(zone, { ...SPRING, campaignCodes: [], timezone: 'America/New_York' });
      const read = async (query: string) => (await goodturn.get(`${path}?programId=${zone}&${query}`)).json();
      const dates = { from: '2026-10-31T04:00:00.000Z', to: '2026-11-02T05:00:00.000Z' };
      expect(await read('from=2026-10-31&to=2026-11-02')).toMatchObject(dates);
      expect(await read('from=&to=')).toEqual(await read(''));
      expect(await read('from=soon')).toMatchObject({ status: 400, errors: [{ path: 'from' }] });
      expect(await read('from=2026-11-02&to=2026-11-02')).toMatchObject({ errors: [{ path: 'from' }] });
    },
  );

  test('the list pages through all programs of the site, newest version first', async () => {
    goodturn.clock.now += 1000;
    const id = fresh('newest');
    await put(id, { ...SPRING, campaignCodes: [] });
    const all = await (await goodturn.get('/v1/programs')).json();
    expect(all.data[0]).toMatchObject({ id, managedBy: 'api' });
    const ids = all.data.map((program: { id: string }) => program.id);
    expect(ids).toContain('friends');
    const first = await (await goodturn.get('/v1/programs?limit=1')).json();
    const rest = await (await goodturn.get(`/v1/programs?cursor=${first.nextCursor}`)).json();
    expect([...first.data, ...rest.data].map((program) => program.id)).toEqual(ids);
  });

  test.each([
    [{ rules: [] }, 'rules'],
    [{ hold: { days: 'many' } }, 'hold.days'],
    [{ bugdet: null }, ''],
    [{ id: 'another' }, 'id'],
    [{ startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-11-01T00:00:00Z' }, 'endsAt'],
    [{ budget: { amount: 100, currency: 'EUR' } }, 'rules[0].rewards[0].value.currency'],
    [
      {
        campaignCodes: [
          { code: 'TWICE', source: 'a' },
          { code: 'twice', source: 'b' },
        ],
      },
      'campaignCodes[1].code',
    ],
  ])('400 for %j names %s', async (change, path) => {
    const { status, body } = await put('broken', { ...SPRING, campaignCodes: [], ...change });
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid_body', path]);
    expect(await deps.store.read.sites.program('broken')).toBeUndefined();
  });

  test('400 for an id that no program can have', async () => {
    expect((await put('Not_An_Id', SPRING)).status).toBe(400);
  });
});

describe.each(DIALECTS)('the numbers of a program on %s', async (dialect) => {
  const program = {
    ...SPRING,
    id: 'spring',
    rules: [
      {
        id: 'review',
        on: 'review',
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
  };
  const goodturn = await startHarness(dialect, { config: acmeConfig({}, [program]) });
  const { code } = await member(goodturn);
  await clickThrough(goodturn, code);
  await clickThrough(goodturn, code);
  await clickThrough(goodturn, 'SPRING26');
  await goodturn.post('/v1/events', purchase({ referralCode: code }));
  await goodturn.post(
    '/v1/events',
    purchase({ referralCode: code, amount: { amount: 100, currency: 'USD' } }),
  );
  for (const referralCode of ['SPRING26', undefined]) {
    await goodturn.post('/v1/events', {
      type: 'review',
      eventId: fresh('review'),
      customer: { id: fresh('customer') },
      referralCode,
    });
  }
  const read = async (query: string) => {
    const answer = await goodturn.get(`/v1/reports/funnel${query}`);
    return { status: answer.status, body: await answer.json() };
  };

  test('the funnel counts each stage, in a program and by campaign source', async () => {
    expect((await read('?programId=friends')).body).toMatchObject({
      programId: 'friends',
      ...{ clicks: 2, attributed: 2, qualified: 1, rewarded: 2, issued: 0, opened: 0 },
      sources: [],
    });
    const newsletter = { clicks: 1, attributed: 1, qualified: 1, rewarded: 1, issued: 0, opened: 0 };
    const { body } = await read('?programId=spring');
    expect(body).toMatchObject({ ...newsletter, rewarded: 2 });
    expect(body.sources).toEqual([{ source: 'newsletter', ...newsletter }]);
    await goodturn.deps.worker.settle();
    expect((await read('')).body).toMatchObject({ clicks: 3, attributed: 3, rewarded: 4, issued: 4 });
  });

  test('its period begins with `from` and ends before `to`', async () => {
    const now = new Date(goodturn.clock.now).toISOString();
    const later = new Date(goodturn.clock.now + 1).toISOString();
    const none = { clicks: 0, attributed: 0, qualified: 0, rewarded: 0 };
    expect((await read(`?from=${now}&to=${later}`)).body).toMatchObject({ rewarded: 4 });
    expect((await read(`?to=${now}`)).body).toMatchObject(none);
    expect((await read(`?from=${later}&to=2030-01-01T00:00:00Z`)).body).toMatchObject(none);
  });

  test('404 for a program of nobody, 400 for a period that is none', async () => {
    expect((await read('?programId=nobody')).status).toBe(404);
    const { status, body } = await read('?from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z');
    expect([status, body.errors[0].path]).toEqual([400, 'from']);
    expect((await read('?from=yesterday')).status).toBe(400);
  });

  test('the budget tells what is promised and spent, and the ledger behind it', async () => {
    await goodturn.deps.worker.settle();
    const whole = await (await goodturn.get('/v1/programs/friends/budget')).json();
    expect(whole).toMatchObject({
      programId: 'friends',
      currency: 'USD',
      limit: 500_000,
      reserved: 0,
      spent: 3000,
      available: 497_000,
    });
    const entries = whole.entries.data;
    expect(entries.map(({ kind }: { kind: string }) => kind)).toEqual([
      'spend',
      'spend',
      'reserve',
      'reserve',
    ]);
    expect(entries[0]).toEqual({
      id: expect.stringMatching(/^bud_/),
      rewardId: expect.stringMatching(/^rwd_/),
      rewardBatchId: null,
      kind: 'spend',
      amount: 1500,
      createdAt: expect.any(String),
    });
    const first = await (await goodturn.get('/v1/programs/friends/budget?limit=3')).json();
    const rest = await (
      await goodturn.get(`/v1/programs/friends/budget?cursor=${first.entries.nextCursor}`)
    ).json();
    expect([...first.entries.data, ...rest.entries.data]).toEqual(entries);
    await apply(goodturn, acmeConfig({ budget: null }, [program]));
    expect(await (await goodturn.get('/v1/programs/friends/budget')).json()).toMatchObject({
      limit: null,
      available: null,
    });
  });
});
