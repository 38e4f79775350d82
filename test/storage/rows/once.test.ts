import { describe, expect, test } from 'vitest';
import { REFERRAL } from '../../domain/decision/support/situations.ts';
import { DIALECTS } from '../../support/databases.ts';
import { auditOf, NOW, openRows, sampleEvent, sampleReward } from './open-rows.ts';

describe.each(DIALECTS)('what exists once in %s', async (dialect) => {
  const { store, write, addOrder, execute, count } = await openRows(dialect);

  test('an event by the id of its site: the second is not written', async () => {
    const first = sampleEvent({ id: 'evt_a', eventId: 'same' });
    expect(await write((rows) => rows.events.insert(first))).toBe(true);
    expect(await write((rows) => rows.events.insert(sampleEvent({ id: 'evt_b', eventId: 'same' })))).toBe(
      false,
    );
    expect(await store.read.events.find('acme', 'same')).toEqual(first);
    const elsewhere = sampleEvent({ id: 'evt_c', eventId: 'same', siteId: 'globex' });
    expect(await write((rows) => rows.events.insert(elsewhere))).toBe(true);
  });

  test('only a verified event makes the next one a repeat', async () => {
    const told = (id: string, customerId: string, trust: 'verified' | 'reported') =>
      write((rows) => rows.events.insert(sampleEvent({ id, eventId: id, customerId, trust })));
    await told('evt_d', 'cleo', 'reported');
    expect(await store.read.events.firstAt('acme', 'cleo', 'purchase')).toBeNull();
    await told('evt_e', 'cleo', 'verified');
    expect(await store.read.events.firstAt('acme', 'cleo', 'purchase')).toBe(NOW);
    expect(await store.read.events.firstAt('acme', 'cleo', 'signup')).toBeNull();
    expect(await store.read.events.firstAt('globex', 'cleo', 'purchase')).toBeNull();
  });

  test('a friend in a program: the second binding is not written, and nobody refers themselves', async () => {
    expect(await write((rows) => rows.referrals.insert(REFERRAL))).toBe(true);
    expect(await write((rows) => rows.referrals.insert({ ...REFERRAL, id: 'rfl_2' }))).toBe(false);
    const self = { ...REFERRAL, id: 'rfl_3', friendId: 'par_1' };
    await expect(write((rows) => rows.referrals.insert(self))).rejects.toThrow();
    expect(await count('referral')).toBe(1);
  });

  test('a referral moves only from where the caller says it stands', async () => {
    const move = (from: 'attributed' | 'qualified') =>
      write((rows) => rows.referrals.move('rfl_1', [from], 'qualified', 'action_done'));
    expect(await move('attributed')).toBe(true);
    expect(await move('attributed')).toBe(false);
    expect((await store.read.referrals.find('rfl_1'))?.status).toBe('qualified');
  });

  test('a reward of one place in one rule of one event', async () => {
    await addOrder();
    const twin = sampleReward({ id: 'rwd_twin', eventRowId: 'evt_1' });
    await expect(write((rows) => rows.rewards.insert([twin]))).rejects.toThrow();
    await write((rows) => rows.rewards.insert([{ ...twin, position: 1 }]));
    expect(await store.read.rewards.find('rwd_twin')).toMatchObject({ position: 1, value: { amount: 1500 } });
  });

  test('a completion: a reward leaves a state along the road and only once', async () => {
    const { rewardId } = await addOrder();
    const move = (to: 'issued' | 'opened' | 'failed') =>
      write((rows) => rows.rewards.move(rewardId, to, 'order_completed'));
    expect(await move('opened')).toBe(false);
    expect(await move('issued')).toBe(true);
    expect(await move('issued')).toBe(false);
    expect(await move('failed')).toBe(false);
    expect(await move('opened')).toBe(true);
    expect((await store.read.rewards.find(rewardId))?.status).toBe('opened');
  });

  test('a claim of a reward: its secrets are written once and never replaced', async () => {
    const { rewardId } = await addOrder();
    const claim = {
      rewardId,
      sealedPath: 'p',
      sealedLink: null,
      sealedAnswer: null,
      windowAt: 0,
      reveals: 0,
    };
    await write((rows) => rows.claims.insert({ ...claim, pathMac: 'mac_1', createdAt: NOW }));
    await write((rows) => rows.claims.insert({ ...claim, pathMac: 'mac_2', createdAt: NOW }));
    expect((await store.read.claims.ofReward(rewardId))?.pathMac).toBe('mac_1');
    const fill = (link: string) => write((rows) => rows.claims.fill(rewardId, link, 'answer'));
    expect(await fill('link')).toBe(true);
    expect(await fill('another link')).toBe(false);
    expect((await store.read.claims.ofReward(rewardId))?.sealedLink).toBe('link');
  });

  test('the answer to a key: the first one stays', async () => {
    const answer = { siteId: 'acme', key: 'k', fingerprint: 'f', status: 201, createdAt: NOW };
    expect(await write((rows) => rows.keyedAnswers.insert({ ...answer, body: 'first' }))).toBe(true);
    expect(await write((rows) => rows.keyedAnswers.insert({ ...answer, body: 'second' }))).toBe(false);
    expect((await store.read.keyedAnswers.find('acme', 'k'))?.body).toBe('first');
  });

  test('the audit: a row can be neither altered nor deleted', async () => {
    await write((rows) => rows.audit.append([auditOf('aud_1', 'rwd_1')]));
    await expect(execute(`update audit set actor = 'nobody'`)).rejects.toThrow('append-only');
    await expect(execute('delete from audit')).rejects.toThrow('append-only');
    expect(await store.read.audit.ofSubjects(['rwd_1'])).toEqual([auditOf('aud_1', 'rwd_1')]);
  });
});
