import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';

describe.each(DIALECTS)('the whole road on %s', async (dialect) => {
  const goodturn = await startHarness(dialect);

  test('a purchase of a referred friend becomes two gift cards, each with its owner', async () => {
    const ada = await goodturn.post('/v1/participants', {
      externalId: 'ada',
      displayName: 'Ada',
      email: 'ada@example.com',
    });
    expect(ada.status).toBe(201);
    const { codes } = await ada.json();
    const minted = await goodturn.post('/v1/participant-tokens', { externalId: 'ada' });
    const { participantToken } = await minted.json();
    const opened = await goodturn.widget('POST', '/v1/widget/sessions', { body: { participantToken } });
    expect(opened.status).toBe(200);
    const { sessionToken: session, me } = await opened.json();
    expect(me.share.code).toBe(codes[0].code);

    const event = await goodturn.post('/v1/events', {
      type: 'purchase',
      eventId: 'order_1',
      customer: { id: 'bea', email: 'bea@example.com' },
      referralCode: codes[0].code,
      amount: { amount: 4200, currency: 'USD' },
    });
    expect(event.status).toBe(201);
    const credited = await event.json();
    expect(credited.status).toBe('credited');
    expect(credited.rewards).toHaveLength(2);

    await goodturn.deps.worker.settle();
    const after = await (await goodturn.widget('GET', '/v1/widget/me', { session })).json();
    expect(after.rewards).toMatchObject([{ status: 'issued', claimable: true }]);
    expect(after.referrals).toMatchObject([{ label: 'Friend 1', status: 'completed' }]);
    const revealed = await goodturn.widget('POST', `/v1/widget/rewards/${after.rewards[0].id}/reveal`, {
      session,
    });
    const { claimLink, challengeAnswer } = await revealed.json();
    expect(claimLink).toContain('/claim/');
    expect(challengeAnswer.length).toBeGreaterThanOrEqual(10);
    expect(await goodturn.upstreamOrders()).toHaveLength(2);
  });
});
