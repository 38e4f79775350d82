import { firstName } from './customers.ts';
import { dollars } from './dollars.ts';
import type { DecisionAnswer, EventAnswer, RewardAnswer } from './goodturn-messages.ts';
import type { StudioAnswer } from './state.ts';

type Words = Omit<StudioAnswer, 'title'>;

/** What Goodturn made of an event, as the studio's staff would say it; `guestId` is who acted. */
export function answerWords(event: EventAnswer, names: ReadonlyMap<string, string>, guestId: string): Words {
  const [reward] = event.rewards;
  const [decision] = event.decisions;
  if (!reward) return { outcome: 'refused', headline: 'No gift card', why: whyNot(decision), rewardId: null };
  const name = names.get(reward.recipient.externalId) ?? reward.recipient.externalId;
  const isOwn = reward.recipient.externalId === guestId;
  const isHeld = reward.status === 'held';
  const { why, toCard }: Way = isHeld ? { why: whyNot(decision) } : wayOf(reward);
  return {
    outcome: isHeld ? 'held' : 'earned',
    headline: `${dollars(reward.value.amount)} for ${firstName({ name })}`,
    why,
    rewardId: isOwn && !isHeld ? reward.id : null,
    ...(toCard && { toCard }),
  };
}

/** The checks that did not pass say why, in words that Goodturn brings itself. */
function whyNot(decision: DecisionAnswer | undefined): string {
  const failed = decision?.checks.filter(({ passed }) => !passed) ?? [];
  const words = failed.map(({ detail }) => detail.replace(/`([^`]+)`/g, '“$1”'));
  return words.join(' ') || 'No rule of this program asks for it.';
}

type Way = { why: string; toCard?: string };

/** How a card that was earned reaches its owner. */
function wayOf({ productId, status, reason, delivery }: RewardAnswer): Way {
  const card = `The ${productId} gift card`;
  if (reason === 'awaiting_address')
    return { why: `All checks passed. ${card} comes by post.`, toCard: 'Say where to' };
  if (reason === 'awaiting_opening')
    return { why: `All checks passed. ${card} is ordered when it is opened.`, toCard: 'Open the gift card' };
  if (status === 'approved') return { why: `All checks passed. ${card} comes with the next release.` };
  return {
    why: `All checks passed. ${card} ${delivery === 'DigitalDelivery' ? 'goes out by e-mail' : 'is on its way'}.`,
  };
}
