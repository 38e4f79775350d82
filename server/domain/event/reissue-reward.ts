import { Trail } from '../audit/trail.ts';
import { rewardEntry } from '../budget/reward-entry.ts';
import { DomainError } from '../errors.ts';
import { rewardIdentity } from '../order/po-number.ts';
import type { Reward } from '../reward/reward.ts';
import type { Site } from '../site/site.ts';
import type { Rows } from '../store.ts';
import { type Given, type GiveRewardParts, give } from './give-reward.ts';

type Reissue = {
  site: Site;
  rewardId: string;
  /** The name of the secret key stands for the person. */
  keyName: string;
  reason: string;
  /** What shows that the card was lost or stolen. */
  proof: string;
};

const RETURNED = 'Its purchase was returned, so the gift card cannot be given once more.';
const NOT_ISSUED = 'Only a gift card by link that was issued can be given once more.';
const ASKED = 'It is asked for already; a second named key must confirm it with the same request.';
const REISSUED = 'It was given once more before: the new reward can be, with two keys again.';

/**
 * Gives a lost or stolen gift card once more. The first key asks, and the answer is null; a second one confirms: then
 * there is a new reward with a new order and a new claim page, paid from the program's budget again; the old page ends,
 * and what its card cost is booked as lost. The old reward stays as it was. Never for a card that was not issued or
 * whose purchase came back, and once for each. The same confirmation again is answered with the same reward.
 * Throws `not_found`, `wrong_state`, `budget_exhausted`, and `conflict` where the person is blocked.
 */
export async function reissueReward(parts: GiveRewardParts, reissue: Reissue): Promise<Given | null> {
  // Under the name of every reward that people give, so that crashes are tried in it.
  return parts.store.write('give-reward', async (rows) => {
    const old = await rows.rewards.lock(reissue.rewardId);
    if (old?.siteId !== reissue.site.id) throw new DomainError('not_found', 'There is no such reward.');
    if (old.reissuedAs !== null) return repeated(rows, old.reissuedAs, old, reissue);
    if (await isReturned(rows, old)) throw new DomainError('wrong_state', RETURNED);
    if (old.delivery !== 'Links' || (old.status !== 'issued' && old.status !== 'opened'))
      throw new DomainError('wrong_state', NOT_ISSUED);
    if (old.reissueAskedBy === reissue.keyName) throw new DomainError('wrong_state', ASKED);
    if (old.reissueAskedBy === null) return ask(rows, parts, old, reissue);
    return confirm(rows, parts, old, reissue);
  });
}

/** An opened card stays with its owner when its purchase comes back; only its steps tell of the loss. */
async function isReturned({ audit }: Rows, { id, status, reason, reversedAt }: Reward): Promise<boolean> {
  if (reversedAt !== null || (status === 'withheld' && reason === 'refunded')) return true;
  return (await audit.ofSubjects([id])).some((step) => step.reason === 'booked_as_loss');
}

async function repeated(
  { rewards }: Pick<Rows, 'rewards'>,
  newId: string,
  { reissueAskedBy }: Reward,
  { keyName }: Reissue,
): Promise<Given> {
  const reward = await rewards.find(newId);
  if (!reward || reissueAskedBy === keyName) throw new DomainError('wrong_state', REISSUED);
  return { reward, isNew: false, alerts: [] };
}

async function ask(rows: Rows, parts: GiveRewardParts, old: Reward, reissue: Reissue): Promise<null> {
  await rows.rewards.amend(old.id, { reissueAskedBy: reissue.keyName });
  await record(rows, parts, old, 'reissue_asked', reissue);
  return null;
}

async function confirm(rows: Rows, parts: GiveRewardParts, old: Reward, reissue: Reissue): Promise<Given> {
  const actor = `key:${reissue.keyName}`;
  const { programId, externalId, productId, value, delivery } = old;
  const given = await give(rows, parts, {
    site: reissue.site,
    request: {
      // Named by what survives a restored backup, unlike ids: there the same reissue leads to the same order again.
      goodwillId: `reissue:${parts.traceOf(rewardIdentity(old))}`,
      ...{ programId, recipient: { externalId }, productId, value, delivery },
      reason: reissue.reason,
    },
    actor,
    reissueOf: old,
  });
  await rows.rewards.amend(old.id, { reissuedAs: given.reward.id });
  await record(rows, parts, old, 'reissued', reissue);
  await rows.budgets.lose(rewardEntry(parts.ids, old, 'loss', parts.clock()));
  return given;
}

async function record(
  rows: Rows,
  { ids, clock }: GiveRewardParts,
  lost: Reward,
  reason: 'reissue_asked' | 'reissued',
  { keyName, reason: why, proof }: Reissue,
): Promise<void> {
  const trail = new Trail(ids, clock(), `key:${keyName}`);
  trail.reward(lost, { status: lost.status, reason }, `${why}\nProof: ${proof}`);
  await trail.store(rows);
}
