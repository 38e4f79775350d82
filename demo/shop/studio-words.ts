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
  return {
    outcome: isHeld ? 'held' : 'earned',
    headline: `${dollars(reward.value.amount)} for ${firstName({ name })}`,
    why: isHeld ? whyNot(decision) : comesBy(reward),
    rewardId: isOwn && !isHeld ? reward.id : null,
  };
}

/** The checks that did not pass say why, in words that Goodturn brings itself. */
function whyNot(decision: DecisionAnswer | undefined): string {
  const failed = decision?.checks.filter(({ passed }) => !passed) ?? [];
  const words = failed.map(({ detail }) => detail.replace(/`([^`]+)`/g, '“$1”'));
  return words.join(' ') || 'No rule of this program asks for it.';
}

function comesBy({ productId, status }: RewardAnswer): string {
  const isOrdered = status === 'ordering' || status === 'issued' || status === 'opened';
  return isOrdered
    ? `All checks passed. The ${productId} gift card is on its way.`
    : `All checks passed. The ${productId} gift card comes with the next release.`;
}
