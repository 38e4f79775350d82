import { setTimeout as wait } from 'node:timers/promises';
import type { Alert, Alerts } from '../domain/alerts.ts';
import { type Clock, SECOND_MS, toIso } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import type { Metrics } from './metrics.ts';
import { redact } from './redact.ts';
import { redactText } from './redact-text.ts';
import { signedHeaders } from './webhook-signature.ts';

type AlertOptions = {
  /** Where alerts are posted; null keeps them to the log and `/metrics`. */
  url: string | null;
  /** Key of the signature; null sends unsigned. */
  key: Uint8Array | null;
  log: Log;
  metrics: Metrics;
  clock: Clock;
  newId: () => string;
  fetch?: typeof fetch;
  /** Resolves after some ms; tests pass one that does not wait. */
  pause?: (ms: number) => Promise<unknown>;
};

/** Alerts with an end: `settled` resolves when nothing is on its way any more, for a graceful stop. */
type AlertSender = Alerts & { settled(): Promise<void> };

const PAUSES_MS = [SECOND_MS, 5 * SECOND_MS];
const ATTEMPT_TIMEOUT_MS = 5 * SECOND_MS;
/** A receiver that hangs must not collect alerts without end; the log has them all. */
const MAX_ON_THE_WAY = 100;

/** Alerts go to the log and a counter at once, and in the background, signed, to the operators' webhook. */
export function createAlerts(options: AlertOptions): AlertSender {
  const { url, log, metrics } = options;
  const onTheWay = new Set<Promise<void>>();

  function send(target: string, alert: Alert): void {
    if (onTheWay.size >= MAX_ON_THE_WAY) {
      metrics.alertDeliveries.inc({ outcome: 'dropped' });
      return;
    }
    const sending = deliver(target, alert, options).then((delivered) => {
      onTheWay.delete(sending);
      metrics.alertDeliveries.inc({ outcome: delivered ? 'delivered' : 'failed' });
      if (!delivered) log.error({ kind: alert.kind }, 'alert did not reach the webhook');
    });
    onTheWay.add(sending);
  }

  return {
    raise(alert) {
      log.warn({ alert: alert.kind, data: alert.data }, alert.summary);
      metrics.alerts.inc({ kind: alert.kind });
      if (url !== null) send(url, alert);
    },
    async settled() {
      await Promise.all(onTheWay);
    },
  };
}

/** Whether the receiver took it. The id stays the same over all attempts, so that a receiver can drop repeats. */
async function deliver(url: string, alert: Alert, options: AlertOptions): Promise<boolean> {
  const { clock, newId, pause = wait } = options;
  const id = newId();
  const body = messageBody(alert, clock());
  if (await attempt(url, id, body, options)) return true;
  for (const ms of PAUSES_MS) {
    await pause(ms);
    if (await attempt(url, id, body, options)) return true;
  }
  return false;
}

async function attempt(url: string, id: string, body: string, options: AlertOptions): Promise<boolean> {
  const { key, clock, log, fetch: send = fetch } = options;
  try {
    const answer = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(key, id, clock(), body) },
      body,
      // A redirect could carry a signed message to a stranger (Standard Webhooks: 3xx is a failure).
      redirect: 'manual',
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch (err) {
    log.warn({ err }, 'alert webhook did not answer');
    return false;
  }
}

function headersOf(key: Uint8Array | null, id: string, atMs: number, body: string): Record<string, string> {
  if (key) return signedHeaders([key], id, atMs, body);
  return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(atMs / 1000)) };
}

/** The same redaction as in the log: what leaves the house must not hold more than what stays. */
function messageBody({ kind, summary, data }: Alert, atMs: number): string {
  return JSON.stringify({
    type: `alert.${kind}`,
    timestamp: toIso(atMs),
    data: { summary: redactText(summary), ids: redact(data) },
  });
}
