import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../server/domain/clock.ts';
import { purchase, signIn } from '../http/support/people.ts';
import { acmeConfig } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { startOrdering } from './ordering.ts';

const MAILED = acmeConfig({
  rules: [
    {
      id: 'purchase',
      on: 'purchase',
      when: { firstOnly: false },
      milestone: null,
      rewards: [
        {
          to: 'participant' as const,
          productId: 'CVS',
          value: { amount: 1500, currency: 'USD' },
          delivery: 'DigitalDelivery' as const,
        },
      ],
    },
  ],
  hold: { days: 1 },
});

describe.each(DIALECTS)('a reward whose owner’s address does not open, on %s', async (dialect) => {
  const { deps, clock, post } = await startHarness(dialect, { config: MAILED });
  const { store } = deps;
  async function buy(id: string): Promise<string> {
    const customer = { id, email: `${id}@mail.example` };
    const event = await (await post('/v1/events', purchase({ customer }))).json();
    return event.rewards[0].id;
  }
  const statusOf = async (id: string) => (await store.read.rewards.find(id))?.status;
  const contactOf = async (rewardId: string) => {
    const reward = await store.read.rewards.find(rewardId);
    const contact = await store.read.contacts.find(reward?.participantId ?? '');
    if (!contact) throw new Error('no address was kept');
    return contact;
  };

  test('keeps no later one from its release, and goes on once it opens', async () => {
    const broken = await buy('anna');
    const contact = await contactOf(broken);
    const put = (sealedEmail: string | null) =>
      store.write('correct-address', (rows) => rows.contacts.put({ ...contact, sealedEmail }));
    await put('nothing that was sealed here');
    clock.now += 1;
    const later = await buy('bert');
    clock.now += DAY_MS;
    await deps.releaseDue();
    expect([await statusOf(broken), await statusOf(later)]).toEqual(['held', 'ordering']);
    await put(contact.sealedEmail);
    clock.now += 10 * MINUTE_MS;
    await deps.releaseDue();
    expect(await statusOf(broken)).toBe('ordering');
  });
});

describe.each(DIALECTS)('a reward of the next payout whose release breaks off, on %s', async (dialect) => {
  const payout = { mode: 'scheduled', every: 'day' } as const;
  const config = acmeConfig({ rules: MAILED.sites[0]?.programs[0]?.rules ?? [], payout });
  const goodturn = await startHarness(dialect, { config });
  const { store } = goodturn.deps;

  test('shows its owner the new day: what they had of it before is not the newest', async () => {
    const customer = { id: 'anna', email: 'anna@mail.example' };
    const event = await (await goodturn.post('/v1/events', purchase({ customer }))).json();
    const session = await signIn(goodturn, { externalId: 'anna' });
    const read = (etag = '') =>
      goodturn.widget('GET', '/v1/widget/me', { session, headers: { 'If-None-Match': etag } });
    const before = await read();
    const reward = await store.read.rewards.find(event.rewards[0].id);
    const contact = await store.read.contacts.find(reward?.participantId ?? '');
    if (!reward?.releaseAt || !contact) throw new Error('nothing waits for its release');
    await store.write('correct-address', (rows) =>
      rows.contacts.put({ ...contact, sealedEmail: 'nothing that was sealed here' }),
    );
    // The session would be over by then.
    await store.write('release-reward', (rows) =>
      rows.rewards.amend(reward.id, { releaseAt: goodturn.clock.now }),
    );
    await goodturn.deps.releaseDue();
    const after = await read(before.headers.get('ETag') ?? '');
    expect(after.status).toBe(200);
    const [row] = (await after.json()).rewards;
    expect(Date.parse(row.nextStepAt)).toBe((await store.read.rewards.find(reward.id))?.releaseAt);
  });
});

describe.each(DIALECTS)('an account whose credentials do not open, on %s', async (dialect) => {
  const goodturn = await startOrdering(dialect);

  test('keeps no order of another account waiting', async () => {
    // The first in line.
    await goodturn.deps.store.write('account-state', (rows) =>
      rows.accounts.put('a-broken', 'nothing that was sealed here'),
    );
    const [reward] = await goodturn.earn();
    if (!reward) throw new Error('nothing earned');
    await goodturn.deps.worker.settle();
    expect((await goodturn.orderOf(reward)).status).toBe('completed');
    await expect(goodturn.deps.accountOf('a-broken')).rejects.toThrow('does not open');
  });
});
