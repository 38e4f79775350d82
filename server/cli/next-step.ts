import type { Program } from '../../shared/contract/program.ts';
import { SUPPORT_TEXTS } from '../../shared/reason.ts';
import type { Order } from '../domain/order/order.ts';
import type { Reward } from '../domain/reward/reward.ts';
import { instant } from './instant.ts';

export type Onward = {
  order: Order | undefined;
  /** What keeps its order from being sent; null when nothing does. */
  stop: string | null;
  payout: Program['payout']['mode'];
  /** Epoch ms. */
  now: number;
};

/** What happens to the reward now, and when; where a person has to do it, what they can do. */
export function nextStep(reward: Reward, onward: Onward): string {
  const { status, review, releaseAt } = reward;
  const when = releaseAt === null ? '' : ` on ${instant(releaseAt)}`;
  switch (status) {
    case 'earned':
    case 'held':
      return review.length > 0
        ? `it waits. ${review.map((reason) => SUPPORT_TEXTS[reason]).join(' ')}`
        : `it is approved by itself${when}.`;
    case 'approved':
      if (reward.reason === 'awaiting_address')
        return `its owner says on ${claimPageOf(reward)} where it shall go.`;
      return reward.reason === 'awaiting_opening' || onward.payout === 'on_open'
        ? `its gift card is ordered when its owner opens it in the widget or on ${claimPageOf(reward)}.`
        : `its gift card is ordered${when}.`;
    case 'ordering':
      return onward.stop ?? nextLook(onward);
    case 'failed':
      return wayOn(reward, onward.order);
    case 'issued':
      return reward.delivery === 'Links'
        ? `its owner opens it in the widget or on ${claimPageOf(reward)}.`
        : `the gift-card company brings it to its owner; how far it is stands on ${claimPageOf(reward)}.`;
    case 'withheld':
      return `a person gives it back (POST /v1/rewards/${reward.id}/retry) where the return was a mistake; else it stays withheld.`;
    default:
      return 'nothing, it is over.';
  }
}

function claimPageOf({ id }: Reward): string {
  return `its claim page (POST /v1/rewards/${id}/claim-page gives the link)`;
}

function nextLook({ order, now }: Onward): string {
  if (!order || order.dueAt === null) return 'the upstream answers.';
  if (order.dueAt > now) return `the order is looked at again on ${instant(order.dueAt)}.`;
  return `the order is due since ${instant(order.dueAt)}; a server that runs takes it within moments.`;
}

/** What a person can do about an order that rests, which is not the same for each of its ends. */
function wayOn({ id, reversedAt }: Reward, order: Order | undefined): string {
  const cancel = `POST /v1/rewards/${id}/cancel`;
  if (reversedAt !== null) return `its purchase was returned, so a person cancels it (${cancel}).`;
  if (order?.status === 'failed')
    return `the upstream gave the order up, and it cannot be sent again. A person cancels the reward (${cancel}), which frees its budget, and gives another one by hand (POST /v1/rewards).`;
  if (order?.status === 'quarantined')
    return `a person looks at what stands under its number upstream, and cancels it (${cancel}).`;
  return `a person looks at its order and sends it again (POST /v1/rewards/${id}/retry), or cancels it (${cancel}).`;
}
