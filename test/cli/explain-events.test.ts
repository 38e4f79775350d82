import { describe, expect, test } from 'vitest';
import { fresh, member } from '../http/support/people.ts';
import { startReturns } from '../http/support/returns.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { goodturn as run } from './run.ts';

describe.each(DIALECTS)('goodturn explain, of what came back, on %s', async (dialect) => {
  const shop = await startReturns(dialect);
  const explain = async (id = '') => (await run(shop.databaseUrl, ['explain', id])).said.join('\n');

  test('names the rewards that a refund withheld, and their steps name the refund', async () => {
    const { told, event } = await shop.buy('friends');
    await shop.deps.worker.settle();
    shop.clock.now += 1000;
    const refund = shop.returned(told);
    await shop.tell(refund);
    const text = await explain(refund.eventId);
    expect(text).toContain(`It takes back the event ${told.eventId} of 2026-11-23 12:00 UTC.`);
    expect(event.rewards).toHaveLength(2);
    for (const { id, beneficiary, recipient } of event.rewards) {
      expect(text).toContain(
        `  Reward ${id}, $15 CVS for the ${beneficiary} ${recipient.externalId}: withheld. The purchase was returned`,
      );
      expect(await explain(id)).toMatch(
        new RegExp(`withheld, by system: The purchase was returned.* \\(event ${refund.eventId}\\)`),
      );
      expect((await shop.reward({ id })).timeline.at(-1)).toMatchObject({
        status: 'withheld',
        eventId: refund.eventId,
      });
    }
    expect(text).not.toContain('No program');
  });

  test('says why a return changed nothing', async () => {
    const { told } = await shop.buy('waiting', { amount: 4200 });
    const part = shop.returned(told, 100);
    await shop.tell(part);
    expect(await explain(part.eventId)).toContain('It changed no reward: what is left of the purchase');
    const early = shop.returned({ eventId: fresh('later'), customer: { id: fresh('customer') } });
    await shop.tell(early);
    expect(await explain(early.eventId)).toContain('which was not told yet');
  });
});

describe.each(DIALECTS)('goodturn explain, of a sign-up, on %s', async (dialect) => {
  const rules = acmeConfig().sites[0]?.programs[0]?.rules ?? [];
  const onSignup = programLike({ id: 'second', rules: rules.map((rule) => ({ ...rule, on: 'signup' })) });
  const server = await startHarness(dialect, { config: acmeConfig({}, [onSignup]) });
  const explain = async (id: string) => (await run(server.databaseUrl, ['explain', id])).said.join('\n');

  test('says to whom it bound the friend, in a program that no rule of asks for it', async () => {
    const referrer = await member(server);
    const signup = {
      type: 'signup',
      eventId: fresh('signup'),
      customer: { id: fresh('friend') },
      referralCode: referrer.code,
    };
    await server.post('/v1/events', signup);
    const bound = `bound the customer to the referrer ${referrer.externalId} in the program friends, by code (referral rfl_`;
    expect(await explain(signup.eventId)).toContain(bound);
    const later = { ...signup, type: 'visit', eventId: fresh('visit'), referralCode: undefined };
    server.clock.now += 1000;
    await server.post('/v1/events', later);
    const text = await explain(later.eventId);
    expect(text).toContain(
      `the customer was bound to the referrer ${referrer.externalId} in the program friends on 2026-11-23 12:00 UTC, by code`,
    );
    expect(text).toContain(
      'No program that ran then had a rule for it, so nothing was decided about a reward.',
    );
  });
});
