import { describe, expect, test } from 'vitest';
import { SITE_KEY } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { ORIGIN } from '../support/harness.ts';
import { race } from './contestants.ts';
import { startCourse, VALUE } from './course.ts';

const ROUNDS = 20;

/** Every purchase earns its friend a card that is made when they open it. */
const ON_OPEN = {
  payout: { mode: 'on_open' as const },
  rules: [
    {
      ...{ id: 'purchase', on: 'purchase', when: {}, milestone: null },
      rewards: [{ to: 'friend' as const, productId: 'CVS', value: VALUE, delivery: 'Links' as const }],
    },
  ],
};

describe.each(DIALECTS)('a gift card is opened in two places at once on %s', async (dialect) => {
  const course = await startCourse(dialect, ON_OPEN);
  const [one, other] = course.contestants;

  /** A session of the friend, good for both servers. */
  async function signIn(externalId: string): Promise<Record<string, string>> {
    const { participantToken } = await (await course.post('/v1/participant-tokens', { externalId })).json();
    const opened = await course.widget('POST', '/v1/widget/sessions', { body: { participantToken } });
    const { sessionToken } = await opened.json();
    const Authorization = `Bearer ${sessionToken}`;
    return { Authorization, Origin: ORIGIN, 'X-Site-Key': SITE_KEY, 'Content-Type': 'application/json' };
  }

  test(`in parallel, ${ROUNDS} times: one order each, and both are told that it is being made`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const friend = `friend_${round}`;
      const [answer] = await race(course.contestants, [course.purchase(`event_${round}`, friend)]);
      const [reward] = JSON.parse(answer?.text ?? '{}').rewards;
      expect(reward).toMatchObject({ status: 'approved', reason: 'awaiting_opening' });
      const headers = await signIn(friend);
      const open = (who: typeof one) => who?.post(`/v1/widget/rewards/${reward.id}/reveal`, {}, headers);
      const answers = await Promise.all([open(one), open(other), open(one)]);
      expect(answers.map((each) => each?.status)).toEqual([200, 200, 200]);
      if (round % 2 === 0) await Promise.all([one?.work(), other?.work()]);
    }
    await one?.work();
    expect(await course.count('order')).toBe(ROUNDS);
    expect(await course.count('reward', `status = 'issued'`)).toBe(ROUNDS);
    expect(await course.creates()).toEqual(Array(ROUNDS).fill(1));
    expect(await course.deps.store.read.budgets.find('friends')).toMatchObject({
      reserved: 0,
      spent: VALUE.amount * ROUNDS,
    });
  });
});
