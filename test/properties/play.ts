import { fresh, type Member } from '../http/support/people.ts';
import { SECRETS } from '../support/acme.ts';
import type { Harness } from '../support/harness.ts';
import type { Deed } from './any-deeds.ts';
import type { AnyProgram } from './any-program.ts';
import { rewardsOf } from './rewards-of.ts';
import type { Watched } from './within-limits.ts';

/** A program of the test's own, with its members, and what was told of it. */
export type Play = Watched & {
  program: AnyProgram;
  members: Member[];
  /** Told purchases by their numbers. */
  eventIds: Map<number, string>;
  friends: Map<number, string>;
};

export async function putProgram(
  goodturn: Harness,
  id: string,
  { declared }: Pick<AnyProgram, 'declared'>,
  status?: 'ended',
): Promise<void> {
  const answer = await goodturn.app.request(`/v1/programs/${id}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    body: JSON.stringify({ ...declared, ...(status && { status }) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Makes one deed in a program. What is refused for its state changes nothing, and is no fault. */
export async function act(goodturn: Harness, play: Play, deed: Deed): Promise<void> {
  switch (deed.kind) {
    case 'buy':
      return tell(goodturn, {
        ...purchaseOf(play, deed.purchase),
        type: 'purchase',
        programId: play.id,
        customer: { id: friendOf(play, deed.friend) },
        referralCode: play.members[deed.referrer]?.codes[play.id],
        amount: { amount: deed.amount, currency: 'USD' },
      });
    case 'return':
      return tell(goodturn, {
        type: 'refund',
        eventId: fresh('return'),
        refersTo: purchaseOf(play, deed.purchase).eventId,
        customer: { id: fresh('customer') },
        ...(deed.amount !== null && { amount: { amount: deed.amount, currency: 'USD' } }),
      });
    case 'review': {
      const rewards = await rewardsOf(goodturn, play);
      const reward = rewards.at(deed.reward % Math.max(1, rewards.length));
      if (!reward) return;
      await goodturn.post(`/v1/rewards/${reward.id}/${deed.verdict}`, { reason: 'looked at' });
      return;
    }
    case 'limit': {
      const { program } = play;
      play.program = {
        ...program,
        limits: deed.limits,
        declared: { ...program.declared, limits: deed.limits },
      };
      return putProgram(goodturn, play.id, play.program);
    }
    case 'work':
      await goodturn.deps.releaseDue();
      await goodturn.deps.worker.settle();
  }
}

function purchaseOf({ eventIds }: Play, purchase: number): { eventId: string } {
  const eventId = eventIds.get(purchase) ?? fresh('order');
  eventIds.set(purchase, eventId);
  return { eventId };
}

function friendOf({ friends }: Play, friend: number): string {
  const id = friends.get(friend) ?? fresh('friend');
  friends.set(friend, id);
  return id;
}

async function tell(goodturn: Harness, body: object): Promise<void> {
  const answer = await goodturn.post('/v1/events', body);
  if (answer.status !== 201) throw new Error(await answer.text());
}
