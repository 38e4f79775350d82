import { describe, expect, test } from 'vitest';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { apply } from './support/apply.ts';
import { fresh, type Member, member, purchase, signIn } from './support/people.ts';

const DAY_MS = 86_400_000;
const ASKS = { acceptTerms: true };

describe.each(DIALECTS)('accepting terms on %s', async (dialect) => {
  const open = (change: object = {}) =>
    startHarness(dialect, { config: acmeConfig({ eligibility: ASKS, ...change }) });
  const goodturn = await open();

  /** What is there for one referrer and what they do; the friend accepts when they buy. */
  async function play(on = goodturn) {
    const ada = await member(on);
    const session = await signIn(on, ada);
    return {
      ada,
      accept: (version: unknown = 1) => on.widget('POST', '/v1/widget/terms', { session, body: { version } }),
      me: async () => (await on.widget('GET', '/v1/widget/me', { session })).json(),
      async buy() {
        const friend = await member(on);
        const told = purchase({ referralCode: ada.code, customer: { id: friend.externalId } });
        const event = await (await on.post('/v1/events', told)).json();
        const reward = async (place: number) =>
          (await on.get(`/v1/rewards/${event.rewards[place].id}`)).json();
        return { event, friend, own: () => reward(0), theirs: () => reward(1) };
      },
    };
  }
  const byKey = (who: Pick<Member, 'id'>, body: object = {}) =>
    goodturn.post(`/v1/participants/${who.id}/terms`, { programId: 'friends', version: 1, ...body });

  describe('POST /v1/widget/terms, 204', () => {
    test('lets a reward go on that waited for nothing else, at once, and only this person’s', async () => {
      const { accept, me, buy } = await play();
      const { own, theirs } = await buy();
      expect(await own()).toMatchObject({ status: 'held', reason: 'terms_not_accepted' });
      expect((await me()).terms).toEqual({ version: 1, accepted: false, required: true });
      expect((await accept()).status).toBe(204);
      expect((await me()).terms).toEqual({ version: 1, accepted: true, required: true });
      expect(await own()).toMatchObject({ status: 'ordering' });
      expect((await own()).timeline).toMatchObject([
        { status: 'earned' },
        { status: 'held', reason: 'terms_not_accepted' },
        { status: 'approved', reason: 'terms_accepted', actor: expect.stringMatching(/^participant:par_/) },
        { status: 'ordering' },
      ]);
      expect((await theirs()).status).toBe('held');
      await goodturn.deps.worker.settle();
      expect((await own()).status).toBe('issued');
    });

    test('nobody accepts for somebody else: what a person approves still waits for its owner', async () => {
      const { accept, buy } = await play();
      const { event, own } = await buy();
      const approved = await goodturn.post(`/v1/rewards/${event.rewards[0].id}/approve`, { reason: 'known' });
      expect(await approved.json()).toMatchObject({ status: 'held', reason: 'terms_not_accepted' });
      await accept();
      expect((await own()).status).toBe('ordering');
    });

    test('accepted before the purchase, nothing waits', async () => {
      const { accept, buy } = await play();
      await accept();
      const { event } = await buy();
      expect(event.rewards).toMatchObject([{ status: 'ordering' }, { status: 'held' }]);
      expect(event.decisions[0].checks).toContainEqual(
        expect.objectContaining({ check: 'terms', passed: true, reason: 'terms_accepted' }),
      );
    });

    test('the hold goes on after it, and what a person has to approve waits for the person', async () => {
      const waiting = await open({ hold: { days: 14 } });
      const story = await play(waiting);
      const { own } = await story.buy();
      await story.accept();
      expect(await own()).toMatchObject({ status: 'held', reason: 'hold_period' });
      waiting.clock.now += 14 * DAY_MS;
      await waiting.deps.releaseDue();
      expect((await own()).status).toBe('ordering');

      const manual = await open({ approval: 'manual' });
      const other = await play(manual);
      const reviewed = await other.buy();
      await other.accept();
      expect(await reviewed.own()).toMatchObject({ status: 'held', reason: 'awaiting_approval' });
    });

    test('twice is once: who, which version, where and when are kept from the first time', async () => {
      const { ada, accept } = await play();
      const at = goodturn.clock.now;
      await accept();
      goodturn.clock.now += 1000;
      expect((await accept()).status).toBe(204);
      await byKey(ada);
      const { audit, termsAcceptances } = goodturn.deps.store.read;
      expect(await termsAcceptances.ofParticipant(ada.id, 'friends')).toEqual([
        { participantId: ada.id, programId: 'friends', version: 1, place: 'widget', acceptedAt: at },
      ]);
      expect(await audit.ofSubjects([ada.id])).toMatchObject([
        { status: 'terms_accepted', actor: `participant:${ada.id}` },
      ]);
    });

    test('a new version asks anew, and nothing is rewarded under one that was not accepted', async () => {
      const changed = await open();
      const { accept, me, buy } = await play(changed);
      await accept();
      const terms = { operator: 'Acme Corp., 2 Main Street, New York', url: null };
      await apply(changed, acmeConfig({ eligibility: ASKS, terms }));
      expect((await me()).terms).toEqual({ version: 2, accepted: false, required: true });
      const { own } = await buy();
      expect((await own()).status).toBe('held');
      await accept(1);
      expect((await own()).status).toBe('held');
      await accept(2);
      expect((await own()).status).toBe('ordering');
      expect((await me()).terms.accepted).toBe(true);
    });

    test('whatever comes first of a purchase and an acceptance at the same moment, the reward goes on', async () => {
      for (let round = 0; round < 8; round += 1) {
        const { accept, buy } = await play();
        const [{ own }] = await Promise.all([buy(), accept()]);
        expect((await own()).status).toBe('ordering');
      }
    });
  });

  test.each([0, 99, 1.5, '1', null])('400 names version %j', async (version) => {
    const { accept } = await play();
    const answer = await accept(version);
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].path).toBe('version');
  });

  describe('POST /v1/participants/:id/terms', () => {
    test('204 with the key as the place, by the id of the site as well', async () => {
      const { ada, buy } = await play();
      const { own } = await buy();
      expect((await byKey({ id: ada.externalId })).status).toBe(204);
      expect((await own()).status).toBe('ordering');
      const [kept] = await goodturn.deps.store.read.termsAcceptances.ofParticipant(ada.id, 'friends');
      expect(kept?.place).toBe('key:shop');
    });

    test('404 for a stranger, 400 for a program or version that is not there', async () => {
      const { ada } = await play();
      expect((await byKey({ id: fresh('nobody') })).status).toBe(404);
      for (const change of [{ programId: 'nobody' }, { version: 7 }]) {
        const answer = await byKey(ada, change);
        expect(answer.status).toBe(400);
        expect((await answer.json()).errors[0].path).toBe(Object.keys(change)[0]);
      }
    });
  });
});
