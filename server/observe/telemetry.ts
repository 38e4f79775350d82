import type { Log } from '../domain/log.ts';
import { ACCOUNT_STANDINGS } from '../domain/order/account.ts';
import type { RequestLine, Telemetry } from '../domain/telemetry.ts';
import type { Metrics } from './metrics.ts';

/** Statuses of an order that a person should look at. */
const TROUBLED = new Set(['parked', 'quarantined', 'refused', 'failed', 'dead']);

/** One function per thing worth counting; each feeds the log and a metric. */
export function createTelemetry(log: Log, metrics: Metrics): Telemetry {
  return {
    requestAnswered(line) {
      const { method, route, status, durationMs } = line;
      metrics.requests.observe({ method: knownMethod(method), route, status }, durationMs / 1000);
      logRequest(log, line);
    },
    requestFailed(requestId, err) {
      log.error({ requestId, err }, 'request failed unexpectedly');
    },
    clickRecorded(siteId, programId) {
      metrics.clicks.inc({ outcome: 'recorded' });
      log.debug({ siteId, programId }, 'click recorded');
    },
    clickShed(siteId, programId) {
      metrics.clicks.inc({ outcome: 'shed' });
      log.debug({ siteId, programId }, 'click shed');
    },
    shared(siteId, channel) {
      metrics.shares.inc({ channel });
      log.debug({ siteId, channel }, 'link shared');
    },
    eventAccepted(siteId, type, status) {
      metrics.events.inc({ status });
      log.debug({ siteId, type, status }, 'event accepted');
    },
    batchAdvanced(batchId, { made, refused }) {
      metrics.batchItems.inc({ outcome: 'made' }, made);
      metrics.batchItems.inc({ outcome: 'refused' }, refused);
      log.info({ batchId, made, refused }, 'batch advanced');
    },
    orderMoved(orderId, status) {
      metrics.orders.inc({ status });
      log[TROUBLED.has(status) ? 'warn' : 'info']({ orderId, status }, 'order moved');
    },
    accountMoved(account, state) {
      for (const each of ACCOUNT_STANDINGS)
        metrics.accounts.set({ account, state: each }, each === state ? 1 : 0);
      log[state === 'open' ? 'info' : 'warn']({ account, state }, 'gift-card account state');
    },
    deliveryTried({ messageId, endpointId }, { status, lastError }) {
      metrics.webhookDeliveries.inc({ outcome: status });
      const fields = { messageId, endpointId, status, ...(lastError !== null && { lastError }) };
      log[status === 'delivered' ? 'debug' : 'warn'](fields, 'webhook delivery');
    },
    writeGroupCommitted(writes, waiting) {
      metrics.writeGroups.observe(writes);
      metrics.writesWaiting.set(waiting);
    },
  };
}

function logRequest(log: Log, line: RequestLine): void {
  const fields = { ...line, durationMs: Math.round(line.durationMs * 10) / 10 };
  log[line.status >= 500 ? 'error' : isRoutine(line) ? 'debug' : 'info'](fields, 'request');
}

const ASKED_BY_MACHINES = new Set(['/healthz', '/readyz', '/metrics']);

/** What comes every few seconds or beside each call of a page, and would bury everything else. */
function isRoutine({ method, route, status }: RequestLine): boolean {
  return ASKED_BY_MACHINES.has(route) || (method === 'OPTIONS' && status < 400);
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** HTTP lets a caller invent methods; a metric must not. */
function knownMethod(method: string): string {
  return KNOWN_METHODS.has(method) ? method : 'other';
}
