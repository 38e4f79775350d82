import type { Config } from './config/config.ts';
import type { Clock } from './domain/clock.ts';
import type { SettleDeliveryParts } from './domain/webhook/settle-delivery.ts';
import type { PostWebhook } from './domain/webhook/webhook.ts';
import { webhookUrlFault } from './domain/webhook/webhook-url.ts';
import { type WebhookAttemptParts, webhookAttempts } from './jobs/webhook-attempts.ts';
import { createWorker } from './jobs/worker.ts';
import { createHttpCall } from './net/http-call.ts';
import { readRetryAfter } from './net/retry-after.ts';
import { signedHeaders, webhookKey } from './observe/webhook-signature.ts';
import { newWebhookSecret } from './vault/random.ts';
import { isInsideHost } from './webhook/address-rules.ts';
import { guardedAgents } from './webhook/guarded-agents.ts';
import { createPostWebhook } from './webhook/post-webhook.ts';

/** What a test may put in place of the network. */
export type WebhookOverrides = { post?: PostWebhook };

type Parts = SettleDeliveryParts & Pick<WebhookAttemptParts, 'sealer' | 'telemetry' | 'log'>;

type Options = WebhookOverrides &
  Pick<WebhookAttemptParts, 'leaving'> & {
    settings: Config['webhooks'];
    /** Receivers compare the time of a signature with their own. */
    realClock: Clock;
    onPoint: (point: string) => void;
  };

/** Of what an endpoint answers: only its status counts, and a long text would only take time. */
const ANSWER_BYTES = 4096;

/** Puts together what tells sites: the worker that delivers, and what the routes need to make endpoints. */
export function createWebhooks(parts: Parts, options: Options) {
  const { settings, leaving } = options;
  const { timeoutMs, pollMs, loopback } = settings;
  const deliveries = createWorker(
    webhookAttempts({
      ...parts,
      post: options.post ?? realPost(options),
      settle: parts,
      // Half of it for the request, half for writing down what came of it.
      settings: { leaseMs: 2 * timeoutMs, pollMs },
      leaving,
    }),
  );
  return {
    deliveries,
    wakeDeliveries: () => deliveries.wake(),
    newWebhookSecret,
    webhookUrlFault: (url: string) => webhookUrlFault(url, { loopback, isInside: isInsideHost }),
  };
}

function realPost({ settings: { timeoutMs, loopback }, realClock, onPoint }: Options): PostWebhook {
  const limits = { timeoutMs, connectTimeoutMs: timeoutMs, bodyLimit: ANSWER_BYTES };
  return createPostWebhook({
    call: createHttpCall(limits, guardedAgents({ loopback })),
    headersOf(secrets, id, atMs, body) {
      const keys = secrets.flatMap((secret) => webhookKey(secret) ?? []);
      return signedHeaders(keys, id, atMs, body);
    },
    retryAfterMs: readRetryAfter,
    clock: realClock,
    onPoint,
  });
}
