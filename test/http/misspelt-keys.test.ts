import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh, purchase } from './support/people.ts';

describe.each(DIALECTS)('what a back end may get wrong, on %s', async (dialect) => {
  const server = await startHarness(dialect);

  test.each([
    [{ referraltoken: 'x' }, 'referraltoken', 'referralToken'],
    [{ referral_token: 'x' }, 'referral_token', 'referralToken'],
    [{ customer: { id: fresh('c'), 'display-name': 'Ada' } }, 'customer.display-name', 'displayName'],
  ])('a misspelt key in an event is told with the right spelling: %j', async (more, path, right) => {
    const told = purchase(more);
    const answer = await server.post('/v1/events', told);
    expect([answer.status, (await answer.json()).errors]).toEqual([
      400,
      [{ path, message: `is not known; it is spelt ${right}` }],
    ]);
    expect((await server.get(`/v1/events/${told.eventId}`)).status).toBe(404);
  });

  test('so is one of a participant, and any other unknown key stays allowed', async () => {
    const wrong = await server.post('/v1/participants', { externalId: fresh('p'), Display_Name: 'Ada' });
    expect(wrong.status).toBe(400);
    const other = await server.post('/v1/events', purchase({ customerId: 'x', metadata: { event_id: 'x' } }));
    expect(other.status).toBe(201);
  });

  test('an event that was told otherwise before is refused with the names of the fields, and no values', async () => {
    const told = purchase();
    await server.post('/v1/events', told);
    const answer = await server.post('/v1/events', {
      ...told,
      type: 'subscription',
      amount: { amount: 4300, currency: 'USD' },
    });
    expect([answer.status, (await answer.json()).detail]).toEqual([
      409,
      `The event ${told.eventId} was told before with another type and amount.amount.`,
    ]);
  });

  test('a foreign origin is told with itself and with the setting', async () => {
    const headers = { Origin: 'https://elsewhere.example' };
    const answer = await server.widget('POST', '/v1/widget/visits', { body: {}, headers });
    const { detail } = await answer.json();
    expect([answer.status, detail]).toEqual([403, expect.stringContaining('https://elsewhere.example')]);
    expect(detail).toContain('"origins"');
  });
});
