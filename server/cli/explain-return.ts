import { formatMoney } from '../../shared/money.ts';
import { SUPPORT_TEXTS } from '../../shared/reason.ts';
import type { EventRecord } from '../domain/event/event.ts';
import { storedAnswer } from '../domain/event/present-event.ts';
import type { Rows } from '../domain/store.ts';
import { instant } from './instant.ts';

/** What a refund, cancellation or dispute did to the rewards of the event that it takes back. */
export async function returnLines(rows: Rows, event: EventRecord): Promise<string[]> {
  const { siteId, refersTo } = event;
  const purchase = refersTo === null ? undefined : await rows.events.find(siteId, refersTo);
  if (!purchase) {
    const told = `It takes back the event ${refersTo}, which was not told yet: deciding about that one will ask for this return.`;
    return ['', told];
  }
  const heading = `It takes back the event ${refersTo} of ${instant(purchase.occurredAt)}.`;
  const changed = storedAnswer(event).rewards;
  if (changed.length === 0) return ['', heading, `  ${await unchanged(rows, event, purchase)}`];
  return [
    '',
    heading,
    ...changed.flatMap(({ id, value, productId, beneficiary, recipient, timeline }) => {
      const step = timeline.at(-1);
      const done = step ? `: ${step.status}. ${SUPPORT_TEXTS[step.reason]} (${step.reason})` : '';
      return `  Reward ${id}, ${formatMoney(value)} ${productId} for the ${beneficiary} ${recipient.externalId}${done}`;
    }),
  ];
}

/** Why no reward changed. */
async function unchanged(rows: Rows, event: EventRecord, purchase: EventRecord): Promise<string> {
  if (purchase.createdAt > event.createdAt)
    return 'That one was told after this return, so deciding about it has counted what came back.';
  const rewards = await rows.rewards.ofEvent(purchase.id);
  if (rewards.length === 0) return 'That one had earned nothing, so there was nothing to take back.';
  return 'It changed no reward: what is left of the purchase still earns them, or they had ended before.';
}
