import type { Sealer } from '../domain/claim/sealer.ts';
import type { Clock } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import type { Store } from '../domain/store.ts';
import type { Telemetry } from '../domain/telemetry.ts';
import { messageBody } from '../domain/webhook/present-webhook.ts';
import { type SettleDeliveryParts, settleDelivery } from '../domain/webhook/settle-delivery.ts';
import type { ClaimedDelivery, PostWebhook, WebhookEndpoint } from '../domain/webhook/webhook.ts';
import { openWebhookSecrets } from '../domain/webhook/webhook-secret.ts';
import type { WorkerParts } from './worker.ts';

type WebhookSettings = { leaseMs: number; pollMs: number };

export type WebhookAttemptParts = {
  store: Store;
  sealer: Sealer;
  clock: Clock;
  telemetry: Telemetry;
  log: Log;
  post: PostWebhook;
  settle: SettleDeliveryParts;
  settings: WebhookSettings;
  /** Resolves when this process stops and waits for nobody's answer any more. */
  leaving: Promise<void>;
};

/** Requests to one endpoint that a process has under way: one that hangs takes these and no more. */
const AT_ONCE = 20;

/** New ones are taken when fewer than these run, several at a time: each taking is a write. */
const REFILL_UNDER = 11;

/** The worker's view of webhooks: which endpoints have something due, which deliveries, and how one attempt goes. */
export function webhookAttempts(parts: WebhookAttemptParts): WorkerParts<WebhookEndpoint, ClaimedDelivery> {
  const { store, clock, log, settings } = parts;
  const running = new Map<string, number>();
  const count = (id: string, more: number) => running.set(id, (running.get(id) ?? 0) + more);
  return {
    pollMs: settings.pollMs,
    log,
    targets: () => store.read.webhookEndpoints.due(clock()),
    // No message is like another one's poison: each is a few ids.
    hasSuspects: async () => false,
    async claim({ id }) {
      const taken = running.get(id) ?? 0;
      if (taken >= REFILL_UNDER) return [];
      const now = clock();
      const request = { now, limit: AT_ONCE - taken, leaseUntil: now + settings.leaseMs };
      const claimed = await store.write('claim-deliveries', (rows) =>
        rows.webhookDeliveries.claim(id, request),
      );
      count(id, claimed.length);
      return claimed;
    },
    async attempt(endpoint, claimed, signal) {
      try {
        await attempt(parts, claimed, signal);
      } catch (error) {
        // The lease runs out and the message goes again, with the same id.
        log.error({ err: error, messageId: claimed.messageId }, 'a delivery broke off');
      } finally {
        count(endpoint.id, -1);
      }
    },
  };
}

async function attempt(
  parts: WebhookAttemptParts,
  claimed: ClaimedDelivery,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, leaving, telemetry, log } = parts;
  const giveBack = () =>
    store.write('settle-delivery', (rows) => rows.webhookDeliveries.giveBack(claimed, clock()));
  const letter = signal.aborted ? null : await letterOf(parts, claimed);
  if (!letter) return giveBack();
  const result = await Promise.race([parts.post(letter.message), leaving.then(() => null)]);
  if (!result) return giveBack();
  const outcome = await settleDelivery(parts.settle, letter.endpoint, claimed, result);
  if (outcome) telemetry.deliveryTried(claimed, outcome.delivery);
  else log.warn({ messageId: claimed.messageId, attempt: claimed.number }, 'a late delivery was fenced off');
}

/** What is posted now: the endpoint's address and its secrets may be others than at the last attempt. */
async function letterOf({ store, sealer, clock }: WebhookAttemptParts, claimed: ClaimedDelivery) {
  const { webhookEndpoints, webhookDeliveries } = store.read;
  const [endpoint, message, sealed] = await Promise.all([
    webhookEndpoints.find(claimed.endpointId),
    webhookDeliveries.message(claimed.messageId),
    webhookEndpoints.secrets(claimed.endpointId, clock()),
  ]);
  if (!message || endpoint?.status !== 'active') return null;
  const secrets = openWebhookSecrets(sealer, endpoint, sealed);
  const body = messageBody(message);
  return { endpoint, message: { url: endpoint.url, secrets, id: message.id, body } };
}
