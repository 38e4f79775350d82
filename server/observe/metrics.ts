import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** From a cached answer to the limit of a patient caller. */
const DURATION_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** Up to the largest group that the write queue forms. */
const GROUP_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Every metric of a process, in a registry of its own so that tests and several apps do not share counts. Labels
 * come from closed lists or from the configuration, never from callers: a stranger cannot make new series.
 */
export function createMetrics({ processMetrics = false }: { processMetrics?: boolean } = {}) {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry, prefix: 'goodturn_' });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'goodturn_http_request_duration_seconds',
      help: 'Time to answer a request, by route pattern and status',
      labelNames: ['method', 'route', 'status'],
      buckets: DURATION_BUCKETS_S,
      registers,
    }),
    clicks: new Counter({
      name: 'goodturn_clicks_total',
      help: 'Counted clicks: recorded, or shed under overload',
      labelNames: ['outcome'],
      registers,
    }),
    shares: new Counter({
      name: 'goodturn_shares_total',
      help: 'Share links that participants passed on, by channel',
      labelNames: ['channel'],
      registers,
    }),
    events: new Counter({
      name: 'goodturn_events_total',
      help: 'Accepted events by status',
      labelNames: ['status'],
      registers,
    }),
    batchItems: new Counter({
      name: 'goodturn_batch_items_total',
      help: 'Items of reward batches whose reward was made, or refused',
      labelNames: ['outcome'],
      registers,
    }),
    orders: new Counter({
      name: 'goodturn_orders_total',
      help: 'Moves of orders into a status',
      labelNames: ['status'],
      registers,
    }),
    accounts: new Gauge({
      name: 'goodturn_gift_card_account_state',
      help: '1 for the state that an upstream account is in',
      labelNames: ['account', 'state'],
      registers,
    }),
    alerts: new Counter({
      name: 'goodturn_alerts_total',
      help: 'Alerts raised by kind',
      labelNames: ['kind'],
      registers,
    }),
    alertDeliveries: new Counter({
      name: 'goodturn_alert_deliveries_total',
      help: 'Alerts sent to the webhook by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    webhookDeliveries: new Counter({
      name: 'goodturn_webhook_deliveries_total',
      help: 'Attempts to deliver a message, by what became of it: delivered, waiting for another one, dead',
      labelNames: ['outcome'],
      registers,
    }),
    writeGroups: new Histogram({
      name: 'goodturn_write_group_size',
      help: 'Writes that shared one transaction',
      buckets: GROUP_BUCKETS,
      registers,
    }),
    writesWaiting: new Gauge({
      name: 'goodturn_writes_waiting',
      help: 'Writes that wait for their transaction',
      registers,
    }),
  };
}
