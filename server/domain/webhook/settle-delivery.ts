import type { ReasonCode } from '../../../shared/reason.ts';
import type { Alerts } from '../alerts.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Clock } from '../clock.ts';
import type { Ids, Random } from '../ids.ts';
import type { Rows, Store } from '../store.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { DISABLE_AFTER_MS } from './schedule.ts';
import type { ClaimedDelivery, PostResult, WebhookEndpoint } from './webhook.ts';

export type SettleDeliveryParts = { store: Store; clock: Clock; ids: Ids; random: Random; alerts: Alerts };

/**
 * Writes what came of an attempt, for the delivery and for its endpoint. Null, with nothing written, when another
 * worker has taken the delivery since.
 */
export async function settleDelivery(
  parts: SettleDeliveryParts,
  endpoint: WebhookEndpoint,
  claimed: ClaimedDelivery,
  result: PostResult,
): Promise<Outcome | null> {
  const settled = await parts.store.write('settle-delivery', async (rows) => {
    const now = parts.clock();
    const outcome = outcomeOf(result, { tries: claimed.tries, now, random: parts.random });
    if (!(await rows.webhookDeliveries.settle(claimed, outcome.delivery))) return null;
    return { outcome, disabled: await settleEndpoint(rows, parts.ids, endpoint, outcome, now) };
  });
  if (settled?.disabled) tellDisabled(parts.alerts, endpoint, settled.disabled);
  return settled?.outcome ?? null;
}

/** Why the endpoint was disabled now, or null. */
async function settleEndpoint(
  rows: Rows,
  ids: Ids,
  { id, siteId }: WebhookEndpoint,
  outcome: Outcome,
  now: number,
): Promise<ReasonCode | null> {
  if (outcome.endpoint === 'reached') {
    await rows.webhookEndpoints.succeeded(id);
    return null;
  }
  const failingSince = await rows.webhookEndpoints.failed(id, now, outcome.notBefore);
  const reason = reasonToDisable(outcome, now - failingSince);
  if (reason === null || !(await rows.webhookEndpoints.disable(id, reason))) return null;
  const change = { siteId, subject: 'webhook', subjectId: id, status: 'disabled', reason } as const;
  await rows.audit.append([auditEntry(ids, now, change)]);
  return reason;
}

function reasonToDisable({ endpoint }: Outcome, failingMs: number): ReasonCode | null {
  if (endpoint === 'gone') return 'webhook_gone';
  return failingMs >= DISABLE_AFTER_MS ? 'webhook_failing' : null;
}

function tellDisabled(alerts: Alerts, { id, siteId, name }: WebhookEndpoint, reason: ReasonCode): void {
  const why = reason === 'webhook_gone' ? 'it answered 410' : 'nothing has reached it for five days';
  alerts.raise({
    kind: 'webhook_disabled',
    summary: `The webhook endpoint ${name} of the site ${siteId} was disabled: ${why}.`,
    data: { siteId, endpointId: id, reason },
  });
}
