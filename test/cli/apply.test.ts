import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { member, purchase } from '../http/support/people.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fileOf, goodturn } from './run.ts';

describe.each(DIALECTS)('goodturn apply on %s', async (dialect) => {
  const url = await freshDatabaseUrl(dialect);
  const first = await fileOf(JSON.stringify(acmeConfig()));

  test('tells what is new, what changed and what stays, and applying twice changes nothing', async () => {
    expect(await goodturn(url, ['apply', first])).toEqual({
      code: 0,
      complained: [],
      said: ['Site acme: new', '  Program friends: new, version 1', 'Site globex: new'],
    });
    const again = await goodturn(url, ['apply', first]);
    expect(again.said).toEqual([
      'Site acme: unchanged',
      '  Program friends: unchanged, version 1',
      'Site globex: unchanged',
    ]);
    const later = acmeConfig({ hold: { days: 3 } }, [programLike({ id: 'second' })]);
    const renamed = { sites: later.sites.map((site) => ({ ...site, name: `${site.name} & Sons` })) };
    expect((await goodturn(url, ['apply', await fileOf(JSON.stringify(renamed))])).said).toEqual([
      'Site acme: changed',
      '  Program friends: changed, version 1 → 2',
      '  Program second: new, version 1',
      'Site globex: changed',
    ]);
    const paused = acmeConfig({ hold: { days: 3 }, status: 'paused' });
    expect((await goodturn(url, ['apply', await fileOf(JSON.stringify(paused))])).said).toContain(
      '  Program friends: changed, version 2 stays',
    );
  });

  test('programs shows them in a table', async () => {
    const { code, said } = await goodturn(url, ['programs']);
    expect(code).toBe(0);
    expect(said).toEqual([
      'PROGRAM  SITE  TYPE            NOW     VERSION  MANAGED BY  BUDGET LEFT',
      'friends  acme  refer_a_friend  paused  2        file        $5,000 of $5,000',
      'second   acme  refer_a_friend  active  1        file        $5,000 of $5,000',
    ]);
  });

  test('exits with 1 and one sentence for each fault, and stores nothing', async () => {
    const broken = acmeConfig();
    const [acme] = broken.sites;
    Object.assign(acme?.programs[0] ?? {}, { hold: { days: 'many' }, bugdet: null });
    const { code, said, complained } = await goodturn(url, ['apply', await fileOf(JSON.stringify(broken))]);
    expect([code, said]).toEqual([1, []]);
    expect(complained).toEqual([
      'sites[0].programs[0].hold.days must be a number.',
      expect.stringContaining('sites[0].programs[0] does not know "bugdet"; it knows id, type, '),
    ]);
    expect((await goodturn(url, ['apply', '/nowhere'])).complained).toEqual(['/nowhere cannot be read.']);
    const {
      sites: [one, other],
    } = acmeConfig();
    const swapped = {
      sites: [
        { ...one, programs: [] },
        { ...other, programs: one?.programs },
      ],
    };
    expect((await goodturn(url, ['apply', await fileOf(JSON.stringify(swapped))])).complained).toEqual([
      'The program id friends is used by another site; ids of programs are unique.',
    ]);
  });

  test('another master secret than the database has stops before anything is touched', async () => {
    const env = { GOODTURN_SECRET: 'another-master-secret-5Tg7Yh9Uj1Ik3Ol' };
    expect(await goodturn(url, ['programs'], env)).toEqual({
      code: 1,
      said: [],
      complained: [
        expect.stringMatching(/^GOODTURN_SECRET is not the one that this database was sealed with; .+\.$/),
      ],
    });
  });
});

describe.each(DIALECTS)('goodturn apply to a restored backup on %s', async (dialect) => {
  const { deps, databaseUrl, sandboxUrl } = await startHarness(dialect);

  test('asks the upstream for its catalogue, and hides no restore by the turns that it takes for that', async () => {
    const checkpoints = await fileOf('');
    const marks = { epochs: await deps.store.read.gate.epochs(), accounts: { installation: 1 } };
    await writeFile(`${checkpoints}.sends`, JSON.stringify(marks));
    const { code } = await goodturn(databaseUrl, ['apply', await fileOf(JSON.stringify(acmeConfig()))], {
      AUDIT_CHECKPOINTS: checkpoints,
      GIFT_CARD_API_URL: sandboxUrl,
      GIFT_CARD_API_EMAIL: 'sandbox@giftcards.example',
      GIFT_CARD_API_TOKEN: 'sandbox-access-token',
    });
    expect(code).toBe(0);
    expect((await deps.store.read.accounts.find('installation'))?.nextSendAt).toBeGreaterThan(1);
    expect(await deps.store.read.gate.closed()).toMatchObject({ reason: 'went_back' });
  });
});

describe.each(DIALECTS)('goodturn explain on %s', async (dialect) => {
  const server = await startHarness(dialect, { config: acmeConfig({ hold: { days: 14 } }) });
  const { code } = await member(server);
  const told = purchase({ referralCode: code });
  const event = await (await server.post('/v1/events', told)).json();
  const run = (...line: string[]) => goodturn(server.databaseUrl, ['explain', ...line]);

  test('tells an event as a person reads it: every check, what it came to, and what is next', async () => {
    const { code: exit, said } = await run(told.eventId);
    expect(exit).toBe(0);
    const text = said.join('\n');
    expect(said[0]).toBe(`Event ${told.eventId}: purchase of $42 by customer ${told.customer.id} of acme`);
    expect(text).toContain(
      'Decision: held for the referrer\n  program friends, version 1, rule first-purchase, bound by code',
    );
    expect(text).toContain('  yes   min_amount: The amount reaches the minimum.');
    expect(text).toMatch(/ {2}wait {2}hold: .+ Until 2026-12-07 12:00 UTC\. \(hold_period\)/);
    expect(text).toContain('  Next: it is approved by itself on 2026-12-07 12:00 UTC.');
    expect(text).toMatch(/ {2}2026-11-23 12:00 UTC {2}held, by system: /);
  });

  test('tells a refusal with the check that refused', async () => {
    const small = purchase({ referralCode: code, amount: { amount: 100, currency: 'USD' } });
    await server.post('/v1/events', small);
    const { said } = await run(small.eventId);
    expect(said.join('\n')).toMatch(
      / {2}no {4}min_amount: The amount is under the minimum\. .*\(amount_too_low\)/,
    );
  });

  test('tells a reward, its order and its decision, and never a claim', async () => {
    const [reward] = event.rewards;
    server.clock.now += 15 * 86_400_000;
    await server.deps.releaseDue();
    await server.deps.worker.settle();
    const { said } = await run(reward.id);
    const text = said.join('\n');
    expect(text).toContain('  issued: The gift card is ready. (order_completed)');
    expect(text).toMatch(/ {2}Order ord_\w+, number GT\w+: completed after 1 attempt/);
    expect(text).toContain(
      `  Next: its owner opens it in the widget or on its claim page (POST /v1/rewards/${reward.id}/claim-page gives the link).`,
    );
    expect(text).toContain('Decision: held for the referrer');
    expect(text).not.toContain('Decision: held for the friend');
    expect(text).not.toMatch(/https?:|\/c\//);
  });

  test('says what it does not find, and asks for the site where two have the event', async () => {
    expect((await run('nothing')).complained).toEqual(['There is no reward and no event nothing.']);
    const { GLOBEX_SECRET_KEY } = (await import('../support/acme.ts')).SECRETS;
    const headers = { Authorization: `Bearer ${GLOBEX_SECRET_KEY}` };
    await server.post(
      '/v1/events',
      { type: 'purchase', eventId: told.eventId, customer: { id: 'x' } },
      headers,
    );
    expect((await run(told.eventId)).complained).toEqual([
      `Several sites have an event ${told.eventId}; add --site with one of acme, globex.`,
    ]);
    const { said } = await run(told.eventId, '--site', 'globex');
    expect(said.at(-1)).toBe(
      'No program that ran then had a rule for it, so nothing was decided about a reward.',
    );
  });
});
