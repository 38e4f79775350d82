import { firstName } from './customers.ts';
import { dollars } from './dollars.ts';
import type { DecisionAnswer, EventAnswer, RewardAnswer } from './goodturn-messages.ts';
import type { StudioAnswer } from './state.ts';

/** What may change after the decision: where the reward stands, why, and the way to its card. */
export type Standing = Pick<StudioAnswer, 'outcome' | 'why' | 'toCard'>;

/** What Goodturn made of an event, as the studio's staff would say it; `guestId` is who acted. */
export function answerWords(
  event: EventAnswer,
  names: ReadonlyMap<string, string>,
  guestId: string,
): Omit<StudioAnswer, 'title'> {
  const [reward] = event.rewards;
  const why = whyNot(event.decisions[0]);
  if (!reward) return { outcome: 'refused', headline: 'No gift card', why, rewardId: null, toCard: null };
  const name = names.get(reward.recipient.externalId) ?? reward.recipient.externalId;
  const headline = `${dollars(reward.value.amount)} for ${firstName({ name })}`;
  return { headline, rewardId: reward.id, ...standing(reward, why, guestId) };
}

/**
 * Where a reward stands by now. Only the guest's own card has a way to it, and none before it has one to give.
 * @param why what was said at the decision: it stays true for as long as the reward waits
 */
export function standing(reward: RewardAnswer, why: string, guestId: string): Standing {
  if (reward.status === 'held') return { outcome: 'held', why, toCard: null };
  const stopped = STOPPED[reward.status];
  if (stopped) return { ...stopped, toCard: null };
  const isOwn = reward.recipient.externalId === guestId;
  const { says, toCard = 'See the gift card' } = wayOf(reward);
  return {
    outcome: 'earned',
    why: `All checks passed. The ${reward.productId} gift card ${says}.`,
    toCard: isOwn ? toCard : null,
  };
}

/** The checks that did not pass say why, in words that Goodturn brings itself. */
function whyNot(decision: DecisionAnswer | undefined): string {
  const failed = decision?.checks.filter(({ passed }) => !passed) ?? [];
  const words = failed.map(({ detail }) => detail.replace(/`([^`]+)`/g, '“$1”'));
  return words.join(' ') || 'No rule of this program asks for it.';
}

const STOPPED: Partial<Record<string, Omit<Standing, 'toCard'>>> = {
  failed: { outcome: 'held', why: 'Ordering it went wrong, and a person of the studio looks into it.' },
  withheld: { outcome: 'held', why: 'It is kept back for now.' },
  rejected: { outcome: 'refused', why: 'A person of the studio looked at it and said no.' },
  cancelled: { outcome: 'refused', why: 'It was cancelled before it was ordered.' },
};

const ARRIVED: Partial<Record<string, string>> = {
  DigitalDelivery: 'went out by e-mail',
  PhysicalShipment: 'is in the post',
};

/** How a card that was earned reaches its owner. */
function wayOf({ status, reason, delivery }: RewardAnswer): { says: string; toCard?: string } {
  if (reason === 'awaiting_address') return { says: 'comes by post', toCard: 'Say where to' };
  if (reason === 'awaiting_opening')
    return { says: 'is ordered when it is opened', toCard: 'Open the gift card' };
  if (status === 'approved') return { says: 'comes with the next release' };
  if (status === 'opened') return { says: 'was opened' };
  if (status === 'issued') return { says: ARRIVED[delivery] ?? 'is ready' };
  return { says: delivery === 'DigitalDelivery' ? 'goes out by e-mail' : 'is on its way' };
}
