import { fresh } from '../../http/support/people.ts';
import { second } from '../../support/second-key.ts';
import { usd } from '../any-program.ts';
import { answered } from './answered.ts';
import type { DeedOf } from './any-life.ts';
import { externalIdOf, type Life, nameOf, programOf, rewardAt } from './life.ts';

const BECAUSE = { reason: 'looked at' };

export async function review(life: Life, { reward: number, verdict, isSecond }: DeedOf<'review'>) {
  const reward = await rewardAt(life, number);
  if (!reward) return;
  const path = `/v1/rewards/${reward.id}/${verdict}`;
  await answered(life.goodturn.post(path, BECAUSE, isSecond ? second : {}), 200, 409, 503);
}

/** Both keys ask for the card once more: where it may be, the second one confirms. */
export async function reissue(life: Life, { reward: number }: DeedOf<'reissue'>): Promise<void> {
  const reward = await rewardAt(life, number);
  if (!reward) return;
  const body = { reason: 'lost', proof: 'shown' };
  for (const key of [{}, second])
    await answered(life.goodturn.post(`/v1/rewards/${reward.id}/reissue`, body, key), 200, 201, 202, 409);
}

export async function give(life: Life, { person, program }: DeedOf<'give'>): Promise<void> {
  const body = {
    ...BECAUSE,
    goodwillId: fresh('good'),
    programId: programOf(life, program).id,
    recipient: { externalId: externalIdOf(life, person) },
    ...gift(1500),
    delivery: 'Links',
  };
  // The budget may be exhausted, or the person blocked.
  await answered(life.goodturn.post('/v1/rewards', body), 201, 409);
}

export async function sendBatch(life: Life, { batch, person, program }: DeedOf<'batch'>): Promise<void> {
  const nextPerson = (person + 1) % life.members.length;
  const body = {
    batchId: nameOf(life.batches, batch, 'batch'),
    programId: programOf(life, program).id,
    delivery: 'Links',
    items: [
      { itemId: 'a', recipient: { externalId: externalIdOf(life, person) }, ...gift(1500) },
      { itemId: 'b', recipient: {}, ...gift(1000) },
      { itemId: 'c', recipient: { externalId: externalIdOf(life, nextPerson) }, ...gift(1000) },
    ],
  };
  await answered(life.goodturn.post('/v1/reward-batches', body), 202, 400, 409);
}

export async function changeBatch(life: Life, { batch, verdict, isSecond }: DeedOf<'changeBatch'>) {
  const batchId = life.batches.get(batch);
  if (!batchId) return;
  const path = `/v1/reward-batches/${batchId}/${verdict}`;
  // 404: it was refused when it was sent.
  await answered(life.goodturn.post(path, BECAUSE, isSecond ? second : {}), 200, 404, 409);
}

/** A person says which friend is whose. Nobody is their own, and whoever is bound stays so. */
export async function bind(life: Life, { person, referrer, program }: DeedOf<'bind'>): Promise<void> {
  const body = {
    ...BECAUSE,
    programId: programOf(life, program).id,
    referrer: { externalId: externalIdOf(life, referrer) },
    friend: { externalId: externalIdOf(life, person) },
  };
  await answered(life.goodturn.post('/v1/referrals', body), 201, 400, 404, 409);
}

function gift(amount: number) {
  return { productId: 'CVS', value: usd(amount) };
}
