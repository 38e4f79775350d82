import { describe, expect, test } from 'vitest';
import { COLUMN_LABELS } from '../../server/domain/person/columns.ts';
import { findCanaries } from '../leaks/canaries.ts';
import { watchStoredBytes } from '../leaks/stored-bytes.ts';
import { acmeConfig, SECRETS } from '../support/acme.ts';
import { DIALECTS, freshDatabaseUrl } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { clickThrough, fresh, type Member, member, purchase, signIn } from './support/people.ts';

const TERMS = { programId: 'friends', version: 1 };

describe.each(DIALECTS)('export and erasure on %s', async (dialect) => {
  const databaseUrl = await freshDatabaseUrl(dialect);
  const goodturn = await startHarness(dialect, {
    databaseUrl,
    config: acmeConfig({
      eligibility: { countries: ['US', 'DE'] },
      limits: { perReferrer: { count: 9, per: 'year' } },
      fraud: { level: 'balanced', velocity: { perCard: { friends: 9, minutes: 60 } } },
    }),
  });
  const stored = await watchStoredBytes(databaseUrl);
  const { deps } = goodturn;

  const tell = async (change: object, headers = {}) => {
    const answer = await goodturn.post('/v1/events', purchase(change), headers);
    return { status: answer.status, event: await answer.json() };
  };
  const erase = (id: string, body: object = { reason: 'case 4711' }) =>
    goodturn.app.request(`/v1/participants/${id}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const exported = async (id: string) => {
    const answer = await goodturn.get(`/v1/participants/${id}/export`);
    return { status: answer.status, ...(await answer.json()) };
  };

  /** Somebody who left a trace wherever one can be left, every word of it a canary. */
  async function fullLife() {
    const names = {
      externalId: `canary-id-${fresh('x')}`,
      email: `canary-mail-${fresh('x')}@example.com`,
      displayName: `Canary Name ${fresh('x')}`,
      name: `Canary Legal ${fresh('x')}`,
      note: `canary-note-${fresh('x')}`,
      metadata: `canary-metadata-${fresh('x')}`,
      phone: `+1555canary${fresh('x')}`,
      fingerprint: `canary-card-${fresh('x')}`,
    };
    const { externalId, email, displayName, name, note, metadata, phone, fingerprint } = names;
    const bea = await member(goodturn, { country: 'US' });
    const referralToken = await clickThrough(goodturn, bea.code);
    const joined = await goodturn.post('/v1/participants', {
      externalId,
      email,
      displayName,
      name,
      country: 'DE',
      region: 'canary-region-xy',
      age: 33,
    });
    const ada = await joined.json();
    const session = await signIn(goodturn, { externalId });
    await goodturn.post(`/v1/participants/${ada.id}/terms`, TERMS);
    await goodturn.post(`/v1/participants/${ada.id}/block`, { reason: note });
    await goodturn.post(`/v1/participants/${ada.id}/unblock`, { reason: note });
    // As a friend, told with a key that is remembered; and as a referrer.
    const told = {
      customer: { id: externalId, email, name, phone, displayName, country: 'DE' },
      referralToken,
      metadata: { words: metadata },
      payment: { fingerprint },
    };
    const own = await tell({ eventId: fresh('order'), ...told }, { 'Idempotency-Key': fresh('key') });
    const { code } = ada.codes[0];
    const friend = { id: fresh('friend'), country: 'US' };
    const brought = await tell({ referralCode: code, customer: friend });
    const waiting = fresh('friend');
    const joins = { type: 'hello', customer: { id: waiting, country: 'US' }, referralCode: code };
    await tell(joins);
    await deps.store.write('ensure-participant', async (rows) => {
      const macs = [deps.pseudonyms.customer({ id: externalId }), deps.pseudonyms.customer({ email })];
      await rows.knownCustomers.add('acme', macs);
    });
    await deps.worker.settle();
    const canaries = Object.entries({ ...names, region: 'canary-region-xy' }).map(([what, text]) => ({
      what,
      text,
    }));
    return {
      ada,
      bea,
      code,
      waiting,
      names,
      session,
      own: own.event,
      brought: brought.event,
      canaries,
      told,
    };
  }
  const life = await fullLife();

  describe('GET /v1/participants/:id/export', () => {
    test('200 with every table that says something, by either id, and accepted terms among it', async () => {
      const answer = await exported(life.ada.id);
      expect(answer.status).toBe(200);
      const { tables } = answer;
      const filled = Object.keys(tables).filter((table) => tables[table].length > 0);
      expect(filled.toSorted()).toEqual(
        [
          ...[
            'attempt',
            'audit',
            'budgetEntry',
            'claim',
            'click',
            'code',
            'decision',
            'event',
            'knownCustomer',
          ],
          ...['limitUse', 'note', 'order', 'participant', 'referral', 'reward', 'termsAcceptance'],
          ...['arrival', 'sighting'],
        ].toSorted(),
      );
      expect(tables.participant[0]).toMatchObject({
        externalId: life.names.externalId,
        displayName: life.names.displayName,
        country: 'DE',
      });
      expect(tables.termsAcceptance).toEqual([
        { participantId: life.ada.id, ...TERMS, place: 'key:shop', acceptedAt: goodturn.clock.now },
      ]);
      expect(tables.event).toHaveLength(1);
      expect(tables.event[0].metadata).toContain(life.names.metadata);
      expect(tables.reward).toHaveLength(2);
      expect((await exported(life.names.externalId)).tables.reward).toHaveLength(2);
    });

    test('tells no column that is not labelled for it: no claim, no other person', async () => {
      const { tables } = await exported(life.ada.id);
      const labels: Record<string, Record<string, string>> = COLUMN_LABELS;
      for (const [table, rows] of Object.entries<object[]>(tables)) {
        for (const column of rows.flatMap((row) => Object.keys(row))) {
          expect([table, column, labels[table]?.[column]]).toEqual([
            table,
            column,
            expect.stringMatching(/^(erased|kept)$/),
          ]);
        }
      }
      const text = JSON.stringify(tables);
      expect(text).not.toContain(life.bea.externalId);
      expect(text).not.toContain(life.brought.rewards[1].recipient.externalId);
      expect(text).not.toMatch(/sealed|\/claim\//);
    });

    test('is itself in the audit, and 404 for a stranger', async () => {
      await exported(life.bea.id);
      const audit = await deps.store.read.audit.ofSubjects([life.bea.id]);
      expect(audit.at(-1)).toMatchObject({ status: 'exported', actor: 'key:shop' });
      expect((await exported('nobody')).status).toBe(404);
    });
  });

  describe('DELETE /v1/participants/:id', () => {
    test('400 without a reason, 404 for a stranger', async () => {
      expect((await erase(life.ada.id, {})).status).toBe(400);
      expect((await erase('nobody')).status).toBe(404);
    });

    test('204, and not one word of the person is left in the database', async () => {
      const before = await sums();
      expect(await hits()).not.toEqual([]);
      const { email } = life.names;
      expect((await erase(life.ada.id, { reason: 'case 4711', email })).status).toBe(204);
      expect(await hits()).toEqual([]);
      expect(await sums()).toEqual(before);
      const macs = [{ id: life.names.externalId }, { email }].map((who) => deps.pseudonyms.customer(who));
      expect(await deps.store.read.knownCustomers.has('acme', macs)).toBe(false);
    });

    test('rewards stand under a pseudonym, traces without details, audit as it was', async () => {
      const pseudonym = `erased-${life.ada.id}`;
      const event = await (await goodturn.get(`/v1/events/${life.own.eventId}`)).json();
      expect(event.rewards[1]).toMatchObject({ recipient: { externalId: pseudonym }, status: 'issued' });
      expect(event.decisions.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
        'earned',
        'earned',
      ]);
      expect(JSON.stringify(event)).not.toMatch(/DE is one of/);
      const brought = await (await goodturn.get(`/v1/events/${life.brought.eventId}`)).json();
      expect(brought.rewards[0].recipient.externalId).toBe(pseudonym);
      const audit = await deps.store.read.audit.ofSubjects([life.ada.id]);
      expect(audit.map(({ status }) => status)).toEqual([
        'terms_accepted',
        'blocked',
        'unblocked',
        ...Array.from({ length: 3 }, () => 'exported'),
        'erased',
      ]);
    });

    test('session, share link and every lever end', async () => {
      const { session, ada, code } = life;
      expect((await goodturn.widget('GET', '/v1/widget/me', { session })).status).toBe(401);
      const landing = await goodturn.app.request(`/r/${code}`);
      expect(landing.headers.get('location')).not.toContain('ref=');
      for (const path of ['', '/export']) {
        expect((await goodturn.get(`/v1/participants/${ada.id}${path}`)).status).toBe(404);
      }
      expect((await erase(ada.id)).status).toBe(404);
    });

    test('whoever holds the address of the claim page can still open the gift card', async () => {
      const [, reward] = life.own.rewards;
      const page = await (await goodturn.post(`/v1/rewards/${reward.id}/claim-page`, {})).json();
      const answer = await goodturn.app.request(new URL(page.claimPageUrl).pathname);
      expect(await answer.text()).toContain('Show my gift card');
    });

    test('a repeated delivery gets the stored answer, and brings nobody back', async () => {
      const { externalId } = life.names;
      const again = await tell({ eventId: life.own.eventId, ...life.told });
      expect(again.status).toBe(200);
      expect(again.event.id).toBe(life.own.id);
      const late = await tell({ ...life.told, referralToken: undefined, referralCode: life.bea.code });
      expect(late.event).toMatchObject({ status: 'recorded', rewards: [] });
      const [decision] = late.event.decisions;
      expect(decision.checks).toContainEqual(
        expect.objectContaining({ passed: false, reason: 'person_erased' }),
      );
      expect((await goodturn.get(`/v1/participants/${externalId}`)).status).toBe(404);
      expect(await hits('logical')).toEqual([]);
    });

    test.each<[string, (externalId: string, bea: Member) => Promise<Response>]>([
      ['as a participant', (externalId) => goodturn.post('/v1/participants', { externalId })],
      [
        'as a friend by hand',
        (externalId, bea) =>
          goodturn.post('/v1/referrals', {
            programId: 'friends',
            referrer: { externalId: bea.externalId },
            friend: { externalId },
            reason: 'again',
          }),
      ],
      [
        'by goodwill',
        (externalId) =>
          goodturn.post('/v1/rewards', {
            goodwillId: fresh('case'),
            programId: 'friends',
            recipient: { externalId },
            productId: 'CVS',
            value: { amount: 1500, currency: 'USD' },
            delivery: 'Links',
            reason: 'again',
          }),
      ],
    ])('409 for who would bring them back %s', async (_how, attempt) => {
      for (const id of [life.names.externalId, `erased-${life.ada.id}`]) {
        expect((await attempt(id, life.bea)).status).toBe(409);
      }
      expect(await hits('logical')).toEqual([]);
    });

    test('401 for a widget session of somebody who was erased', async () => {
      const minted = await goodturn.post('/v1/participant-tokens', { externalId: life.names.externalId });
      const body = { ...(await minted.json()), programId: 'friends' };
      expect((await goodturn.widget('POST', '/v1/widget/sessions', { body })).status).toBe(401);
    });

    test('a friend whom the person had referred still earns, the person does not', async () => {
      const { event } = await tell({ customer: { id: life.waiting } });
      expect(event.rewards).toMatchObject([
        { beneficiary: 'friend', recipient: { externalId: life.waiting } },
      ]);
      const [own] = event.decisions;
      expect(own).toMatchObject({ beneficiary: 'referrer', outcome: 'refused' });
      expect(own.checks).toContainEqual(
        expect.objectContaining({ check: 'erased', reason: 'person_erased' }),
      );
    });
  });

  /** Where the person's words still stand. `logical`: in what a query can read, without the files below it. */
  async function hits(where: 'everywhere' | 'logical' = 'everywhere') {
    const written = await stored.everything();
    // PostgreSQL's own files keep dead rows until autovacuum has been there: what it can be asked for is what counts.
    const isLooked = ({ place }: { place: string }) =>
      (dialect === 'sqlite' && where === 'everywhere') || /dump|VACUUM/.test(place);
    return findCanaries(written.filter(isLooked), life.canaries);
  }

  async function sums() {
    const budget = await deps.store.read.budgets.find('friends');
    const entries = await deps.store.read.budgets.entries('friends');
    const { data } = await (await goodturn.get('/v1/rewards')).json();
    return {
      budget,
      entries,
      rewards: data.map(({ value, status }: { value: object; status: string }) => ({ value, status })),
    };
  }
});
