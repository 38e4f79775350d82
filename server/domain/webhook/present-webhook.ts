import type { WebhookDeliveryAnswer, WebhookEndpointAnswer } from '../../../shared/contract/webhook.ts';
import { toIso } from '../clock.ts';
import type { Rows } from '../store.ts';
import type { ListedDelivery, WebhookEndpoint, WebhookMessage, WebhookSecret } from './webhook.ts';

/** An endpoint as the API shows it, with when its secrets began and end. */
export async function readEndpoint(
  { webhookEndpoints }: Pick<Rows, 'webhookEndpoints'>,
  endpoint: WebhookEndpoint,
  now: number,
): Promise<WebhookEndpointAnswer> {
  return presentEndpoint(endpoint, await webhookEndpoints.secrets(endpoint.id, now));
}

function presentEndpoint(
  { id, name, url, events, managedBy, status, reason, failingSince, createdAt }: WebhookEndpoint,
  secrets: WebhookSecret[],
): WebhookEndpointAnswer {
  return {
    id,
    name,
    url,
    events,
    managedBy,
    status: status === 'active' ? 'active' : 'disabled',
    reason,
    failingSince: isoOrNull(failingSince),
    secrets: secrets.map((each) => ({ createdAt: toIso(each.createdAt), endsAt: isoOrNull(each.endsAt) })),
    createdAt: toIso(createdAt),
  };
}

/** A delivery as lists show it: never what was sent, nor what the receiver said. */
export function presentDelivery(delivery: ListedDelivery): WebhookDeliveryAnswer {
  const { messageId, type, status, attempts, lastStatus, lastError } = delivery;
  return {
    messageId,
    type,
    status,
    attempts,
    lastStatus,
    lastError,
    occurredAt: toIso(delivery.occurredAt),
    lastAttemptAt: isoOrNull(delivery.lastAttemptAt),
    nextAttemptAt: isoOrNull(delivery.dueAt),
    deliveredAt: isoOrNull(delivery.deliveredAt),
  };
}

/** The body that is posted; the same bytes in every attempt. */
export function messageBody({ type, data, createdAt }: Omit<WebhookMessage, 'id' | 'siteId'>): string {
  return JSON.stringify({ type, timestamp: toIso(createdAt), data: JSON.parse(data) as unknown });
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : toIso(at);
}
