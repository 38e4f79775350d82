import { DomainError } from '../errors.ts';
import { type EndpointChange, leaveStep, lockEndpoint } from './change-endpoint.ts';
import type { EndpointParts } from './make-endpoint.ts';
import type { ListedDelivery } from './webhook.ts';

type ReplayParts = Pick<EndpointParts, 'store' | 'clock' | 'ids'>;

/**
 * Sends what an endpoint missed of a time range (epoch ms, `to` not included): each message once, in the order in
 * which they came about; one that fails again goes back to the schedule and holds up no other. How many there are.
 * Throws `not_found`, and `wrong_state` for an endpoint that is off.
 */
export async function replayMessages(
  { store, clock, ids }: ReplayParts,
  change: EndpointChange,
  { from, to }: { from: number; to: number | null },
): Promise<number> {
  return store.write('webhook-endpoint', async (rows) => {
    const endpoint = await lockEndpoint(rows, change);
    if (endpoint.status !== 'active') {
      throw new DomainError('wrong_state', 'The webhook endpoint is disabled: enable it first.');
    }
    const now = clock();
    // Up to this very moment, so that nothing between an outage and its end is left out.
    const messages = await rows.webhookDeliveries.replay({ endpoint, from, to: to ?? now + 1, now });
    await leaveStep(rows, ids, { ...change, now }, { ...endpoint, reason: 'webhook_replayed' });
    return messages;
  });
}

/** Sends one message again, whatever came of it. Throws `not_found`. */
export async function redeliver(
  { store, clock }: ReplayParts,
  change: EndpointChange,
  messageId: string,
): Promise<ListedDelivery> {
  return store.write('webhook-endpoint', async (rows) => {
    const { id } = await lockEndpoint(rows, change);
    const isThere = await rows.webhookDeliveries.redeliver(id, messageId, clock());
    const delivery = isThere ? await rows.webhookDeliveries.find(id, messageId) : undefined;
    if (delivery) return delivery;
    throw new DomainError('not_found', 'No such message went to this webhook endpoint.');
  });
}
