import { GoodturnRefusal } from './goodturn.ts';
import type { EventAnswer, EventRequest } from './goodturn-messages.ts';
import type { Shop } from './shop.ts';
import type { OutgoingEvent } from './state.ts';

/**
 * Tells Goodturn what a customer did. The event is on disk before it is sent and keeps its eventId on every
 * try, so an outage delays a reward and never loses or doubles it. Answers null when it has to wait.
 */
export async function tellGoodturn(shop: Shop, request: EventRequest): Promise<EventAnswer | null> {
  const outgoing: OutgoingEvent = { request, state: 'waiting', storedAt: Date.now() };
  shop.data.state.events.push(outgoing);
  shop.data.save();
  return deliver(shop, outgoing);
}

/** Sends again what Goodturn has not taken yet, oldest first: a sign-up binds before the purchase that pays. */
export async function deliverWaitingEvents(shop: Shop): Promise<void> {
  for (const outgoing of shop.data.state.events.filter((event) => event.state === 'waiting')) {
    if ((await deliver(shop, outgoing)) === null && outgoing.state === 'waiting') return;
  }
}

async function deliver(shop: Shop, outgoing: OutgoingEvent): Promise<EventAnswer | null> {
  try {
    const answer = await shop.goodturn.sendEvent(outgoing.request);
    // The timer and a request may deliver the same event at once; Goodturn replays.
    if (outgoing.state === 'waiting') settle(shop, outgoing, answer);
    return answer;
  } catch (error) {
    if (error instanceof GoodturnRefusal && outgoing.state === 'waiting') {
      outgoing.state = 'refused';
      shop.data.save();
    }
    shop.report(`Event ${outgoing.request.eventId} (${outgoing.state}): ${String(error)}`);
    return null;
  }
}

/** Whether the customer earned something; the letter about it comes when Goodturn says that the card is there. */
function settle(shop: Shop, outgoing: OutgoingEvent, answer: EventAnswer): void {
  outgoing.state = 'accepted';
  const customerId = outgoing.request.customer.id;
  if (answer.rewards.some(({ recipient }) => recipient.externalId === customerId)) outgoing.earned = true;
  shop.data.save();
}
